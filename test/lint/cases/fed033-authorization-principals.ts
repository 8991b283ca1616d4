import { add, type Edit, type ExampleCluster, remove, set } from '../../../lib/lint/examples/edit';
import type { RuleCases } from './case';

const INGRESS = 'east-mesh.local/ns/east-mesh/sa/west-mesh-ingress-service-account';
const REMOTE = 'west-mesh.local/ns/shop/sa/default';

/** The policy of the base federation with other rules. */
const rules = (...list: readonly unknown[]) => set('east', 'AuthorizationPolicy ratings', 'spec.rules', list);
const from = (...sources: readonly unknown[]) => ({ from: sources.map((source) => ({ source })) });
const principals = (...names: readonly string[]) => rules(from({ principals: names }));
const action = (name: string) => set('east', 'AuthorizationPolicy ratings', 'spec.action', name);
const NO_POLICY = remove('east', 'AuthorizationPolicy ratings');

/** A policy that allows only callers of `stock`, or another spec. */
function policy(
  name: string,
  namespace: string,
  spec = 'rules: [{ from: [{ source: { namespaces: [stock] } }] }]',
  cluster: ExampleCluster = 'east',
  apiVersion = 'security.istio.io/v1beta1',
): Edit {
  return add(
    cluster,
    `{ apiVersion: ${apiVersion}, kind: AuthorizationPolicy, metadata: { name: ${name}, namespace: ${namespace} }, spec: { ${spec} } }`,
  );
}

const CLOSED = 'rules: [{ from: [{ source: { namespaces: [stock] } }] }]';
const selecting = (label: string) => `selector: { matchLabels: { ${label} } }, ${CLOSED}`;

/** Another peer of the exporter, to which it exports `ratings`. */
const SECOND_PEER = [
  add(
    'east',
    `{ apiVersion: federation.maistra.io/v1, kind: ServiceMeshPeer, metadata: { name: south, namespace: east-mesh },
      spec: { remote: { addresses: [203.0.113.9] }, gateways: { ingress: { name: south-ingress }, egress: { name: south-egress } },
        security: { trustDomain: south.local, clientID: south.local/ns/south/sa/egress-service-account } } }`,
  ),
  add(
    'east',
    `{ apiVersion: federation.maistra.io/v1, kind: ExportedServiceSet, metadata: { name: south, namespace: east-mesh },
      spec: { exportRules: [{ type: NameSelector, nameSelector: { namespace: stock, name: ratings } }] } }`,
  ),
];

const DEPLOYMENT = add(
  'east',
  `{ apiVersion: apps/v1, kind: Deployment, metadata: { name: ratings-v2, namespace: stock },
    spec: { selector: { matchLabels: { app: ratings } }, template: { metadata: { labels: { app: ratings, version: v2 } },
      spec: { containers: [{ name: ratings, image: registry.example.org/ratings:2.0 }] } } } }`,
);

/** FED033: AuthorizationPolicies of the exporting mesh. */
export const cases: RuleCases = {
  rule: 'FED033',
  findings: {
    remotePrincipal: [
      {
        what: 'a peer that does not name its ingress gateway',
        edits: [principals(REMOTE), remove('east', 'ServiceMeshPeer west-mesh', 'spec.gateways.ingress')],
      },
      {
        what: 'in the second source of the second rule',
        edits: [rules(from({ principals: [INGRESS] }), from({ namespaces: ['a'] }, { principals: ['a', REMOTE] }))],
      },
      { what: 'a trust domain and a star', edits: [principals('west-mesh.local/*')] },
      { what: 'a denial of all others', edits: [action('DENY'), rules(from({ notPrincipals: [REMOTE] }))] },
    ],
    missedRestriction: [
      { what: 'a denial', edits: [action('DENY'), principals(REMOTE)] },
      { what: 'all others are allowed', edits: [rules(from({ notPrincipals: [REMOTE] }))] },
    ],
    missingPrincipal: [
      { what: 'only callers of the own namespace', edits: [principals('east-mesh.local/ns/stock/*')] },
      { what: 'a policy without rules', edits: [remove('east', 'AuthorizationPolicy ratings', 'spec.rules')] },
      { what: 'the identity of the egress gateway', edits: [principals(INGRESS.replace('ingress', 'egress'))] },
      { what: 'a star before another name', edits: [principals('*/sa/default')] },
      { what: 'a star behind another name', edits: [principals('east-mesh.local/ns/stock*')] },
      { what: 'other namespaces', edits: [rules(from({ namespaces: ['stock', 'shop'] }))] },
      { what: 'all namespaces but that of the gateway', edits: [rules(from({ notNamespaces: ['east-mesh'] }))] },
      { what: 'all callers but the gateway', edits: [rules(from({ notPrincipals: [INGRESS] }))] },
      {
        what: 'the gateway in another namespace',
        edits: [rules(from({ principals: [INGRESS], namespaces: ['stock'] }))],
      },
      {
        what: 'another principal in the namespace of the gateway',
        edits: [rules(from({ principals: ['a'], namespaces: ['east-mesh'] }))],
      },
      { what: 'an alias of another domain', edits: [principals(INGRESS.replace('east-mesh.local', 'old.local'))] },
      { what: 'an alias without a path', edits: [principals('cluster.local')] },
      { what: 'all services of a namespace', edits: [NO_POLICY, policy('all', 'stock')] },
      { what: 'the whole mesh', edits: [NO_POLICY, policy('all', 'east-mesh')] },
      {
        what: 'the narrowest of three policies',
        edits: [policy('mesh', 'east-mesh'), policy('all', 'stock'), principals('east-mesh.local/ns/stock/*')],
      },
      {
        what: 'pods of one version',
        edits: [NO_POLICY, DEPLOYMENT, policy('v2', 'stock', selecting('app: ratings, version: v2'))],
      },
      {
        what: 'a service that is not in the manifests',
        edits: [remove('east', 'Service ratings'), remove('east', 'Service prices'), NO_POLICY, policy('all', 'stock')],
      },
      { what: 'two peers', edits: [...SECOND_PEER, principals('east-mesh.local/ns/stock/*')] },
      { what: 'the second of two peers', edits: [...SECOND_PEER] },
      {
        what: 'a label of a number',
        edits: [
          NO_POLICY,
          set('east', 'Service ratings', 'spec.selector', { tier: '2' }),
          policy('tier', 'stock', selecting('tier: 2')),
        ],
      },
    ],
  },
  nearMisses: [
    { what: 'the identity of the gateway alone', edits: [principals(INGRESS)] },
    { what: 'any principal', edits: [principals('*')] },
    { what: 'a star behind the trust domain', edits: [principals('east-mesh.local/*')] },
    { what: 'a star before the service account', edits: [principals('*/west-mesh-ingress-service-account')] },
    {
      what: 'the own trust domain as cluster.local',
      edits: [principals(INGRESS.replace('east-mesh.local', 'cluster.local'))],
    },
    {
      what: 'the own trust domain by an alias',
      edits: [
        set('east', 'ServiceMeshControlPlane east-mesh', 'spec.security.trust.additionalDomains', ['old.local']),
        principals(INGRESS.replace('east-mesh.local', 'old.local')),
      ],
    },
    {
      what: 'a trust domain of the peer that is an alias of the own one',
      edits: [
        set('east', 'ServiceMeshControlPlane east-mesh', 'spec.security.trust.additionalDomains', ['west-mesh.local']),
        principals(INGRESS.replace('east-mesh.local', 'west-mesh.local')),
      ],
    },
    { what: 'the namespace of the gateway', edits: [rules(from({ namespaces: ['stock', 'east-mesh'] }))] },
    { what: 'the namespace of the gateway by a pattern', edits: [rules(from({ namespaces: ['east*'] }))] },
    { what: 'all namespaces but others', edits: [rules(from({ notNamespaces: ['stock'] }))] },
    { what: 'all principals but others', edits: [rules(from({ notPrincipals: ['east-mesh.local/ns/stock/*'] }))] },
    {
      what: 'the gateway in its namespace',
      edits: [rules(from({ principals: [INGRESS], namespaces: ['east-mesh'] }))],
    },
    { what: 'addresses may be those of the gateway', edits: [rules(from({ ipBlocks: ['10.0.0.0/8'] }))] },
    { what: 'a rule without callers', edits: [rules({ to: [{ operation: { methods: ['GET'] } }] })] },
    { what: 'an empty rule', edits: [rules({})] },
    {
      what: 'the gateway in another rule',
      edits: [rules(from({ namespaces: ['stock'] }), from({ principals: [INGRESS] }))],
    },
    {
      what: 'the gateway in another source',
      edits: [rules(from({ namespaces: ['stock'] }, { principals: [INGRESS] }))],
    },
    { what: 'a principal of an unknown mesh', edits: [principals(INGRESS, 'north.local/ns/a/sa/b')] },
    { what: 'a principal that is not a text is FED023', edits: [rules(from({ principals: [INGRESS, 5] }))] },
    { what: 'a denial of others', edits: [action('DENY'), principals('east-mesh.local/ns/other/*')] },
    { what: 'an audit of others', edits: [action('AUDIT'), principals('east-mesh.local/ns/other/*')] },
    { what: 'an explicit action', edits: [action('ALLOW')] },
    {
      what: 'another policy for the pods allows the gateway',
      edits: [policy('all', 'stock')].concat(
        policy('prices', 'stock', 'selector: { matchLabels: { app: prices } }, rules: [{}]'),
      ),
    },
    { what: 'a policy for other pods', edits: [policy('other', 'stock', selecting('app: other'))] },
    {
      what: 'a policy for pods of another version',
      edits: [DEPLOYMENT, NO_POLICY, policy('v3', 'stock', selecting('app: ratings, version: v3'))],
    },
    {
      what: 'a policy in the namespace of the gateways, with labels that exported workloads have too',
      edits: [policy('gateway', 'east-mesh', selecting('app: ratings')), NO_POLICY],
    },
    {
      what: 'a policy for the pods of a gateway',
      edits: [policy('gateway', 'east-mesh', selecting('app: west-mesh-ingress'))],
    },
    { what: 'a policy of a namespace that exports nothing', edits: [policy('other', 'other')] },
    {
      what: 'a remote identity in the namespace of the gateways, where it is right',
      edits: [
        policy(
          'gateway',
          'east-mesh',
          `selector: { matchLabels: { app: gateway } }, rules: [{ from: [{ source: { principals: [${REMOTE}] } }] }]`,
        ),
        add(
          'east',
          '{ apiVersion: v1, kind: Service, metadata: { name: gateway, namespace: east-mesh }, spec: { selector: { app: gateway }, ports: [{ name: http, port: 80 }] } }',
        ),
        set('east', 'ExportedServiceSet west-mesh', 'spec.exportRules.0.nameSelector', {
          namespace: 'east-mesh',
          name: 'gateway',
        }),
      ],
    },
    {
      what: 'a policy for a target of the Gateway API',
      edits: [policy('all', 'stock', `targetRef: { kind: Gateway, name: a }, ${CLOSED}`)],
    },
    { what: 'a policy of another API group', edits: [policy('all', 'stock', CLOSED, 'east', 'example.org/v1')] },
    {
      what: 'the peer does not name its ingress gateway',
      edits: [policy('all', 'stock'), remove('east', 'ServiceMeshPeer west-mesh', 'spec.gateways.ingress')],
    },
    {
      what: 'the mesh exports nothing',
      edits: [
        policy('a', 'shop', 'rules: [{ from: [{ source: { principals: [east-mesh.local/ns/a/sa/b] } }] }]', 'west'),
      ],
    },
    { what: 'no policies at all', edits: [NO_POLICY] },
  ],
};
