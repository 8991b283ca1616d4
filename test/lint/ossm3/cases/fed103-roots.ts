import { add, remove, set } from '../../../../lib/lint/examples/edit';
import { ROOTS } from '../../../../lib/lint/ossm3/examples/roots';
import { makeCertificate } from '../../../helpers/make-certificate';
import type { RuleCases } from '../../cases/case';

const ENTRIES = 'spec.values.meshConfig.caCertificates';
const roots = (list: readonly unknown[]) => set('west', 'Istio west-mesh', ENTRIES, list);
const EAST = { pem: ROOTS.east, trustDomains: ['east-mesh.local'] };
const COMMON = makeCertificate({ organization: 'common' });
const published = (cluster: 'west' | 'north', pem: string) =>
  add(
    cluster,
    `{ apiVersion: v1, kind: ConfigMap, metadata: { name: istio-ca-root-cert, namespace: ${cluster}-mesh }, data: { root-cert.pem: ${JSON.stringify(pem)} } }`,
  );

/** FED103: roots that a mesh lacks. */
export const cases: RuleCases = {
  rule: 'FED103',
  findings: {
    missingRoot: [
      { what: 'one of two peers on the importing side', edits: [roots([EAST])] },
      { what: 'the root of one peer twice', edits: [roots([EAST, { pem: ROOTS.east }])] },
      {
        what: 'a peer that accepts the trust domain, and has the certificate in another entry',
        edits: [
          roots([EAST]),
          set('north', 'Istio north-mesh', ENTRIES, [{ trustDomains: ['west-mesh.local'] }, { pem: ROOTS.west }]),
        ],
      },
      { what: 'no entries', edits: [remove('west', 'Istio west-mesh', ENTRIES)] },
    ],
  },
  nearMisses: [
    { what: 'roots without trust domains', edits: [roots([{ pem: ROOTS.east }, { pem: ROOTS.north }])] },
    { what: 'an entry that may be that of the peer', edits: [roots([EAST, { pem: 'any' }])] },
    {
      what: 'an entry without a certificate, for a common root',
      edits: [roots([EAST, { trustDomains: ['north-mesh.local'] }])],
    },
    {
      what: 'a peer that accepts the trust domain without a certificate, for a common root',
      edits: [roots([EAST]), set('north', 'Istio north-mesh', ENTRIES, [{ trustDomains: ['west-mesh.local'] }])],
    },
    {
      what: 'one root of two peers, in an entry for each',
      edits: [roots([{ pem: COMMON, trustDomains: ['east-mesh.local'] }, { pem: COMMON }])],
    },
    {
      what: 'an entry that is not filled in yet',
      edits: [roots([EAST, { certSigners: [], trustDomains: ['north-mesh.local'] }])],
    },
    { what: 'a SPIFFE bundle', edits: [roots([EAST, { spiffeBundleUrl: 'https://north.example.org' }])] },
    {
      what: 'both meshes publish one root',
      edits: [roots([EAST]), published('west', ROOTS.north), published('north', ROOTS.north)],
    },
    {
      what: 'one trust domain',
      edits: [roots([EAST]), set('north', 'Istio north-mesh', 'spec.values.meshConfig.trustDomain', 'west-mesh.local')],
    },
    { what: 'a mesh without an Istio resource', edits: [remove('north', 'Istio north-mesh')] },
  ],
};
