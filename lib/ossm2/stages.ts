import type { Stage } from '../generation';

/**
 * The stages of OpenShift Service Mesh 2. Namespaces with contents of others are a stage of their own, so that all other
 * stages can be deleted without them. OLM installs the kinds of the control plane; the operator installs those of federation
 * when it reconciles the first control plane (maistra/istio-operator, `pkg/bootstrap/crds.go`). The control plane brings the sidecars
 * of workloads, and running meshes the root certificates and addresses that peers need.
 */
export const STAGES: readonly Stage[] = [
  { name: 'namespaces', directory: '00-namespaces', done: [] },
  {
    name: 'operators',
    directory: '10-operators',
    done: [
      {
        type: 'established',
        crds: ['servicemeshcontrolplanes.maistra.io', 'servicemeshmemberrolls.maistra.io'],
      },
    ],
  },
  {
    name: 'mesh',
    directory: '20-mesh',
    done: [
      {
        type: 'established',
        crds: [
          'exportedservicesets.federation.maistra.io',
          'importedservicesets.federation.maistra.io',
          'servicemeshpeers.federation.maistra.io',
        ],
      },
      { type: 'condition', resource: 'servicemeshcontrolplanes.maistra.io', condition: 'Ready' },
      { type: 'condition', resource: 'servicemeshmemberrolls.maistra.io', condition: 'Ready' },
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
