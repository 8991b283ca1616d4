import { textAt } from '../../observed/fields';
import type { ObservedMesh } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import type { Rule } from '../rule';

const TYPE = ['spec', 'security', 'identity', 'type'];

/** FED028: meshes on ROSA use projected tokens. */
export const identity: Rule = {
  id: 'FED028',
  severity: 'error',
  title: 'the identity type of a mesh on ROSA is ThirdParty',
  cause: 'ROSA signs the tokens of ServiceAccounts for another issuer than the one that a mesh expects by default.',
  effect: 'istiod does not accept the tokens of proxies, so gateways and sidecars get no certificates and do not start',
  fix: 'Write spec.security.identity.type: ThirdParty.',
  source: 'fact sheet 1.3',
  example: { fault: [set('west', 'ServiceMeshControlPlane west-mesh', 'spec.security.identity.type', 'Kubernetes')] },
  check: (fleet, report) => {
    for (const mesh of fleet.meshes) {
      const finding = checkMesh(mesh);
      if (finding !== undefined) report(finding);
    }
  },
};

function checkMesh({ cluster, object }: ObservedMesh): Finding | undefined {
  const { name, platform } = cluster;
  const type = textAt(object.value, TYPE);
  if (platform?.platform !== 'aws' || type === 'ThirdParty') return undefined;
  const found = type === undefined ? 'no identity type, which means "Kubernetes"' : `the identity type "${type}"`;
  const guess = ` (a guess from the name of the cluster "${name}")`;
  return {
    object,
    path: TYPE,
    ...(platform.guessed && { severity: 'warning' as const }),
    message: `the mesh is on AWS${platform.guessed ? guess : ''} and has ${found}`,
    fix: 'write "ThirdParty"',
  };
}
