import { add, type Edit, type ExampleCluster, remove, set } from '../../../lib/lint/examples/edit';
import type { RuleCases } from './case';

const dataPlane = (value: unknown) =>
  set('west', 'ServiceMeshControlPlane west-mesh', 'spec.security.dataPlane', value);

/** A PeerAuthentication in the namespace of the control plane of `west`, or elsewhere. */
function policy(
  spec: string,
  namespace = 'west-mesh',
  cluster: ExampleCluster = 'west',
  apiVersion = 'security.istio.io/v1beta1',
): Edit {
  return add(
    cluster,
    `{ apiVersion: ${apiVersion}, kind: PeerAuthentication, metadata: { name: plain, namespace: ${namespace} }, spec: { ${spec} } }`,
  );
}

const DISABLE = 'mtls: { mode: DISABLE }';
const selecting = (labels: string) => `selector: { matchLabels: { ${labels} } }, ${DISABLE}`;
const inStock = (spec: string) => policy(spec, 'stock', 'east');

const DEPLOYMENT = add(
  'east',
  `{ apiVersion: apps/v1, kind: Deployment, metadata: { name: ratings-v2, namespace: stock },
    spec: { selector: { matchLabels: { app: ratings } }, template: { metadata: { labels: { app: ratings, version: v2 } },
      spec: { containers: [{ name: ratings, image: registry.example.org/ratings:2.0 }] } } } }`,
);

const WEB = add(
  'east',
  '{ apiVersion: v1, kind: Service, metadata: { name: web, namespace: east-mesh }, spec: { selector: { app: web }, ports: [{ name: http, port: 80 }] } }',
);

const exported = (namespace: string, name: string) =>
  set('east', 'ExportedServiceSet west-mesh', 'spec.exportRules.0.nameSelector', { namespace, name });

/** FED032: mutual TLS of the mesh, of its gateways and of exported workloads. */
export const cases: RuleCases = {
  rule: 'FED032',
  findings: {
    disabledInMesh: [{ what: 'without a setting for mtls', edits: [dataPlane({ automtls: false })] }],
    disabledAtGateways: [
      { what: 'the whole mesh', edits: [policy(DISABLE)] },
      { what: 'the ingress gateway by its name', edits: [policy(selecting('app: east-mesh-ingress'))] },
      { what: 'all ingress gateways', edits: [policy(selecting('istio: ingressgateway'))] },
      { what: 'all egress gateways', edits: [policy(selecting('istio: egressgateway'))] },
      {
        what: 'the ingress gateway by a label of its Service',
        edits: [policy(selecting('federation.maistra.io/ingress-for: east-mesh'))],
      },
      {
        what: 'the egress gateway by its canonical name',
        edits: [policy(selecting('service.istio.io/canonical-name: east-mesh-egress'))],
      },
      { what: 'one gateway of the mesh', edits: [policy(selecting('maistra.io/gateway: east-mesh-egress.west-mesh'))] },
      { what: 'everything of the mesh', edits: [policy(selecting('maistra-control-plane: west-mesh'))] },
      {
        what: 'a mesh that exports a service of its own namespace',
        edits: [policy(DISABLE, 'east-mesh', 'east'), WEB, exported('east-mesh', 'web')],
      },
    ],
    disabledAtWorkloads: [
      { what: 'a whole namespace', edits: [inStock(DISABLE)] },
      { what: 'the pods of one service', edits: [inStock(selecting('app: ratings'))] },
      { what: 'the pods of one version', edits: [inStock(selecting('app: ratings, version: v2')), DEPLOYMENT] },
      {
        what: 'a service that is not in the manifests',
        edits: [inStock(DISABLE), remove('east', 'Service ratings'), remove('east', 'Service prices')],
      },
    ],
  },
  nearMisses: [
    { what: 'mtls is true', edits: [dataPlane({ mtls: true, automtls: false })] },
    { what: 'automtls is true', edits: [dataPlane({ mtls: false, automtls: true })] },
    { what: 'automtls has its default', edits: [dataPlane({ mtls: false })] },
    {
      what: 'a mesh without peers',
      edits: [
        dataPlane({ mtls: false, automtls: false }),
        policy(DISABLE),
        remove('west', 'ServiceMeshPeer east-mesh'),
        remove('west', 'ImportedServiceSet east-mesh'),
      ],
    },
    { what: 'the mode STRICT', edits: [policy('mtls: { mode: STRICT }')] },
    { what: 'the mode PERMISSIVE', edits: [inStock('mtls: { mode: PERMISSIVE }')] },
    {
      what: 'the mode of a port',
      edits: [inStock('selector: { matchLabels: { app: ratings } }, portLevelMtls: { "8080": { mode: DISABLE } }')],
    },
    { what: 'a namespace that exports nothing', edits: [policy(DISABLE, 'shop')] },
    { what: 'a policy of another API group', edits: [policy(DISABLE, 'west-mesh', 'west', 'example.org/v1')] },
    { what: 'other pods of the control plane', edits: [policy(selecting('app: kiali'))] },
    {
      what: 'another gateway of the same kind',
      edits: [policy(selecting('istio: ingressgateway, app: istio-ingressgateway'))],
    },
    { what: 'other pods of an exporting namespace', edits: [inStock(selecting('app: other'))] },
    { what: 'pods of another version', edits: [inStock(selecting('app: ratings, version: v3')), DEPLOYMENT] },
    {
      what: 'a gateway whose Service has another label "app"',
      edits: [
        policy(selecting('app: east-mesh-egress')),
        set(
          'west',
          'ServiceMeshControlPlane west-mesh',
          'spec.gateways.additionalEgress.east-mesh-egress.service.metadata.labels.app',
          'gateway',
        ),
      ],
    },
    {
      what: 'gateways that the control plane does not have',
      edits: [
        policy(selecting('istio: egressgateway')),
        remove('west', 'ServiceMeshControlPlane west-mesh', 'spec.gateways.additionalEgress'),
      ],
    },
  ],
};
