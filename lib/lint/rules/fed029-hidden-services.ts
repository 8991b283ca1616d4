import type { ManifestObject } from '../../manifests/object';
import { exportedName } from '../../matching/export';
import { LABEL_SELECTOR } from '../../matching/rules';
import { isAny } from '../../matching/service-name';
import { group } from '../../observed/clusters';
import { textAt } from '../../observed/fields';
import type { ObservedCluster, ObservedMesh, ObservedPeer } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { add } from '../examples/edit';
import type { Rule } from '../rule';
import { labelsAt } from './support/texts';

const EXPORT_TO = ['metadata', 'annotations', 'networking.istio.io/exportTo'];

/** FED029: istiod sees the Services that rules choose, and they are of a kind that can be exported. */
export const hiddenServices: Rule = {
  id: 'FED029',
  severity: 'warning',
  title: 'Services that export rules choose are visible to the control plane and have addresses of their own',
  cause:
    'The annotation networking.istio.io/exportTo hides a Service from other namespaces, also from that of the control plane. An ExternalName is no Service of the mesh.',
  effect: 'istiod leaves the Service out after its next full synchronisation, so the peer does not get it',
  fix: 'Add the namespace of the control plane to the annotation, or take the Service out of the rule.',
  source: 'fact sheet 2.4 and 5.6',
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
    for (const cluster of fleet.clusters) for (const finding of checkCluster(cluster)) report(finding);
    for (const mesh of fleet.meshes) for (const finding of checkHeadless(mesh)) report(finding);
  },
};

/** The Services that an index of a mesh leaves out although they are in its namespaces. */
function checkCluster(cluster: ObservedCluster): readonly Finding[] {
  const exporters = cluster.meshes.filter(({ peers }) => peers.some(({ exports }) => exports !== undefined));
  if (exporters.length === 0) return [];
  const services = (cluster.byKind.get('Service') ?? []).filter(isUnseen);
  if (services.length === 0) return [];
  const byNamespace = group(services, ({ namespace }) => namespace ?? '');
  return exporters.flatMap((mesh) => {
    const seen = new Set(mesh.services.map(({ object }) => object));
    const namespaces = mesh.members.has('*') ? [...byNamespace.keys()] : [mesh.namespace, ...mesh.members];
    return [...new Set(namespaces)]
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

function checkUnseen(service: ManifestObject, mesh: ObservedMesh): Finding | undefined {
  const exporter = mesh.peers
    .map((peer) => [peer, choosingRule(service, peer)] as const)
    .find(([, rule]) => rule !== undefined);
  const [peer, rule = 0] = exporter ?? [];
  if (peer?.exports === undefined) return undefined;
  const related = [
    { object: peer.exports.object, path: [...peer.exports.path, rule], text: 'the rule that chooses it' },
  ];
  const exportTo = textAt(service.value, EXPORT_TO);
  if (isExternal(service)) {
    const message = 'the Service is of type ExternalName, which cannot be exported';
    const effect = 'istiod leaves the Service out, so the peer does not get it';
    return {
      object: service,
      path: ['spec', 'type'],
      message,
      effect,
      fix: 'export the Service that it stands for',
      related,
    };
  }
  return {
    object: service,
    path: EXPORT_TO,
    message: `the Service is visible to "${exportTo}" only, and not to the control plane in "${mesh.namespace}"`,
    fix: `write "${exportTo},${mesh.namespace}", or remove the annotation`,
    related,
  };
}

/** The rule that would export a Service; one that takes all names says nothing about this Service. */
function choosingRule(service: ManifestObject, { exports }: ObservedPeer): number | undefined {
  const { name, namespace = '', value } = service;
  const facts = { name, namespace, labels: labelsAt(value, ['metadata', 'labels']) };
  const index = exportedName(exports?.rules, facts)?.rule;
  const rule = index === undefined ? undefined : exports?.rules[index];
  if (rule === undefined) return undefined;
  return rule.type === LABEL_SELECTOR || !isAny(rule.nameSelector?.name) ? index : undefined;
}

function checkHeadless(mesh: ObservedMesh): readonly Finding[] {
  const found = new Map<ManifestObject, Finding>();
  for (const peer of mesh.peers) {
    for (const { service, rule } of peer.offers) {
      if (service === undefined || peer.exports === undefined || found.has(service.object)) continue;
      if (textAt(service.object.value, ['spec', 'clusterIP']) !== 'None') continue;
      found.set(service.object, {
        object: service.object,
        path: ['spec', 'clusterIP'],
        severity: 'info',
        message: 'the Service is headless, and exported as one host with one address',
        effect: 'clients of the other mesh cannot address single pods',
        fix: 'nothing, unless clients need single pods',
        related: [
          { object: peer.exports.object, path: [...peer.exports.path, rule], text: 'the rule that exports it' },
        ],
      });
    }
  }
  return [...found.values()];
}
