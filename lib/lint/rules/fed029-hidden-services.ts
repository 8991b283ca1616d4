import type { Path } from '../../issues/issue';
import type { ManifestObject } from '../../manifests/object';
import { exportedName } from '../../matching/export';
import { LABEL_SELECTOR } from '../../matching/rules';
import { isAny } from '../../matching/service-name';
import { labelsAt, textAt } from '../../observed/fields';
import type { ObservedCluster, ObservedMesh, ObservedPeer } from '../../observed/model';
import { groupBy } from '../../values';
import type { Finding } from '../diagnostic';
import { add } from '../examples/edit';
import { type FindingPlace, findingMaker } from '../findings';
import type { Rule } from '../rule';

const EXPORT_TO = ['metadata', 'annotations', 'networking.istio.io/exportTo'];
const TYPE = ['spec', 'type'];
const CLUSTER_IP = ['spec', 'clusterIP'];

const RELATED = ['the export rule that matches the Service'];

const FINDINGS = {
  hiddenByExportTo: {
    severity: 'warning',
    message:
      'the annotation networking.istio.io/exportTo: "{exportTo}" hides the Service from the control plane in the namespace "{namespace}"',
    effect: 'istiod no longer exports the Service after its next full synchronization, so the peer cannot import it',
    fix: 'write "{visible}", or remove the annotation',
    related: RELATED,
  },
  externalName: {
    severity: 'warning',
    message: 'the Service has the type ExternalName, which cannot be exported',
    effect: 'istiod does not export the Service, so the peer cannot import it',
    fix: 'export the Service that the external name refers to',
    related: RELATED,
  },
  headless: {
    severity: 'info',
    message: 'the Service is headless and is exported as one host with one address',
    effect: 'clients in the other mesh cannot address single pods',
    fix: 'no change is required, unless clients address single pods',
    related: RELATED,
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED029: Services that export rules match are visible to istiod and of a type that can be exported. */
export const hiddenServices: Rule = {
  id: 'FED029',
  generations: ['ossm2'],
  title: 'Services that export rules match are visible to the control plane and have an address of their own',
  cause:
    'The annotation networking.istio.io/exportTo hides a Service from other namespaces, including that of the control plane. A Service of type ExternalName is outside the mesh.',
  fix: 'Add the namespace of the control plane to the annotation, or remove the Service from the rule.',
  sources: [
    'maistra/istio pkg/servicemesh/federation/common/exports.go (NameForService)',
    'maistra/istio pkg/servicemesh/federation/server/server.go (resync)',
    'Istio documentation, Resource Annotations, networking.istio.io/exportTo',
  ],
  findings: FINDINGS,
  example: {
    fault: [
      add(
        'east',
        `apiVersion: v1
kind: Service
metadata:
  name: prices-old
  namespace: stock
  labels: { app: prices }
  annotations: { networking.istio.io/exportTo: "." }
spec: { selector: { app: prices }, ports: [{ name: http, port: 9080 }] }`,
      ),
    ],
  },
  check: (fleet, report) => {
    for (const cluster of fleet.clusters) for (const found of checkCluster(cluster)) report(found);
    for (const mesh of fleet.meshes) for (const found of checkHeadless(mesh)) report(found);
  },
};

/** The Services that istiod does not export although they are in the namespaces of a mesh. */
function checkCluster(cluster: ObservedCluster): readonly Finding[] {
  const services = (cluster.byKind.get('Service') ?? []).filter(canBeHidden);
  const byNamespace = groupBy(services, ({ namespace }) => namespace ?? '');
  return cluster.meshes.flatMap((mesh) => {
    const seen = new Set(mesh.services.map(({ object }) => object));
    const namespaces = mesh.members.has('*') ? [...byNamespace.keys()] : [mesh.namespace, ...mesh.members];
    return [...new Set(namespaces)]
      .flatMap((namespace) => byNamespace.get(namespace) ?? [])
      .filter((service) => !seen.has(service))
      .flatMap((service) => checkHidden(service, mesh) ?? []);
  });
}

function canBeHidden(object: ManifestObject): boolean {
  const { group, namespace } = object;
  return (
    group === '' && namespace !== undefined && (isExternal(object) || textAt(object.value, EXPORT_TO) !== undefined)
  );
}

function isExternal({ value }: ManifestObject): boolean {
  return textAt(value, TYPE) === 'ExternalName';
}

function checkHidden(object: ManifestObject, { peers, namespace }: ObservedMesh): Finding | undefined {
  const [rule] = peers.flatMap((peer) => matchingRule(object, peer) ?? []);
  if (rule === undefined) return undefined;
  const related = [rule];
  if (isExternal(object)) return finding('externalName', { object, path: TYPE, related }, {});
  const exportTo = textAt(object.value, EXPORT_TO) ?? '';
  const slots = { exportTo, namespace, visible: withNamespace(exportTo, namespace) };
  return finding('hiddenByExportTo', { object, path: EXPORT_TO, related }, slots);
}

/** The value of the annotation with one more namespace; "~" hides a Service from every namespace. */
function withNamespace(exportTo: string, namespace: string): string {
  const others = exportTo
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '~');
  return [...others, namespace].join(',');
}

/** The rule that would export a Service; a rule that matches every name is not about this Service. */
function matchingRule(service: ManifestObject, { exports }: ObservedPeer): FindingPlace | undefined {
  if (exports === undefined) return undefined;
  const { name, namespace = '', value } = service;
  const facts = { name, namespace, labels: labelsAt(value, ['metadata', 'labels']) };
  const index = exportedName(exports.rules, facts)?.rule;
  if (index === undefined) return undefined;
  const { type, nameSelector } = exports.rules[index] ?? {};
  return type === LABEL_SELECTOR || !isAny(nameSelector?.name) ? placeOfRule(exports, index) : undefined;
}

function placeOfRule({ object, path }: { readonly object: ManifestObject; readonly path: Path }, index: number) {
  return { object, path: [...path, index] };
}

function checkHeadless({ peers }: ObservedMesh): readonly Finding[] {
  const found = new Map<ManifestObject, Finding>();
  for (const { exports, offers } of peers) {
    for (const { service, rule } of offers) {
      const object = service?.object;
      if (object === undefined || exports === undefined || found.has(object)) continue;
      if (textAt(object.value, CLUSTER_IP) !== 'None') continue;
      const place = { object, path: CLUSTER_IP, related: [placeOfRule(exports, rule)] };
      found.set(object, finding('headless', place, {}));
    }
  }
  return [...found.values()];
}
