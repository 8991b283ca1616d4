import { add, remove, set } from '../../../../lib/lint/examples/edit';
import type { RuleCases } from '../../cases/case';

const label = (cluster: 'west' | 'north', object: string, revision: string) =>
  set(cluster, object, 'metadata.labels', { 'istio.io/rev': revision });
const TAG = add(
  'north',
  '{ apiVersion: sailoperator.io/v1, kind: IstioRevisionTag, metadata: { name: prod }, spec: { targetRef: { kind: Istio, name: north-mesh } } }',
);
const entry = (revision: string) => label('north', 'ServiceEntry archive-export', revision);
const namespace = (revision: string) => set('north', 'Namespace attic', 'metadata.labels[istio.io/rev]', revision);

/** FED125: labels with revisions. */
export const cases: RuleCases = {
  rule: 'FED125',
  findings: {
    unknownRevision: [
      { what: 'the name of the Istio resource', edits: [entry('north-mesh')] },
      { what: 'nothing like it', edits: [entry('default')] },
    ],
    unknownRevisionOrTag: [
      { what: 'a namespace', edits: [namespace('north-mesh')] },
      {
        what: 'a Gateway of the Gateway API',
        edits: [set('west', 'Gateway remote-north-mesh', 'metadata.labels[istio.io/rev]', 'default')],
      },
    ],
    tag: [{ what: 'a tag on a ServiceEntry', edits: [TAG, entry('prod')] }],
  },
  nearMisses: [
    { what: 'the revision', edits: [entry('north-mesh-v1-30-latest')] },
    { what: 'a tag on a namespace', edits: [TAG, namespace('prod')] },
    {
      what: 'the name of an InPlace mesh',
      edits: [
        remove('north', 'Istio north-mesh', 'spec.updateStrategy'),
        entry('north-mesh'),
        namespace('north-mesh'),
        set('north', 'Namespace istio-ingress', 'metadata.labels[istio.io/rev]', 'north-mesh'),
        set('north', 'Gateway eastwestgateway', 'metadata.labels[istio.io/rev]', 'north-mesh'),
      ],
    },
    {
      what: 'a control plane of OpenShift Service Mesh 2',
      edits: [
        add(
          'north',
          '{ apiVersion: maistra.io/v2, kind: ServiceMeshControlPlane, metadata: { name: basic, namespace: old }, spec: { version: v2.6 } }',
        ),
        entry('basic'),
      ],
    },
    { what: 'no Istio resource', edits: [remove('north', 'Istio north-mesh'), entry('any')] },
    { what: 'another kind', edits: [label('north', 'Service archive', 'any')] },
    {
      what: 'no labels',
      edits: [set('north', 'Namespace attic', 'metadata.labels', { 'ossm-fed.dev/mesh': 'north-mesh' })],
    },
  ],
};
