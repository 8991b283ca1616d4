import { add, remove, set } from '../../../../lib/lint/examples/edit';
import type { RuleCases } from '../../cases/case';

const exportTo = (list: unknown) => set('north', 'ServiceEntry archive-export', 'spec.exportTo', list);
const annotated = (value: string) => [
  set('east', 'Service ratings', 'metadata.annotations', { 'networking.istio.io/exportTo': value }),
  set('east', 'Gateway expose-services', 'spec.servers[0].hosts[2]', 'ratings.stock.svc.cluster.local'),
];

/** FED115: exported services that the gateway does not see. */
export const cases: RuleCases = {
  rule: 'FED115',
  findings: {
    hiddenFromGateway: [
      { what: 'exported to another namespace', edits: [exportTo(['attic', 'north-mesh'])] },
      { what: 'a Service with an annotation', edits: annotated('., shop') },
      {
        what: 'exposed by a wildcard',
        edits: [
          exportTo(['attic']),
          set('north', 'Gateway expose-services', 'spec.servers[0].hosts', ['*.svc.north-mesh-imports.local']),
        ],
      },
      {
        what: 'the pods of the gateway are in another namespace',
        edits: [set('north', 'Gateway eastwestgateway', 'metadata.namespace', 'attic'), exportTo(['istio-ingress'])],
      },
    ],
  },
  nearMisses: [
    { what: 'no list', edits: [exportTo(undefined)] },
    { what: 'an empty list', edits: [exportTo([])] },
    { what: 'every namespace', edits: [exportTo(['*'])] },
    { what: 'the gateway among others', edits: [exportTo(['.', 'istio-ingress'])] },
    { what: 'the annotation has the gateway', edits: annotated('., istio-ingress') },
    {
      what: 'the gateway has the namespace of the service',
      edits: [set('north', 'Gateway eastwestgateway', 'metadata.namespace', 'attic'), exportTo(['.'])],
    },
    { what: 'a host that leads to nothing', edits: [remove('north', 'ServiceEntry archive-export')] },
    {
      what: 'a second ServiceEntry that the gateway sees',
      edits: [
        exportTo(['.']),
        add(
          'north',
          '{ apiVersion: networking.istio.io/v1beta1, kind: ServiceEntry, metadata: { name: archive-more, namespace: attic }, spec: { hosts: [archive.attic.svc.north-mesh-imports.local], location: MESH_INTERNAL, resolution: STATIC, ports: [{ number: 9080, name: http, protocol: HTTP }], workloadSelector: { labels: { app: archive } } } }',
        ),
      ],
    },
  ],
};
