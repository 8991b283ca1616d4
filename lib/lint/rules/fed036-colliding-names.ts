import { createHash } from 'node:crypto';
import type { NamespacedName } from '../../matching/service-name';
import type { ObservedMesh, ObservedPeer, ServiceSet } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { add, set } from '../examples/edit';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';
import { serviceLabel } from './support/words';

/** The length of the longest name that istiod does not shorten. */
const MAX_LENGTH = 63;

/** How many characters of its checksum a shortened name ends in. */
const CHECKSUM_LENGTH = 8;

const EFFECT = 'the routes of one service overwrite those of the other: calls to one of them fail or reach the other';
const FIX = 'rename {own} or {other}, or remove the rule of one of them';
const OTHER = ['the rule of the other service is here'];

const FINDINGS = {
  samePeer: {
    severity: 'warning',
    message: 'istiod generates the same name "{name}" for the routes of {own} and {other}',
    effect: EFFECT,
    fix: FIX,
    related: OTHER,
  },
  otherPeer: {
    severity: 'warning',
    message:
      'istiod generates the same name "{name}" for the routes of {own} (peer "{ownPeer}") and {other} (peer "{otherPeer}")',
    effect: EFFECT,
    fix: FIX,
    related: OTHER,
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED036: services do not overwrite each other's routes in istiod. */
export const collidingNames: Rule = {
  id: 'FED036',
  generations: ['ossm2'],
  title: 'the names that istiod generates for the routes of exported and imported services are unique',
  cause:
    'istiod joins the names of a service, its namespace and the peer with dashes: "a-b" in "c" and "a" in "b-c" get the same name.',
  fix: 'Rename one of the services or namespaces; for imports, an alias in the export rule of the other mesh is enough.',
  sources: [
    'maistra/istio pkg/servicemesh/federation/common/util.go (FormatResourceName)',
    'maistra/istio pkg/servicemesh/federation/server/routing.go and pilot/pkg/serviceregistry/federation/routing.go',
  ],
  findings: FINDINGS,
  example: {
    given: [
      add('east', '{ apiVersion: v1, kind: Namespace, metadata: { name: new-stock } }'),
      set('east', 'ServiceMeshMemberRoll default', 'spec.members', ['stock', 'new-stock']),
      add('east', service('films', 'new-stock')),
      set('east', 'ExportedServiceSet west-mesh', 'spec.exportRules.2', exportRule('films', 'new-stock')),
    ],
    fault: [
      add('east', service('films-new', 'stock')),
      set('east', 'ExportedServiceSet west-mesh', 'spec.exportRules.3', exportRule('films-new', 'stock')),
    ],
  },
  check: (fleet, report) => {
    for (const mesh of fleet.meshes) {
      for (const found of collisions('fed-exp', exportsOf(mesh))) report(found);
      for (const found of collisions('fed-imp', importsOf(mesh))) report(found);
    }
  },
};

function service(name: string, namespace: string): string {
  return `{ apiVersion: v1, kind: Service, metadata: { name: ${name}, namespace: ${namespace} },
    spec: { selector: { app: ${name} }, ports: [{ name: http, port: 9080 }] } }`;
}

function exportRule(name: string, namespace: string) {
  return { type: 'NameSelector', nameSelector: { namespace, name } };
}

/** A service for which istiod generates routes. */
interface Routed {
  readonly service: NamespacedName;
  readonly peer: ObservedPeer;
  readonly set: ServiceSet<unknown>;
  /** The index of the rule in the set. */
  readonly rule: number;
}

/** Routes of exports are named after the service in its own mesh. */
function exportsOf({ peers }: ObservedMesh): readonly Routed[] {
  return peers.flatMap((peer) => {
    const { exports: set, offers } = peer;
    return set === undefined ? [] : offers.map(({ original, rule }) => ({ service: original, peer, set, rule }));
  });
}

/** Routes of imports are named after the service as the peer exports it. */
function importsOf({ imports }: ObservedMesh): readonly Routed[] {
  return imports.flatMap(({ peer, rule, export: { offered } }) =>
    peer.imports === undefined ? [] : [{ service: offered, peer, set: peer.imports, rule }],
  );
}

function collisions(prefix: string, services: readonly Routed[]): readonly Finding[] {
  const first = new Map<string, Routed>();
  return services.flatMap((own) => {
    const name = resourceName([prefix, own.service.name, own.service.namespace, own.peer.name].join('-'));
    const other = first.get(name);
    if (other === undefined) first.set(name, own);
    return other === undefined || isSame(own, other) ? [] : [collision(name, own, other)];
  });
}

/** Whether two services with routes of one name are one service, which two rules select. */
function isSame(a: Routed, b: Routed): boolean {
  return a.peer === b.peer && a.service.name === b.service.name;
}

function collision(name: string, own: Routed, other: Routed): Finding {
  const place = { ...placeOf(own), related: [placeOf(other)] };
  const slots = { name, own: serviceLabel(own.service), other: serviceLabel(other.service) };
  if (own.peer === other.peer) return finding('samePeer', place, slots);
  return finding('otherPeer', place, { ...slots, ownPeer: own.peer.name, otherPeer: other.peer.name });
}

function placeOf({ set: { object, path }, rule }: Routed) {
  return { object, path: [...path, rule] };
}

/** A name as istiod shortens it: a long one ends in the start of its checksum. */
function resourceName(name: string): string {
  if (name.length <= MAX_LENGTH) return name;
  const checksum = createHash('sha256').update(name).digest('hex').slice(0, CHECKSUM_LENGTH);
  return name.slice(0, MAX_LENGTH - CHECKSUM_LENGTH) + checksum;
}
