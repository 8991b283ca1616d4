import { createHash } from 'node:crypto';
import type { ServiceName } from '../../matching/service-name';
import type { ObservedMesh, ObservedPeer, ServiceSet } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { add, set } from '../examples/edit';
import type { Rule } from '../rule';
import { serviceLabel } from './support/words';

/** The longest name that istiod keeps as it is. */
const LONGEST = 63;

/** FED036: services do not overwrite each other's routes inside istiod. */
export const collidingNames: Rule = {
  id: 'FED036',
  severity: 'warning',
  title: 'the names that istiod gives the routes of exported and imported services are different',
  cause:
    'istiod joins a service, its namespace and the peer with dashes, so that "a-b" of "c" and "a" of "b-c" get one name.',
  effect: 'the routes of one service overwrite those of the other, and calls of one of them fail or reach the other',
  fix: 'Rename one of the services or namespaces; for imports, an alias in the export rule of the other mesh is enough.',
  source: 'fact sheet 2.1',
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
      for (const finding of collisions('fed-exp', exportsOf(mesh))) report(finding);
      for (const finding of collisions('fed-imp', importsOf(mesh))) report(finding);
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

/** A service as istiod names its routes after it. */
interface Routed {
  readonly service: ServiceName;
  readonly peer: ObservedPeer;
  readonly set: ServiceSet<unknown> | undefined;
  readonly rule: number;
}

/** Exports are named after the service as it is called where it lives. */
function exportsOf(mesh: ObservedMesh): readonly Routed[] {
  return mesh.peers.flatMap((peer) =>
    peer.offers.map(({ original, rule }) => ({ service: original, peer, set: peer.exports, rule })),
  );
}

/** Imports are named after the service as the peer offers it. */
function importsOf(mesh: ObservedMesh): readonly Routed[] {
  return mesh.imports.map(({ peer, rule, export: { offered } }) => ({
    service: offered,
    peer,
    set: peer.imports,
    rule,
  }));
}

function collisions(prefix: string, services: readonly Routed[]): readonly Finding[] {
  const first = new Map<string, Routed>();
  return services.flatMap((own) => {
    const name = resourceName([prefix, own.service.name, own.service.namespace, own.peer.name].join('-'));
    const other = first.get(name);
    if (other === undefined) first.set(name, own);
    return other === undefined || own.set === undefined || isSame(own, other) ? [] : [collision(name, own, other)];
  });
}

function isSame(a: Routed, b: Routed): boolean {
  return a.peer === b.peer && a.service.name === b.service.name && a.service.namespace === b.service.namespace;
}

function collision(name: string, own: Routed, other: Routed): Finding {
  const label = ({ service, peer }: Routed) =>
    own.peer === other.peer ? serviceLabel(service) : `${serviceLabel(service)} for the peer "${peer.name}"`;
  return {
    object: (own.set ?? own.peer).object,
    path: own.set === undefined ? [] : [...own.set.path, own.rule],
    message: `${label(own)} and ${label(other)} are both "${name}" inside istiod`,
    fix: `rename "${own.service.name}" or "${other.service.name}", or leave one of them out`,
    ...(other.set !== undefined && {
      related: [
        { object: other.set.object, path: [...other.set.path, other.rule], text: 'the other service is meant here' },
      ],
    }),
  };
}

/** A name as istiod shortens it: what is too long ends in the start of its checksum; fact sheet 2.1. */
function resourceName(name: string): string {
  if (name.length <= LONGEST) return name;
  const checksum = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return name.slice(0, LONGEST - checksum.length) + checksum;
}
