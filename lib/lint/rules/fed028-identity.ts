import { textAt } from '../../observed/fields';
import type { ObservedMesh } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';
import { OR_PLATFORM } from './support/platforms';

const TYPE = ['spec', 'security', 'identity', 'type'];

const REFUSED =
  'istiod rejects the tokens of proxies, so gateways and sidecars get no certificates and never become ready';
const FIX = 'write "ThirdParty"';

const FINDINGS = {
  wrongType: { severity: 'error', message: 'the mesh is on ROSA and has {found}', effect: REFUSED, fix: FIX },
  wrongTypeOnGuessedPlatform: {
    severity: 'warning',
    message: 'the mesh is on ROSA (a guess from the name of the cluster "{cluster}") and has {found}',
    effect: REFUSED,
    fix: `${FIX}${OR_PLATFORM}`,
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED028: meshes on ROSA use projected tokens. */
export const identity: Rule = {
  id: 'FED028',
  generations: ['ossm2'],
  title: 'the identity type of a mesh on ROSA is ThirdParty',
  cause: 'ROSA signs service account tokens for another issuer than the one that a mesh expects by default.',
  fix: 'Write spec.security.identity.type: ThirdParty.',
  sources: ['OpenShift Service Mesh 2 documentation, Installing on Red Hat OpenShift Service on AWS (ROSA)'],
  findings: FINDINGS,
  example: { fault: [set('west', 'ServiceMeshControlPlane west-mesh', 'spec.security.identity.type', 'Kubernetes')] },
  check: (fleet, report) => {
    for (const mesh of fleet.meshes) {
      const found = checkMesh(mesh);
      if (found !== undefined) report(found);
    }
  },
};

function checkMesh({ cluster, object }: ObservedMesh): Finding | undefined {
  const { name, platform } = cluster;
  const type = textAt(object.value, TYPE);
  if (platform?.platform !== 'rosa' || type === 'ThirdParty') return undefined;
  const found = type === undefined ? 'no identity type, which means "Kubernetes"' : `the identity type "${type}"`;
  const place = { object, path: TYPE };
  return platform.guessed
    ? finding('wrongTypeOnGuessedPlatform', place, { found, cluster: name })
    : finding('wrongType', place, { found });
}
