import { add, remove, set } from '../../../../lib/lint/examples/edit';
import type { RuleCases } from '../../cases/case';

const HOST = 'archive.attic.svc.north-mesh-imports.local';
const entry = (exportTo: string, label = '{ app: page }', port = 9080) =>
  add(
    'west',
    `{ apiVersion: networking.istio.io/v1beta1, kind: ServiceEntry, metadata: { name: archive, namespace: shop }, spec: { hosts: [${HOST}], exportTo: ${exportTo}, location: MESH_INTERNAL, resolution: STATIC, ports: [{ number: ${port}, name: http, protocol: HTTP }], workloadSelector: { labels: ${label} } } }`,
  );

/** FED141: two ServiceEntries of one host. */
export const cases: RuleCases = {
  rule: 'FED141',
  findings: {
    sameHost: [
      { what: 'the own namespace, to which the other is exported', edits: [entry('["."]')] },
      { what: 'for all namespaces', edits: [entry('["*"]')] },
      { what: 'another port', edits: [entry('[shop]', '{ ossm-fed.dev/import: archive-attic-north-mesh }', 9081)] },
    ],
  },
  nearMisses: [
    { what: 'other namespaces', edits: [entry('[other]')] },
    {
      what: 'the same ports and selectors',
      edits: [entry('["."]', '{ ossm-fed.dev/import: archive-attic-north-mesh }')],
    },
    { what: 'another cluster', edits: [remove('north', 'Deployment archive')] },
    { what: 'two hosts', edits: [set('west', 'ServiceEntry archive-attic-north-mesh', 'metadata.labels', { a: 'b' })] },
  ],
};
