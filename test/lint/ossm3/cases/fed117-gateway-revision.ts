import { add, remove, set } from '../../../../lib/lint/examples/edit';
import type { RuleCases } from '../../cases/case';

const NAMESPACE = set('north', 'Namespace istio-ingress', 'metadata.labels', { 'ossm-fed.dev/mesh': 'north-mesh' });
const GATEWAY = remove('north', 'Gateway eastwestgateway', 'metadata.labels[istio.io/rev]');
const object = (kind: string, name: string, spec = '{}') =>
  add('north', `{ apiVersion: sailoperator.io/v1, kind: ${kind}, metadata: { name: ${name} }, spec: ${spec} }`);

/** FED117: revisions of Gateways. */
export const cases: RuleCases = {
  rule: 'FED117',
  findings: {
    notDeployed: [
      { what: 'a tag with another name', edits: [NAMESPACE, GATEWAY, object('IstioRevisionTag', 'prod')] },
      {
        what: 'the update in place of a mesh with a name of its own',
        edits: [NAMESPACE, GATEWAY, remove('north', 'Istio north-mesh', 'spec.updateStrategy')],
      },
    ],
    noStatus: [
      {
        what: 'a remote Gateway',
        edits: [remove('west', 'Gateway remote-north-mesh', 'metadata.labels[istio.io/rev]')],
      },
    ],
  },
  nearMisses: [
    { what: 'the namespace has it', edits: [GATEWAY] },
    { what: 'the Gateway has it', edits: [NAMESPACE] },
    { what: 'a namespace that is not in the manifests', edits: [GATEWAY, remove('north', 'Namespace istio-ingress')] },
    { what: 'a default tag', edits: [NAMESPACE, GATEWAY, object('IstioRevisionTag', 'default')] },
    {
      what: 'a default revision',
      edits: [
        NAMESPACE,
        GATEWAY,
        set('north', 'Istio north-mesh', 'metadata.name', 'default'),
        set('north', 'Istio north-mesh', 'spec.updateStrategy', { type: 'InPlace' }),
      ],
    },
    {
      what: 'OpenShift Service Mesh 2 deploys it',
      edits: [
        NAMESPACE,
        GATEWAY,
        add(
          'north',
          '{ apiVersion: maistra.io/v2, kind: ServiceMeshControlPlane, metadata: { name: basic, namespace: old }, spec: { version: v2.6 } }',
        ),
      ],
    },
  ],
};
