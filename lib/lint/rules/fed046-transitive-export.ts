import { exportSkipReason } from '../../matching/export';
import { type ExportRule, NAME_SELECTOR } from '../../matching/rules';
import { isAny } from '../../matching/service-name';
import type { ObservedImport, ObservedMesh, ObservedPeer } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { add, type Edit, set } from '../examples/edit';
import type { Rule } from '../rule';
import { isKnownOutside } from './support/namespaces';
import { serviceLabel } from './support/words';

const FAR_RATINGS = 'far-ratings.front.svc.east-mesh-imports.local';

function exporting(...names: readonly string[]): Edit {
  const rules = names.map((name) => `{ type: NameSelector, nameSelector: { ${name} } }`);
  return add(
    'west',
    `{ apiVersion: federation.maistra.io/v1, kind: ExportedServiceSet,
      metadata: { name: east-mesh, namespace: west-mesh }, spec: { exportRules: [${rules.join(', ')}] } }`,
  );
}

/** FED046: a mesh does not hand on what it imports. */
export const transitiveExport: Rule = {
  id: 'FED046',
  severity: 'error',
  title: 'no export rule names a service that the mesh itself imports',
  cause: 'A mesh in the middle was meant to hand on the services of one peer to another.',
  effect: 'the rule matches nothing: istiod never exports what it imported',
  fix: 'Let the mesh that has the service and the one that wants it federate with each other.',
  source: 'fact sheet 2.4 and 5.6',
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
      if (mesh.imports.length === 0) continue;
      const known = indexMesh(mesh);
      for (const peer of mesh.peers) {
        for (const [i, rule] of (peer.exports?.rules ?? []).entries()) {
          const finding = checkRule(peer, rule, i, known);
          if (finding !== undefined) report(finding);
        }
      }
    }
  },
};

/** What a mesh imports and what it has, by namespace and name. */
interface Known {
  readonly mesh: ObservedMesh;
  readonly imports: ReadonlyMap<string, ObservedImport>;
  readonly services: ReadonlySet<string>;
  /** The namespaces of which the manifests have Services. */
  readonly namespaces: ReadonlySet<string>;
}

function indexMesh(mesh: ObservedMesh): Known {
  const { imports, services } = mesh;
  return {
    mesh,
    imports: new Map(imports.map((one) => [`${one.namespace}/${one.name}`, one])),
    services: new Set(services.map(({ name, namespace }) => `${namespace}/${name}`)),
    namespaces: new Set(services.map(({ namespace }) => namespace)),
  };
}

function checkRule(peer: ObservedPeer, rule: ExportRule, index: number, known: Known): Finding | undefined {
  const { name, namespace } = rule.nameSelector ?? {};
  if (rule.type !== NAME_SELECTOR || exportSkipReason(rule) !== undefined || isAny(name)) return undefined;
  const [ofHost] = known.mesh.importsByHost.get(name) ?? [];
  if (ofHost !== undefined) return finding(peer, index, ofHost, `the host "${name}" of an imported service`);
  if (isAny(namespace) || known.services.has(`${namespace}/${name}`)) return undefined;
  const found = known.imports.get(`${namespace}/${name}`);
  const isCertain = known.namespaces.has(namespace) || isKnownOutside(known.mesh, namespace);
  // A service that is imported as local mostly stands beside one of the mesh's own, for failover.
  if (found === undefined || (found.isLocal && !isCertain)) return undefined;
  const what = `${serviceLabel({ name, namespace })}, which the mesh imports`;
  if (isCertain) return finding(peer, index, found, what);
  return {
    ...finding(peer, index, found, `${what}; the manifests have no Service of that name`),
    severity: 'warning',
    effect:
      'the rule matches nothing unless the cluster has a Service of that name: istiod never exports what it imported',
  };
}

function finding(peer: ObservedPeer, index: number, found: ObservedImport, what: string): Finding {
  const { exports, object } = peer;
  const { imports } = found.peer;
  const isSame = found.peer === peer;
  return {
    object: exports?.object ?? object,
    path: [...(exports?.path ?? []), index, 'nameSelector'],
    message: `the rule exports ${what}`,
    fix: isSame
      ? 'remove the rule: the peer has the service itself'
      : `remove the rule, and let the mesh of the peer "${peer.name}" federate with that of the peer "${found.peer.name}"`,
    ...(imports !== undefined && {
      related: [{ object: imports.object, path: [...imports.path, found.rule], text: 'it is imported here' }],
    }),
  };
}
