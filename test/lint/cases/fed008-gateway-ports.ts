import { remove, set } from '../../../lib/lint/examples/edit';
import { NORTH } from '../../../lib/lint/examples/north';
import type { RuleCases } from './case';

const CONTROL_PLANE = 'ServiceMeshControlPlane west-mesh';

const ports = (gateway: string, all: readonly object[] | undefined) =>
  set('west', CONTROL_PLANE, `spec.gateways.${gateway}.service.ports`, all);
const ingress = (...all: readonly object[]) => ports('additionalIngress.east-mesh-ingress', all);
const egress = (...all: readonly object[]) => ports('additionalEgress.east-mesh-egress', all);

const TLS = { name: 'tls', port: 15443 };
const HTTPS = { name: 'https-discovery', port: 8188 };
const HTTP = { name: 'http-discovery', port: 8188 };

/** FED008: the ports of gateways. */
export const cases: RuleCases = {
  rule: 'FED008',
  findings: {
    missingEgressData: [
      { what: 'no ports', edits: [ports('additionalEgress.east-mesh-egress', undefined)] },
      { what: 'another port leads there', edits: [egress({ name: 'tls', port: 443, targetPort: 15443 }, HTTP)] },
    ],
    missingEgressDiscovery: [{ what: 'no port for discovery', edits: [egress(TLS)] }],
    missingIngressData: [
      { what: 'no port for service traffic', edits: [ingress(HTTPS)] },
      { what: 'a port without a number leads there', edits: [ingress({ name: 'tls', targetPort: 15443 }, HTTPS)] },
    ],
    missingIngressDiscovery: [
      { what: 'no port for discovery', edits: [ingress(TLS)] },
      {
        what: 'two peers use the gateway',
        edits: [
          ...NORTH,
          set('west', 'ServiceMeshPeer north-mesh', 'spec.gateways.ingress.name', 'east-mesh-ingress'),
          ingress(TLS),
        ],
      },
    ],
    otherIngressPort: [
      {
        what: 'other ports lead there',
        edits: [
          ingress(
            { name: 'tls', port: 443, targetPort: 15443 },
            { name: 'https-discovery', port: 444, targetPort: 8188 },
          ),
        ],
      },
    ],
    redirectedIngress: [
      {
        what: 'both ports lead to others',
        edits: [ingress({ ...TLS, targetPort: 9443 }, { ...HTTPS, name: 'x', targetPort: 'web' })],
      },
    ],
    redirectedEgressData: [{ what: 'a number', edits: [egress({ ...TLS, targetPort: 8188 }, HTTP)] }],
    redirectedEgressDiscovery: [{ what: 'a name', edits: [egress(TLS, { ...HTTP, targetPort: 'http' })] }],
    wrongName: [
      { what: 'the names of the other gateway', edits: [ingress(TLS, HTTP), egress({ ...TLS, name: 'http2' }, HTTPS)] },
      { what: 'the only port', edits: [egress({ ...HTTP, name: 'http' })] },
    ],
    onlyPortWithoutName: [{ what: 'the only port', edits: [ingress({ port: 8188 })] }],
    missingName: [
      { what: 'both ports', edits: [ingress({ port: 15443 }, { port: 8188 }), egress({ port: 8188 }, TLS)] },
    ],
    missingFreeName: [{ what: 'a third port', edits: [ingress({ port: 15021 }, TLS, HTTPS)] }],
    duplicateName: [
      { what: 'the port for discovery has the name of the other one', edits: [egress(TLS, { ...HTTP, name: 'tls' })] },
      { what: 'the same the other way round', edits: [egress({ ...HTTP, name: 'tls' }, TLS)] },
    ],
    duplicateFreeName: [
      {
        what: 'three other ports',
        edits: [ingress({ name: 'a', port: 80 }, { name: 'a', port: 81 }, { name: 'a', port: 82 }, TLS, HTTPS)],
      },
      { what: 'another port has the name before', edits: [ingress({ name: 'tls', port: 80 }, TLS, HTTPS)] },
      { what: 'another port has the name after', edits: [ingress(TLS, HTTPS, { name: 'tls', port: 80 })] },
      { what: 'the same port twice', edits: [ingress(TLS, TLS, HTTPS)] },
    ],
  },
  nearMisses: [
    {
      what: 'other ports beside',
      edits: [ingress({ name: 'status-port', port: 15021, targetPort: 15021 }, HTTPS, TLS)],
    },
    {
      what: 'the target ports are the ports',
      edits: [egress({ ...TLS, targetPort: 15443 }, { ...HTTP, targetPort: 8188 })],
    },
    {
      what: 'a gateway without ports that no peer uses',
      edits: [
        ports('additionalIngress.east-mesh-ingress', undefined),
        set('west', 'ServiceMeshPeer east-mesh', 'spec.gateways.ingress.name', 'x'),
      ],
    },
    {
      what: 'a gateway without ports, and a peer that names none',
      edits: [
        ports('additionalEgress.east-mesh-egress', undefined),
        remove('west', 'ServiceMeshPeer east-mesh', 'spec.gateways.egress'),
      ],
    },
  ],
};
