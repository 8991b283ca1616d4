import { add, type Edit, set } from '../../../lib/lint/examples/edit';
import type { RuleCases } from './case';

const SERVICE = { ports: [{ name: 'tls', port: 15443 }] };

/** An additional gateway beside those of the base federation, where its mesh is in a namespace of 9 characters. */
function gateway(name: string, kind = 'Egress'): Edit {
  return set('west', 'ServiceMeshControlPlane west-mesh', `spec.gateways.additional${kind}.[${name}]`, {
    enabled: false,
    service: SERVICE,
  });
}

function service(name: string, more = '', apiVersion = 'v1', namespace = 'west-mesh'): Edit {
  return add(
    'west',
    `{ apiVersion: ${apiVersion}, kind: Service, metadata: { name: ${name}, namespace: ${namespace}${more} }, spec: { ports: [{ name: http, port: 80 }] } }`,
  );
}

/** The mesh of the base federation in a namespace of 62 characters. */
const LONG_NAMESPACE = [
  'ServiceMeshControlPlane west-mesh',
  'ServiceMeshMemberRoll default',
  'ConfigMap east-mesh-ca-root-cert',
  'ServiceMeshPeer east-mesh',
  'ImportedServiceSet east-mesh',
].map((object) => set('west', object, 'metadata.namespace', 'n'.repeat(62)));

/** FED024: names of additional gateways. */
export const cases: RuleCases = {
  rule: 'FED024',
  findings: {
    reservedName: [{ what: 'the default ingress gateway', edits: [gateway('istio-ingressgateway', 'Ingress')] }],
    invalidName: [
      { what: 'a capital letter', edits: [gateway('East')] },
      { what: 'a digit first', edits: [gateway('2east')] },
      { what: 'a dash last', edits: [gateway('east-')] },
      { what: 'a dot', edits: [gateway('east.west')] },
      { what: 'a long name is cut', edits: [gateway(`${'a'.repeat(100)}B`)] },
      { what: 'a name that is not cut', edits: [gateway(`${'a'.repeat(99)}B`, 'Ingress')] },
    ],
    longName: [
      { what: '64 characters', edits: [gateway('a'.repeat(64))] },
      { what: '101 characters', edits: [gateway('a'.repeat(101))] },
    ],
    longLabel: [
      { what: '54 characters in a namespace of 9', edits: [gateway('a'.repeat(54))] },
      { what: 'a namespace that is too long for any name', edits: LONG_NAMESPACE },
    ],
    duplicateName: [
      { what: 'of an ingress and an egress gateway', edits: [gateway('both', 'Ingress'), gateway('both', 'Egress')] },
    ],
    controlPlaneService: [
      { what: 'istiod', edits: [gateway('istiod-west-mesh')] },
      ...[
        'grafana',
        'jaeger-agent',
        'jaeger-collector',
        'jaeger-collector-headless',
        'jaeger-query',
        'kiali',
        'prometheus',
        'zipkin',
      ].map((name) => ({ what: name, edits: [gateway(name)] })),
      { what: 'an addon whose Service is in the manifests', edits: [gateway('kiali', 'Ingress'), service('kiali')] },
    ],
    existingService: [{ what: 'a Service of the user', edits: [gateway('web'), service('web')] }],
  },
  nearMisses: [
    { what: '53 characters in a namespace of 9', edits: [gateway('a'.repeat(53))] },
    { what: 'one letter, and digits behind it', edits: [gateway('a'), gateway('a-0')] },
    { what: 'the istiod of another mesh', edits: [gateway('istiod-east-mesh')] },
    { what: 'a Service of that name in another namespace', edits: [gateway('web'), service('web', '', 'v1', 'shop')] },
    {
      what: 'a Service of that name that the operator created',
      edits: [gateway('web'), service('web', ', labels: { maistra.io/owner: west-mesh }')],
    },
    {
      what: 'a Service of that name with an owner',
      edits: [
        gateway('web'),
        service(
          'web',
          ', ownerReferences: [{ apiVersion: maistra.io/v2, kind: ServiceMeshControlPlane, name: a, uid: b }]',
        ),
      ],
    },
    {
      what: 'a Service of another API group',
      edits: [gateway('web'), service('web', '', 'serving.knative.dev/v1')],
    },
    { what: 'two egress gateways', edits: [gateway('one'), gateway('two')] },
  ],
};
