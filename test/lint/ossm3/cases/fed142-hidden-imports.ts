import { add, remove, set } from '../../../../lib/lint/examples/edit';
import type { RuleCases } from '../../cases/case';

const exportTo = (list: unknown) => set('west', 'ServiceEntry ratings-stock-east-mesh', 'spec.exportTo', list);
const sidecar = (hosts: string, namespace = 'shop', more = '') =>
  add(
    'west',
    `{ apiVersion: networking.istio.io/v1beta1, kind: Sidecar, metadata: { name: default, namespace: ${namespace} }, spec: { egress: [{ hosts: ${hosts} }]${more} } }`,
  );
const HOST = 'ratings.stock.svc.east-mesh-imports.local';

/** FED142: imports that callers do not see. */
export const cases: RuleCases = {
  rule: 'FED142',
  findings: {
    notExported: [{ what: 'other namespaces', edits: [exportTo(['other', 'west-mesh'])] }],
    hiddenBySidecar: [
      { what: 'the own namespace alone', edits: [sidecar('[./*]')] },
      { what: 'the Sidecar of the whole mesh', edits: [sidecar('["./*"]', 'west-mesh')] },
      { what: 'the host with another namespace', edits: [sidecar(`["shop/${HOST}"]`)] },
    ],
  },
  nearMisses: [
    { what: 'no list', edits: [exportTo(undefined)] },
    { what: 'the namespace of the import', edits: [sidecar('[./*, west-mesh/*]')] },
    { what: 'the host in any namespace', edits: [sidecar(`["*/${HOST}"]`)] },
    { what: 'a wildcard', edits: [sidecar('["*/*.svc.east-mesh-imports.local"]')] },
    {
      what: 'a Sidecar for some pods',
      edits: [sidecar('[./*]', 'shop', ', workloadSelector: { labels: { app: page } }')],
    },
    { what: 'a Sidecar of another namespace', edits: [sidecar('[./*]', 'other')] },
    {
      what: 'a route of a gateway alone',
      edits: [exportTo(['.']), set('west', 'VirtualService ratings', 'spec.gateways', ['shop/web'])],
    },
    { what: 'no route', edits: [exportTo(['.']), remove('west', 'VirtualService ratings')] },
  ],
};
