import type { BadInput } from './case';

const SERVICE = 'from: east, to: west, service: { namespace: shop, name: api }';
const PORTS = 'ports: [{ number: 8080, protocol: HTTP }]';
const PODS = 'podLabels: { app: api }';
const ACCOUNTS = 'serviceAccounts: [default]';
const WORKLOADS = ', or the Service and its Deployment to the "workloads" of the mesh';

/** Two meshes of OpenShift Service Mesh 3 with a share. */
const sharing = (share: string, east = 'members: [shop]'): string => `clusters: { west: {}, east: {} }
defaults: { meshes: { version: v3.4 } }
meshes:
  west: { members: [shop] }
  east: { ${east} }
peerings:
  - between: [west, east]
shares:
  - ${share}
`;

const BOOKINFO = 'workloads: [{ bookinfo: { namespace: shop } }]';

/** What OpenShift Service Mesh 3 requires or cannot express. */
export const OSSM3: readonly BadInput[] = [
  {
    what: 'a share by namespace of which no service is known',
    code: 'TOP200',
    text: sharing('»{ from: east, to: west, service: { namespace: shop } }'),
    message:
      'unknown services of the mesh "east": OpenShift Service Mesh 3 exports each service by its name, and no workload of the topology has one that matches',
    fix: 'share each service by its name and namespace, or add the workloads',
  },
  {
    what: 'a service without known ports',
    code: 'TOP201',
    text: sharing(`»{ ${SERVICE}, ${PODS}, ${ACCOUNTS} }`),
    message: 'the ports of the service "shop/api" of the mesh "east" are unknown',
    fix: `add "ports: [{ number: 8080, protocol: HTTP }]" with its ports${WORKLOADS}`,
  },
  {
    what: 'a service without known pods',
    code: 'TOP202',
    text: sharing(`»{ ${SERVICE}, ${PORTS}, ${ACCOUNTS} }`),
    message: 'the labels of the pods of the service "shop/api" of the mesh "east" are unknown',
    fix: `add "podLabels: { app: ... }" with the selector of the Service${WORKLOADS}`,
  },
  {
    what: 'an import merged with a Service whose pods are unknown',
    code: 'TOP202',
    text: sharing(`{ ${SERVICE}, ${PORTS}, ${PODS}, ${ACCOUNTS}, localServiceAccounts: [api], importAsLocal: »true }`),
    message:
      'the labels of the pods of the Service "shop/api" of the mesh "west" are unknown, with which the import is merged',
    fix: 'add "localPodLabels: { app: ... }" with the selector of the Service, or "localServiceAccounts: []" if the mesh has no such Service',
  },
  {
    what: 'a service without known identities',
    code: 'TOP203',
    text: sharing(`»{ ${SERVICE}, ${PORTS}, ${PODS} }`),
    message: 'the ServiceAccounts of the pods of the service "shop/api" of the mesh "east" are unknown',
    fix: `add "serviceAccounts: [...]", such as [default]${WORKLOADS}`,
  },
  {
    what: 'a gateway that differs between peers',
    code: 'TOP205',
    text: `clusters: { a: {}, b: {}, c: {} }
defaults: { meshes: { version: v3.4 } }
meshes: { a: {}, b: {}, c: {} }
peerings:
  - { between: [a, b], sides: { a: { ingress: { type: NodePort } } } }
  - { between: [a, c], sides: { a: { ingress: { type: »LoadBalancer } } } }
`,
    message:
      '"type" of the gateway of the mesh "a" differs from that for the peer "b"; OpenShift Service Mesh 3 has one gateway for all peers',
    fix: 'write the same value, or "type" in "meshes.a.ingress"',
  },
  {
    what: 'an import as local under the name of another Service of the exporter',
    code: 'TOP206',
    text: sharing(
      '»{ from: east, to: west, service: { namespace: shop, name: details }, importAs: { name: ratings }, importAsLocal: true, localServiceAccounts: [] }',
      BOOKINFO,
    ),
    message:
      'the host "ratings.shop.svc.cluster.local" is another Service of the exporting mesh "east", which would get the calls',
    fix: 'import it under another name with "importAs", or without "importAsLocal"',
  },
  {
    what: 'a version of Istio that the operator does not install',
    code: 'TOP207',
    text: sharing(
      '{ from: east, to: west, service: { namespace: shop, name: details } }',
      `${BOOKINFO}, istio: { version: »v1.26-latest }`,
    ),
    message: 'unsupported version v1.26-latest of Istio: the operator of the cluster "east" is that of v3.4',
    fix: 'write one of "v1.27-latest", "v1.28-latest", "v1.30-latest"',
  },
];
