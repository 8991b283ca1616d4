import type { Stage } from '../generation';

/**
 * The stages of OpenShift Service Mesh 3. The operator installs all kinds, and istiod runs the gateways, whose addresses and
 * the root certificates of the meshes peers need. The roots are in the Istio resources, which are applied again with them.
 */
export const STAGES: readonly Stage[] = [
  { name: 'namespaces', directory: '00-namespaces', done: [] },
  {
    name: 'operators',
    directory: '10-operators',
    done: [
      {
        type: 'established',
        crds: [
          'istiocnis.sailoperator.io',
          'istios.sailoperator.io',
          'serviceentries.networking.istio.io',
          'workloadentries.networking.istio.io',
        ],
      },
    ],
  },
  {
    name: 'mesh',
    directory: '20-mesh',
    done: [
      { type: 'condition', resource: 'istiocnis.sailoperator.io', condition: 'Ready' },
      { type: 'condition', resource: 'istios.sailoperator.io', condition: 'Ready' },
    ],
  },
  {
    name: 'workloads',
    directory: '30-workloads',
    done: [{ type: 'condition', resource: 'deployments.apps', condition: 'Available' }, { type: 'filled' }],
  },
  { name: 'federation', directory: '40-federation', done: [] },
  { name: 'traffic', directory: '50-traffic', done: [] },
];
