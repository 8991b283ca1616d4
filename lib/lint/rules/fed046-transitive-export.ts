import type { ObservedPeer, ServiceSet } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { add, type Edit, set } from '../examples/edit';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';
import { importRuleOf, ruleOf } from './support/places';
import { type TransitiveExport, TransitiveExports } from './support/transitive-exports';

const FAR_RATINGS = 'far-ratings.front.svc.east-mesh-imports.local';

function exporting(...names: readonly string[]): Edit {
  const rules = names.map((name) => `{ type: NameSelector, nameSelector: { ${name} } }`);
  return add(
    'west',
    `{ apiVersion: federation.maistra.io/v1, kind: ExportedServiceSet,
      metadata: { name: east-mesh, namespace: west-mesh }, spec: { exportRules: [${rules.join(', ')}] } }`,
  );
}

const NEVER = 'the rule matches nothing: istiod never exports what it imported';
const UNLESS =
  'the rule matches nothing unless the cluster has a Service of that name: istiod never exports what it imported';
const REMOVE = 'remove the rule: the peer has the service itself';
const FEDERATE =
  'remove the rule, and add peers between the mesh of the peer "{peer}" and that of the peer "{exporter}"';
const HERE = ['the service is imported here'];

const IMPORTED = 'the rule exports {service}, which the mesh imports';
const UNSURE = `${IMPORTED}; the manifests have no Service of that name`;

const FINDINGS = {
  fromSamePeer: { severity: 'error', message: IMPORTED, effect: NEVER, fix: REMOVE, related: HERE },
  fromOtherPeer: { severity: 'error', message: IMPORTED, effect: NEVER, fix: FEDERATE, related: HERE },
  perhapsFromSamePeer: { severity: 'warning', message: UNSURE, effect: UNLESS, fix: REMOVE, related: HERE },
  perhapsFromOtherPeer: { severity: 'warning', message: UNSURE, effect: UNLESS, fix: FEDERATE, related: HERE },
} as const;

const finding = findingMaker(FINDINGS);

/** FED046: a mesh does not export what it imports. */
export const transitiveExport: Rule = {
  id: 'FED046',
  generations: ['ossm2'],
  title: 'no export rule names a service that the mesh itself imports',
  cause: 'A mesh between two others was meant to export the services of one peer to the other.',
  fix: 'Make the mesh that has the service and the mesh that calls it peers of each other.',
  sources: [
    'maistra/istio pkg/servicemesh/federation/server (exports are built from the Services of the registry of the mesh itself)',
    'docs/federation.md, Matching of exports and imports',
  ],
  findings: FINDINGS,
  example: {
    given: [
      add('west', '{ apiVersion: v1, kind: Namespace, metadata: { name: front } }'),
      set('west', 'ServiceMeshMemberRoll default', 'spec.members', ['shop', 'front']),
      set('west', 'ImportedServiceSet east-mesh', 'spec.importRules.0.nameSelector.alias', {
        namespace: 'front',
        name: 'far-ratings',
      }),
      set('west', 'VirtualService ratings', 'spec.http.0.route.1.destination.host', FAR_RATINGS),
      exporting('namespace: shop, name: ratings'),
      add(
        'west',
        `{ apiVersion: v1, kind: Service, metadata: { name: web, namespace: front },
          spec: { selector: { app: web }, ports: [{ name: http, port: 9080 }] } }`,
      ),
      add(
        'east',
        `{ apiVersion: federation.maistra.io/v1, kind: ImportedServiceSet,
          metadata: { name: west-mesh, namespace: east-mesh },
          spec: { importRules: [{ type: NameSelector, nameSelector: { namespace: shop, name: ratings } }] } }`,
      ),
    ],
    fault: [exporting('namespace: shop, name: ratings', 'namespace: front, name: far-ratings')],
  },
  check: (fleet, report) => {
    for (const mesh of fleet.meshes) {
      const transitive = new TransitiveExports(mesh);
      for (const peer of mesh.peers) {
        for (const found of checkPeer(peer, transitive)) report(found);
      }
    }
  },
};

function checkPeer(peer: ObservedPeer, transitive: TransitiveExports): readonly Finding[] {
  const { exports } = peer;
  if (exports === undefined) return [];
  return exports.rules.flatMap((rule, index) => {
    const found = transitive.find(rule);
    return found === undefined ? [] : [toFinding(peer, exports, index, found)];
  });
}

function toFinding(peer: ObservedPeer, exports: ServiceSet<unknown>, index: number, found: TransitiveExport): Finding {
  const { imported, isCertain, service } = found;
  const place = { ...ruleOf(exports, index, ['nameSelector']), related: [importRuleOf(imported)] };
  const slots = { service, peer: peer.name, exporter: imported.peer.name };
  if (imported.peer === peer) return finding(isCertain ? 'fromSamePeer' : 'perhapsFromSamePeer', place, slots);
  return finding(isCertain ? 'fromOtherPeer' : 'perhapsFromOtherPeer', place, slots);
}
