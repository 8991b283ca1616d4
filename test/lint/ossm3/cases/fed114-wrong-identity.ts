import { add, remove, set } from '../../../../lib/lint/examples/edit';
import type { RuleCases } from '../../cases/case';

const ENTRY = 'ServiceEntry archive-attic-north-mesh';
const RIGHT = 'spiffe://north-mesh.local/ns/attic/sa/archive';
const names = (...list: readonly string[]) => set('west', ENTRY, 'spec.subjectAltNames', list);
const rule = (...list: readonly string[]) =>
  set('west', 'DestinationRule prices', 'spec.trafficPolicy.tls.subjectAltNames', list);

/** FED114: identities that no pod of the exporting mesh has. */
export const cases: RuleCases = {
  rule: 'FED114',
  findings: {
    wrongIdentity: [
      {
        what: 'the trust domain of the importing mesh',
        edits: [names('spiffe://west-mesh.local/ns/attic/sa/archive')],
      },
      { what: 'another namespace', edits: [names('spiffe://north-mesh.local/ns/shop/sa/archive')] },
      { what: 'no SPIFFE identity', edits: [names('archive.attic.svc.cluster.local')] },
      { what: 'an import into a local Service', edits: [rule('spiffe://east-mesh.local/ns/stock/sa/default')] },
      {
        what: 'pods without a service account',
        edits: [remove('north', 'Deployment archive', 'spec.template.spec.serviceAccountName')],
      },
    ],
  },
  nearMisses: [
    { what: 'one of several', edits: [names('spiffe://north-mesh.local/ns/attic/sa/default', RIGHT)] },
    {
      what: 'pods that are not in the manifests',
      edits: [names('spiffe://north-mesh.local/ns/attic/sa/x'), remove('north', 'Deployment archive')],
    },
    { what: 'the identities of local pods', edits: [rule('spiffe://west-mesh.local/ns/shop/sa/prices')] },
    {
      what: 'a host that leads to nothing',
      edits: [names('spiffe://north-mesh.local/ns/a/sa/b'), remove('north', 'ServiceEntry archive-export')],
    },
    { what: 'no identities', edits: [names()] },
    {
      what: 'more objects',
      edits: [add('north', '{ apiVersion: v1, kind: ServiceAccount, metadata: { name: archive, namespace: attic } }')],
    },
  ],
};
