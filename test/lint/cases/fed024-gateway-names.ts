import { add, type Edit, set } from '../../../lib/lint/examples/edit';
import type { RuleCase, RuleCases } from './case';

const PLANE = 'ServiceMeshControlPlane west-mesh';

function gateway(kind: 'Ingress' | 'Egress', name: string, fields: object = { enabled: true }): Edit {
  return set('west', PLANE, `spec.gateways.additional${kind}.[${name}]`, fields);
}

function disabled(what: string, name: string, ...edits: readonly Edit[]): RuleCase {
  return { what: `a disabled gateway: ${what}`, edits: [gateway('Ingress', name, { enabled: false }), ...edits] };
}

function ingress(what: string, name: string, ...edits: readonly Edit[]): RuleCase {
  return { what, edits: [gateway('Ingress', name), ...edits] };
}

/** A Service of the control plane's namespace with the name of a gateway. */
function service(name: string, metadata: string, apiVersion = 'v1'): Edit {
  return add(
    'west',
    `apiVersion: ${apiVersion}
kind: Service
metadata: { name: ${name}, ${metadata} }
spec: { ports: [{ name: http, port: 80 }] }`,
  );
}

/** FED024: names of gateways as names of Services and parts of labels. The namespace "west-mesh" has 9 characters. */
export const cases: RuleCases = {
  rule: 'FED024',
  findings: {
    reservedName: [
      ingress('the default ingress gateway', 'istio-ingressgateway'),
      disabled('the default ingress gateway', 'istio-ingressgateway'),
    ],
    invalidServiceName: [
      ingress('a digit at the beginning', '1-ingress'),
      ingress('a hyphen at the beginning', '-ingress'),
      ingress('a hyphen at the end', 'ingress-'),
      ingress('capitals', 'Ingress'),
      ingress('a dot', 'east.ingress'),
      ingress('only a hyphen', '-'),
      ingress('100 characters', `${'e'.repeat(99)}-`),
      ingress('101 characters', `${'e'.repeat(100)}-`),
      { what: 'an egress gateway', edits: [gateway('Egress', 'east_egress')] },
    ],
    nameTooLong: [ingress('64 characters', 'e'.repeat(64)), ingress('101 characters', 'e'.repeat(101))],
    labelTooLong: [
      ingress('63 characters', 'e'.repeat(63)),
      ingress('54 characters, 64 with the namespace', 'e'.repeat(54)),
      ingress('a namespace that leaves no character', 'e', set('west', PLANE, 'metadata.namespace', 'n'.repeat(63))),
    ],
    nameOfControlPlaneService: [
      ingress('istiod', 'istiod-west-mesh'),
      {
        what: 'each add-on',
        edits: [
          'grafana',
          'jaeger-agent',
          'jaeger-collector',
          'jaeger-collector-headless',
          'jaeger-query',
          'kiali',
          'prometheus',
          'zipkin',
        ].map((name) => gateway('Egress', name)),
      },
      ingress(
        'an add-on that the operator created',
        'kiali',
        service('kiali', 'namespace: west-mesh, labels: { maistra.io/owner: west-mesh }'),
      ),
    ],
    nameOfOtherService: [
      ingress('a Service of the namespace', 'gate', service('gate', 'namespace: west-mesh, labels: { app: gate }')),
      ingress('an add-on that somebody else deploys', 'kiali', service('kiali', 'namespace: west-mesh')),
    ],
    duplicateName: [
      { what: 'an ingress and an egress gateway', edits: [gateway('Ingress', 'gate'), gateway('Egress', 'gate')] },
      { what: 'two disabled gateways', edits: [gateway('Ingress', 'gate', {}), gateway('Egress', 'gate', {})] },
    ],
  },
  nearMisses: [
    disabled('capitals', 'Ingress'),
    disabled('64 characters', 'e'.repeat(64)),
    disabled('64 characters with the namespace', 'e'.repeat(54)),
    disabled('an add-on', 'kiali'),
    disabled('a Service of the namespace', 'gate', service('gate', 'namespace: west-mesh')),
    { what: 'a gateway without "enabled"', edits: [gateway('Ingress', 'Ingress', {})] },
    {
      what: 'an ingress and an egress gateway of one name in two namespaces',
      edits: [gateway('Ingress', 'gate'), gateway('Egress', 'gate', { enabled: true, namespace: 'shop' })],
    },
    ingress('53 characters, 63 with the namespace', 'e'.repeat(53)),
    ingress('one character', 'e'),
    ingress('digits and hyphens in the middle', 'e-1--2-gateway0'),
    ingress('the beginning of a reserved name', 'istio-ingress'),
    ingress('istiod of another mesh', 'istiod-east-mesh'),
    ingress('a Service of another namespace', 'prices'),
    ingress(
      'a Service of the gateway, with the label of the operator',
      'gate',
      service('gate', 'namespace: west-mesh, labels: { maistra.io/owner: west-mesh }'),
    ),
    ingress(
      'a Service of the gateway, with an owner',
      'gate',
      service('gate', 'namespace: west-mesh, ownerReferences: [{ kind: ServiceMeshControlPlane, name: west-mesh }]'),
    ),
    ingress('a Service of Knative', 'gate', service('gate', 'namespace: west-mesh', 'serving.knative.dev/v1')),
    {
      what: 'one name in two meshes',
      edits: [
        gateway('Ingress', 'gate'),
        set('east', 'ServiceMeshControlPlane east-mesh', 'spec.gateways.additionalEgress.gate', { enabled: true }),
      ],
    },
  ],
};
