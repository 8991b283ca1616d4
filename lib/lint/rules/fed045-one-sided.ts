import type { ObservedPeer, ServiceSet } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { add } from '../examples/edit';
import type { Rule } from '../rule';
import { meshLabel } from './support/words';

/** FED045: what one side gives the other one takes, and the reverse. */
export const oneSided: Rule = {
  id: 'FED045',
  severity: 'warning',
  title: 'a mesh that is offered services imports some, and a mesh that imports is offered some',
  cause: 'The set of one side was written and that of the other side was forgotten or has another name.',
  effect: 'nothing is imported, and no status says so',
  fix: 'Add the ImportedServiceSet or the ExportedServiceSet on the other side, named after its ServiceMeshPeer.',
  source: 'fact sheet 2.1 and 2.5 (M17)',
  example: {
    fault: [
      add(
        'west',
        `{ apiVersion: federation.maistra.io/v1, kind: ExportedServiceSet,
          metadata: { name: east-mesh, namespace: west-mesh },
          spec: { exportRules: [{ type: NameSelector, nameSelector: { namespace: shop, name: ratings } }] } }`,
      ),
    ],
  },
  check: (fleet, report) => {
    for (const peer of fleet.peers) {
      const { counterpart } = peer;
      // Without the manifests of the other side nobody knows what it has.
      const findings =
        counterpart === undefined ? [] : [checkExports(peer, counterpart), checkImports(peer, counterpart)];
      for (const finding of findings) if (finding !== undefined) report(finding);
    }
  },
};

function checkExports({ exports: own }: ObservedPeer, counterpart: ObservedPeer): Finding | undefined {
  const other = counterpart.imports;
  if (own === undefined || own.rules.length === 0) return undefined;
  if (other === undefined) return missing(own, counterpart, 'exports', 'ImportedServiceSet');
  if (other.rules.length > 0) return undefined;
  return {
    object: own.object,
    path: own.path,
    message: 'the mesh exports services, and the ImportedServiceSet of the other side has no rules',
    fix: 'add rules to the ImportedServiceSet, or remove the exports',
    related: [{ object: other.object, path: other.path, text: 'the rules would be here' }],
  };
}

/** Imports from a set without rules are what FED013 is about. */
function checkImports({ imports: own }: ObservedPeer, counterpart: ObservedPeer): Finding | undefined {
  if (own === undefined || own.rules.length === 0 || counterpart.exports !== undefined) return undefined;
  return missing(own, counterpart, 'imports', 'ExportedServiceSet');
}

function missing(
  { object, path }: ServiceSet<unknown>,
  counterpart: ObservedPeer,
  verb: string,
  kind: string,
): Finding {
  const { name, namespace = '', cluster, mesh } = counterpart;
  const other = mesh === undefined ? `the cluster "${cluster.name}"` : meshLabel(mesh);
  return {
    object,
    path,
    message: `the mesh ${verb} services, and ${other} has no ${kind} for it`,
    fix: `add an ${kind} "${name}" in the namespace "${namespace}" of the other cluster`,
    related: [
      { object: counterpart.object, path: ['metadata', 'name'], text: `the ${kind} has the name of this peer` },
    ],
  };
}
