import type { ControlPlaneOverride } from '../../../lib/topology/model';

/** Overrides of a control plane: sensible ones, ones that say what is so already, and nonsense. */
export const OVERRIDES: readonly ControlPlaneOverride[] = [
  { proxy: { accessLogging: { file: { name: '/dev/stdout' } } } },
  { policy: { type: 'Istiod' }, runtime: { defaults: { container: { imagePullPolicy: 'Always' } } } },
  { techPreview: { anything: { goes: ['here', 1, true, null, '2020-01-01', 'yes', '0x10'] } } },
  { gateways: { openshiftRoute: { enabled: false }, ingress: { service: { type: 'ClusterIP' } } } },
  { gateways: { additionalIngress: { front: { enabled: true, service: { ports: [{ port: 80, name: 'http' }] } } } } },
  { security: { dataPlane: { mtls: true }, identity: { thirdParty: { audience: 'istio-ca' } } } },
  { meshConfig: { discoverySelectors: [] } },
  {},
];
