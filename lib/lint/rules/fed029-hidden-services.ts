import type { ManifestObject } from '../../manifests/object';
import { exportedName } from '../../matching/export';
import { LABEL_SELECTOR } from '../../matching/rules';
import { isAny } from '../../matching/service-name';
import { group } from '../../observed/clusters';
import { textAt } from '../../observed/fields';
import type { ObservedCluster, ObservedMesh, ObservedPeer } from '../../observed/model';
import type { Finding, Subject } from '../diagnostic';
import { add } from '../examples/edit';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';
import { labelsAt } from './support/texts';

const EXPORT_TO = ['metadata', 'annotations', 'networking.istio.io/exportTo'];

const SELECTED = ['the rule that selects it'];

const FINDINGS = {
  hiddenService: {
    severity: 'warning',
    message: 'the Service is visible only to "{exportTo}", not to the control plane in "{namespace}"',
    effect: 'istiod leaves the Service out after its next full synchronization, so the peer does not get it',
    fix: 'write "{visible}", or remove the annotation',
    related: SELECTED,
  },
  externalName: {
    severity: 'warning',
    message: 'the Service is of type ExternalName, which cannot be exported',
    effect: 'istiod leaves the Service out, so the peer does not get it',
    fix: 'export the Service that externalName refers to',
    related: SELECTED,
  },
  headless: {
    severity: 'info',
    message: 'the Service is headless, and is exported as one host with one address',
    effect: 'clients in the other mesh cannot address single pods',
    fix: 'no change, unless clients require single pods',
    related: ['the rule that exports it'],
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED029: istiod sees the Services that export rules select, and can export them. */
export const hiddenServices: Rule = {
  id: 'FED029',
  generations: ['ossm2'],
  title: 'Services that export rules select are visible to the control plane and have addresses of their own',
  cause:
    'The annotation networking.istio.io/exportTo hides a Service from other namespaces, also from that of the control plane. An ExternalName is not a service of the mesh.',
  fix: 'Add the namespace of the control plane to the annotation, or exclude the Service from the rule.',
  sources: [
    'Istio documentation, Resource Annotations, networking.istio.io/exportTo',
    'maistra/istio pkg/servicemesh/federation/server/server.go and common/exports.go (services that are exported)',
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

/** The Services that a control plane does not see although they are in its namespaces. */
function checkCluster(cluster: ObservedCluster): readonly Finding[] {
  const exporters = cluster.meshes.filter(({ peers }) => peers.some(({ exports }) => exports !== undefined));
  const services = (cluster.byKind.get('Service') ?? []).filter(isUnseen);
  const byNamespace = group(services, ({ namespace }) => namespace ?? '');
  return exporters.flatMap((mesh) => {
    const seen = new Set(mesh.services.map(({ object }) => object));
    const namespaces = mesh.members.has('*') ? [...byNamespace.keys()] : [mesh.namespace, ...mesh.members];
    return namespaces
      .flatMap((namespace) => byNamespace.get(namespace) ?? [])
      .filter((service) => !seen.has(service))
      .flatMap((service) => checkUnseen(service, mesh) ?? []);
  });
}

function isUnseen(object: ManifestObject): boolean {
  return object.group === '' && (isExternal(object) || textAt(object.value, EXPORT_TO) !== undefined);
}

function isExternal({ value }: ManifestObject): boolean {
  return textAt(value, ['spec', 'type']) === 'ExternalName';
}

function checkUnseen(object: ManifestObject, mesh: ObservedMesh): Finding | undefined {
  const [related] = mesh.peers.flatMap((peer) => selectingRule(object, peer) ?? []);
  if (related === undefined) return undefined;
  if (isExternal(object)) return finding('externalName', { object, path: ['spec', 'type'], related: [related] }, {});
  const exportTo = textAt(object.value, EXPORT_TO) ?? '';
  // The value "~" hides a Service from everyone and cannot be combined with others.
  const others = exportTo.split(',').filter((part) => part.trim() !== '~');
  return finding(
    'hiddenService',
    { object, path: EXPORT_TO, related: [related] },
    { exportTo, namespace: mesh.namespace, visible: [...others, mesh.namespace].join() },
  );
}

/** The rule that would export a Service; a rule for all names does not name this Service. */
function selectingRule(
  { name, namespace = '', value }: ManifestObject,
  { exports }: ObservedPeer,
): Subject | undefined {
  const facts = { name, namespace, labels: labelsAt(value, ['metadata', 'labels']) };
  const index = exportedName(exports?.rules, facts)?.rule;
  if (exports === undefined || index === undefined) return undefined;
  const rule = exports.rules[index];
  const isSelected = rule?.type === LABEL_SELECTOR || !isAny(rule?.nameSelector?.name);
  return isSelected ? { object: exports.object, path: [...exports.path, index] } : undefined;
}

function checkHeadless(mesh: ObservedMesh): readonly Finding[] {
  const found = new Map<ManifestObject, Finding>();
  const path = ['spec', 'clusterIP'];
  for (const { exports, offers } of mesh.peers) {
    for (const { service, rule } of offers) {
      if (service === undefined || exports === undefined || found.has(service.object)) continue;
      if (textAt(service.object.value, path) !== 'None') continue;
      const related = [{ object: exports.object, path: [...exports.path, rule] }];
      found.set(service.object, finding('headless', { object: service.object, path, related }, {}));
    }
  }
  return [...found.values()];
}
