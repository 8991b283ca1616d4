import { remove, set } from '../../../lib/lint/examples/edit';
import { NORTH } from '../../../lib/lint/examples/north';
import type { RuleCases } from './case';

const PLANE = 'ServiceMeshControlPlane west-mesh';
const INGRESS = 'spec.gateways.additionalIngress.east-mesh-ingress';
const EGRESS = 'spec.gateways.additionalEgress.east-mesh-egress';
const INGRESS_LABEL = `${INGRESS}.service.metadata.labels[federation.maistra.io/ingress-for]`;
const EGRESS_LABEL = `${EGRESS}.service.metadata.labels[federation.maistra.io/egress-for]`;

const plane = (path: string, value: unknown) => set('west', PLANE, path, value);
const ROUTER_MODE = plane(`${EGRESS}.routerMode`, 'sni-dnat');

/** A gateway that no peer uses. */
const UNUSED = 'spec.gateways.additionalIngress.public';

/** Both peers of west on one ingress gateway. */
const SHARED = [
  ...NORTH,
  set('west', 'ServiceMeshPeer north-mesh', 'spec.gateways.ingress.name', 'east-mesh-ingress'),
  remove('west', PLANE, 'spec.gateways.additionalIngress.north-mesh-ingress'),
];

/** FED041: settings of gateways that are ignored or misleading. */
export const cases: RuleCases = {
  rule: 'FED041',
  findings: {
    unusedRouterMode: [
      { what: 'an ingress gateway', edits: [plane(`${INGRESS}.routerMode`, 'standard')] },
      { what: 'two gateways', edits: [plane(`${INGRESS}.routerMode`, 'sni-dnat'), ROUTER_MODE] },
      { what: 'a gateway that no peer uses', edits: [plane(UNUSED, { enabled: true, routerMode: 'sni-dnat' })] },
      { what: 'version 2.3', edits: [plane('spec.version', 'v2.3'), ROUTER_MODE] },
      { what: 'version 2.20', edits: [plane('spec.version', 'v2.20'), ROUTER_MODE] },
      { what: 'the version of the operator', edits: [remove('west', PLANE, 'spec.version'), ROUTER_MODE] },
    ],
    unusedRoute: [
      { what: 'no routeConfig', edits: [remove('west', PLANE, `${INGRESS}.routeConfig`)] },
      { what: 'true', edits: [plane(`${INGRESS}.routeConfig.enabled`, true)] },
      {
        what: 'two gateways',
        edits: [
          ...NORTH,
          plane(`${INGRESS}.routeConfig`, {}),
          plane('spec.gateways.additionalIngress.north-mesh-ingress.routeConfig', undefined),
        ],
      },
      { what: 'one gateway for two peers', edits: [...SHARED, plane(`${INGRESS}.routeConfig`, undefined)] },
    ],
    labelOfOtherPeer: [
      { what: 'of an ingress gateway', edits: [plane(INGRESS_LABEL, 'north-mesh')] },
      { what: 'of an egress gateway', edits: [plane(EGRESS_LABEL, 'east')] },
      { what: 'of a gateway of two peers', edits: [...SHARED, plane(INGRESS_LABEL, 'south-mesh')] },
    ],
  },
  nearMisses: [
    { what: 'the label has the name of the gateway', edits: [plane(INGRESS_LABEL, 'east-mesh-ingress')] },
    ...['v1.1', 'v2.0', 'v2.2'].map((version) => ({
      what: `istiod reads the router mode in version ${version}`,
      edits: [plane('spec.version', version), ROUTER_MODE],
    })),
    { what: 'an empty router mode', edits: [plane(`${EGRESS}.routerMode`, '')] },
    { what: 'a Route for a gateway that no peer uses', edits: [plane(UNUSED, { enabled: true })] },
    { what: 'no Route for an egress gateway: it has none', edits: [plane(`${EGRESS}.enabled`, true)] },
    { what: 'no labels', edits: [plane(INGRESS_LABEL, undefined), plane(EGRESS_LABEL, undefined)] },
    { what: 'the label of the second of two peers', edits: [...SHARED, plane(INGRESS_LABEL, 'north-mesh')] },
    {
      what: 'the label of a gateway that no peer uses',
      edits: [
        plane(UNUSED, {
          enabled: true,
          routeConfig: { enabled: false },
          service: { metadata: { labels: { 'federation.maistra.io/ingress-for': 'somebody' } } },
        }),
      ],
    },
    {
      what: 'the peers name gateways that the control plane lacks',
      edits: [
        set('west', 'ServiceMeshPeer east-mesh', 'spec.gateways', { ingress: { name: 'in' }, egress: { name: 'out' } }),
      ],
    },
  ],
};
