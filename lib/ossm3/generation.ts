import { filesOfRoutesTo } from '../charts/traffic';
import type { Generation } from '../generation';
import { OSSM3_CHANGES } from './changes/kinds';
import { addCluster } from './charts/mesh';
import { factsOf, OSSM3_FACT_KINDS } from './facts';
import { OSSM3_HEALTH_CHECKS } from './health/all';
import type { Ossm3Plan } from './model';
import { planOssm3 } from './plan';
import { STAGES } from './stages';
import { evaluateOssm3 } from './status/evaluate';
import { listsOf } from './status/lists';
import { OSSM3_VERSIONS } from './versions';

/** OpenShift Service Mesh 3, whose meshes share services by gateways and entries for each service. */
export const OSSM3: Generation<Ossm3Plan> = {
  name: 'ossm3',
  title: 'OpenShift Service Mesh 3',
  versions: OSSM3_VERSIONS,
  stages: STAGES,
  factKinds: OSSM3_FACT_KINDS,
  factsOf,
  filesWithCallsTo: ({ meshes: own }, meshes) =>
    filesOfRoutesTo(
      meshes,
      own.flatMap(({ routes }) => routes),
      STAGES,
    ),
  plan: planOssm3,
  kinds: [
    { group: '', kind: 'ConfigMap' },
    { group: 'gateway.networking.k8s.io', kind: 'Gateway' },
    { group: 'networking.istio.io', kind: 'DestinationRule' },
    { group: 'networking.istio.io', kind: 'Gateway' },
    { group: 'networking.istio.io', kind: 'ServiceEntry' },
    { group: 'networking.istio.io', kind: 'VirtualService' },
    { group: 'networking.istio.io', kind: 'WorkloadEntry' },
    { group: 'operators.coreos.com', kind: 'OperatorGroup' },
    { group: 'operators.coreos.com', kind: 'Subscription' },
    { group: 'security.istio.io', kind: 'AuthorizationPolicy' },
    { group: 'security.istio.io', kind: 'PeerAuthentication' },
  ],
  // An address that is not known yet leaves the Gateway of a peer unhealthy; and access policies come before what they guard.
  lastKinds: ['gateway.networking.k8s.io', 'networking.istio.io'].map((group) => ({ group, kind: 'Gateway' })),
  healthChecks: OSSM3_HEALTH_CHECKS,
  // Callers lose the way before what they call, and gateways go before the istiod that runs them.
  deletedFirst: ['Gateway', 'WorkloadEntry', 'ServiceEntry', 'Istio', 'IstioCNI'],
  changes: OSSM3_CHANGES,
  status: { lists: listsOf, evaluate: evaluateOssm3 },
  addObjects: addCluster,
};
