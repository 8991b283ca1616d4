import { add, type Edit, remove, set } from '../../../lib/lint/examples/edit';
import { NORTH } from '../../../lib/lint/examples/north';
import type { RuleCases } from './case';

const RULE = 'DestinationRule prices';
const TLS = 'spec.trafficPolicy.tls';
const LOCAL = 'spiffe://west-mesh.local/ns/shop/sa/prices';
const EGRESS = 'spiffe://west-mesh.local/ns/west-mesh/sa/east-mesh-egress-service-account';

const names = (...list: readonly string[]): Edit => set('west', RULE, `${TLS}.subjectAltNames`, list);

/** The pods behind the Service `prices`, with the ServiceAccount that is stated. */
const pods = (account = ''): Edit =>
  add(
    'west',
    `{ apiVersion: apps/v1, kind: StatefulSet, metadata: { name: prices, namespace: shop },
      spec: { selector: { matchLabels: { app: prices } }, template: {
        metadata: { labels: { app: prices, version: v1 }, annotations: { sidecar.istio.io/inject: "true" } },
        spec: { ${account} containers: [{ name: a, image: registry.example.org/prices:1.0 }] } } } }`,
  );

/** FED060: identities of services that imports are merged with. */
export const cases: RuleCases = {
  rule: 'FED060',
  findings: {
    missingIdentities: [
      { what: 'no tls', edits: [remove('west', RULE, TLS)] },
      { what: 'no traffic policy', edits: [remove('west', RULE, 'spec.trafficPolicy')] },
      { what: 'another mode', edits: [set('west', RULE, `${TLS}.mode`, 'SIMPLE')] },
      {
        what: 'the ServiceAccount is that of the workload',
        edits: [remove('west', RULE, TLS), pods('serviceAccountName: tills,')],
      },
      {
        what: 'the import has no locality',
        edits: [remove('west', RULE, TLS), remove('west', 'ImportedServiceSet east-mesh', 'spec.locality')],
      },
    ],
    missingDestinationRule: [
      { what: 'none for the host', edits: [remove('west', RULE)] },
      {
        what: 'the exports of the other mesh are not known',
        edits: [remove('west', RULE), remove('east', 'ExportedServiceSet west-mesh')],
      },
    ],
    missingGateway: [
      { what: 'only local pods', edits: [names(LOCAL)] },
      {
        what: 'the egress gateway of the other mesh',
        edits: [names(LOCAL, 'spiffe://east-mesh.local/ns/east-mesh/sa/west-mesh-egress-service-account')],
      },
      { what: 'without spiffe://', edits: [names(LOCAL, EGRESS.replace('spiffe://', ''))] },
      {
        what: 'of one of two peers',
        edits: [
          ...NORTH,
          set('west', 'ImportedServiceSet north-mesh', 'spec', {
            locality: { region: 'northeurope' },
            importRules: [
              {
                type: 'NameSelector',
                importAsLocal: true,
                nameSelector: { namespace: 'attic', name: 'archive', alias: { namespace: 'shop', name: 'prices' } },
              },
            ],
          }),
        ],
      },
    ],
    missingLocalPods: [
      { what: 'only the gateway, and the pods are not known', edits: [names(EGRESS)] },
      { what: 'another ServiceAccount than that of the pods', edits: [pods()] },
      { what: 'another namespace', edits: [names(LOCAL.replace('shop', 'stock'), EGRESS)] },
    ],
  },
  nearMisses: [
    { what: 'the mesh has no Service of that name', edits: [remove('west', 'Service prices'), remove('west', RULE)] },
    { what: 'the ServiceAccount of the pods', edits: [pods('serviceAccountName: prices,')] },
    { what: 'the old field of the ServiceAccount', edits: [pods('serviceAccount: prices,')] },
    { what: 'more identities than required', edits: [names(LOCAL, EGRESS, `${LOCAL}-canary`)] },
    {
      what: 'in the settings of a port',
      edits: [
        remove('west', RULE, TLS),
        set('west', RULE, 'spec.trafficPolicy.portLevelSettings', [
          { port: { number: 9080 }, tls: { mode: 'ISTIO_MUTUAL', subjectAltNames: [LOCAL, EGRESS] } },
        ]),
      ],
    },
    {
      what: 'the import is not merged',
      edits: [
        set('west', 'ImportedServiceSet east-mesh', 'spec.importRules[1].importAsLocal', false),
        remove('west', RULE, TLS),
      ],
    },
  ],
};
