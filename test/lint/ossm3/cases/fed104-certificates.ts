import { add, remove, set } from '../../../../lib/lint/examples/edit';
import { ROOTS } from '../../../../lib/lint/ossm3/examples/roots';
import type { RuleCases } from '../../cases/case';
import { SHORT_KEY_ROOT } from '../../cases/certificates';

const entry = (cluster: 'east' | 'north', value: unknown) =>
  set(cluster, `Istio ${cluster}-mesh`, 'spec.values.meshConfig.caCertificates[0]', value);
const DOMAINS = { trustDomains: ['west-mesh.local'] };
const pem = (value: unknown) => entry('north', { ...DOMAINS, pem: value });
const KEY = ['-----BEGIN', 'PRIVATE KEY-----\nMIG2AgEAMBAG\n-----END', 'PRIVATE KEY-----\n'].join(' ');

/** FED104: root certificates of other meshes. */
export const cases: RuleCases = {
  rule: 'FED104',
  findings: {
    invalid: [
      { what: 'empty text', edits: [pem('')] },
      { what: 'a damaged certificate', edits: [pem(ROOTS.west.replace('MIIB', 'MIIC'))] },
      { what: 'text beside the certificate', edits: [pem(`${ROOTS.west}end`)] },
    ],
    privateKey: [{ what: 'a private key beside the certificate', edits: [pem(ROOTS.west + KEY)] }],
    token: [{ what: 'a token', edits: [pem('<ossm-fed:root:west-mesh>')] }],
    notText: [{ what: 'a list', edits: [pem([ROOTS.west])] }],
    expired: [{ what: 'after its end', edits: [], now: new Date('2127-01-01') }],
    notYetValid: [{ what: 'before its start', edits: [], now: new Date('2026-11-01') }],
    expiresSoon: [{ what: 'days before its end', edits: [], now: new Date('2126-10-20') }],
    weak: [{ what: 'a key of 1024 bits', edits: [pem(SHORT_KEY_ROOT)] }],
    notFilledIn: [
      {
        what: 'in two meshes, reported once',
        edits: [entry('north', { ...DOMAINS, certSigners: [] }), entry('east', { ...DOMAINS, certSigners: [] })],
      },
      { what: 'without trust domains', edits: [entry('north', { certSigners: [] })] },
    ],
  },
  nearMisses: [
    { what: 'two certificates in one entry', edits: [pem(ROOTS.west + ROOTS.north)] },
    { what: 'a comment line', edits: [pem(`# root of west\n${ROOTS.west}`)] },
    { what: 'a SPIFFE bundle', edits: [entry('north', { ...DOMAINS, spiffeBundleUrl: 'https://west.example.org' })] },
    { what: 'trust domains alone', edits: [entry('north', DOMAINS)] },
    { what: 'no entries', edits: [remove('north', 'Istio north-mesh', 'spec.values.meshConfig.caCertificates')] },
    {
      what: 'a root that a manifest publishes',
      edits: [
        add('north', '{ apiVersion: v1, kind: ConfigMap, metadata: { name: a, namespace: attic }, data: { pem: x } }'),
      ],
    },
  ],
};
