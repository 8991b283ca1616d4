import { add, type Edit, remove, set } from '../../../lib/lint/examples/edit';
import { NORTH } from '../../../lib/lint/examples/north';
import type { RuleCases } from './case';
import {
  COMPANY_ROOT,
  DAMAGED_ROOT,
  EAST_ROOT,
  LEAF,
  LEAF_WITHOUT_SUBJECT,
  MD5_ROOT,
  SHA1_ROOT,
  SHORT_KEY_ROOT,
  SHORT_ROOT,
  WEST_ROOT,
} from './certificates';

const CONFIG_MAP = 'ConfigMap east-mesh-ca-root-cert';
const PEER = 'ServiceMeshPeer east-mesh';
const CONTROL_PLANE = 'ServiceMeshControlPlane west-mesh';
const CHAIN = 'spec.security.certificateChain';
const TOKEN = '<ossm-fed:root:east-mesh>';

/** A root certificate that cannot be parsed. */
const BROKEN = '-----BEGIN CERTIFICATE-----\nTUlJQg==\n-----END CERTIFICATE-----\n';

const text = (value: unknown) => set('west', CONFIG_MAP, 'data', { 'root-cert.pem': value });
/** The root certificate that east has for west. */
const ofEast = (value: unknown) => set('east', 'ConfigMap west-mesh-ca-root-cert', 'data', { 'root-cert.pem': value });
/** A custom CA, whose root certificate several meshes can have. */
const customCA = (mesh: 'west' | 'east', authority: unknown = { type: 'Istiod', istiod: { type: 'PrivateKey' } }) =>
  set(mesh, `ServiceMeshControlPlane ${mesh}-mesh`, 'spec.security.certificateAuthority', authority);
const incomplete = (cluster: 'west' | 'east', object: string, value: unknown) =>
  set(cluster, object, 'data', { 'root-cert.pem.incomplete': value });
const kind = (value: unknown) => set('west', PEER, `${CHAIN}.kind`, value);
const at = (date: string) => new Date(date);

/** What istiod of a mesh publishes. */
function published(cluster: 'west' | 'east', root: unknown): Edit {
  const metadata = { name: 'istio-ca-root-cert', namespace: `${cluster}-mesh` };
  return add(
    cluster,
    JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { 'root-cert.pem': root } }),
  );
}

/** The peer of west with everything that belongs to it in a cluster without a control plane. */
const WITHOUT_CONTROL_PLANE = [
  remove('west', CONTROL_PLANE),
  remove('west', 'ServiceMeshMemberRoll default'),
  remove('east', 'ServiceMeshPeer west-mesh'),
];

const WITHOUT_NAMESPACE = [
  ...WITHOUT_CONTROL_PLANE,
  remove('west', PEER, 'metadata.namespace'),
  remove('west', CONFIG_MAP),
  set('west', PEER, 'spec.security.trustDomain', 'far.local'),
];

/** FED011: root certificates of peers. */
export const cases: RuleCases = {
  rule: 'FED011',
  findings: {
    wrongKey: [
      {
        what: 'certificates under the key of an incomplete peer, whose addresses are known',
        edits: [incomplete('west', CONFIG_MAP, EAST_ROOT)],
      },
      { what: 'a key in other letters', edits: [set('west', CONFIG_MAP, 'data', { 'Root-Cert.pem': EAST_ROOT })] },
    ],
    missingKey: [
      { what: 'no data', edits: [remove('west', CONFIG_MAP, 'data')] },
      {
        what: 'two other keys',
        edits: [set('west', CONFIG_MAP, 'data', { 'ca.crt': EAST_ROOT, 'tls.crt': EAST_ROOT })],
      },
    ],
    binaryData: [
      {
        what: 'the key in binaryData',
        edits: [
          set('west', CONFIG_MAP, 'data', { note: 'see binaryData' }),
          set('west', CONFIG_MAP, 'binaryData', { 'root-cert.pem': 'LS0t' }),
        ],
      },
    ],
    emptyText: [
      { what: 'an empty text', edits: [text('')] },
      { what: 'null', edits: [text(null)] },
    ],
    notText: [
      { what: 'a number', edits: [text(7)] },
      { what: 'a map', edits: [text({ pem: 'x' })] },
    ],
    missingConfigMap: [
      { what: 'no ConfigMap', edits: [remove('west', CONFIG_MAP)] },
      {
        what: 'no root certificates in the manifests',
        edits: [remove('west', CONFIG_MAP), remove('east', 'ConfigMap west-mesh-ca-root-cert')],
      },
    ],
    lostLineBreaks: [
      { what: 'spaces in place of line breaks', edits: [text(EAST_ROOT.replaceAll('\n', ' '))] },
      { what: 'nothing in place of line breaks', edits: [text(EAST_ROOT.replaceAll('\n', ''))] },
    ],
    missingConfigMapForUnknownMesh: [
      {
        what: 'no ConfigMap, and no mesh with the trust domain',
        edits: [remove('west', CONFIG_MAP), set('west', PEER, 'spec.security.trustDomain', 'far.local')],
      },
      { what: 'no control plane, and a peer without a namespace', edits: WITHOUT_NAMESPACE },
      {
        what: 'no control plane, and a peer without a trust domain',
        edits: [
          ...WITHOUT_CONTROL_PLANE,
          remove('west', CONFIG_MAP),
          remove('west', PEER, 'spec.security.trustDomain'),
        ],
      },
    ],
    unsupportedKind: [
      { what: 'a Secret', edits: [kind('Secret')] },
      { what: 'a number', edits: [kind(7)] },
      {
        what: 'a Secret whose name belongs to no ConfigMap',
        edits: [kind('Secret'), set('west', PEER, `${CHAIN}.name`, 'x')],
      },
    ],
    ownConfigMap: [
      { what: 'the ConfigMap that istiod writes', edits: [set('west', PEER, `${CHAIN}.name`, 'istio-ca-root-cert')] },
    ],
    privateKey: [
      {
        what: 'a private key beside the certificate',
        edits: [text(`${EAST_ROOT}-----BEGIN ${'PRIVATE'} KEY-----\nTUlJQg==\n-----END ${'PRIVATE'} KEY-----\n`)],
      },
    ],
    escapedLines: [{ what: 'a JSON text', edits: [text(EAST_ROOT.replaceAll('\n', '\\n'))] }],
    placeholder: [
      { what: 'a template', edits: [text('{{ east_root }}')] },
      { what: 'a broken token', edits: [text(' <ossm-fed:rot:east-mesh>\nsecond line')] },
    ],
    noCertificate: [
      { what: 'another text', edits: [text('see the wiki  \nsecond line')] },
      { what: 'another text after an empty line', edits: [text('\nsee the wiki')] },
      { what: 'base64 of 40 characters', edits: [text('LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1J')] },
      { what: 'base64 of 41 characters', edits: [text('LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JS')] },
      { what: 'blanks', edits: [text(' \n')] },
      { what: 'characters that are not base64', edits: [text(EAST_ROOT.replace('MII', '***'))] },
    ],
    invalidCertificate: [
      { what: 'one that cannot be parsed', edits: [text(BROKEN)] },
      { what: 'the second of two cannot be parsed', edits: [text(EAST_ROOT + BROKEN)] },
    ],
    notCA: [
      { what: 'a certificate of a workload', edits: [text(LEAF)] },
      { what: 'one without a subject beside a root certificate', edits: [text(EAST_ROOT + LEAF_WITHOUT_SUBJECT)] },
    ],
    otherText: [
      { what: 'a comment', edits: [text(`# root of east\n${EAST_ROOT}`)] },
      {
        what: 'a comment and an expired certificate of the wrong mesh',
        edits: [text(`# root of east\n${SHORT_ROOT}`), published('east', EAST_ROOT)],
        now: at('2027-01-01T00:00:00Z'),
      },
    ],
    expired: [
      { what: 'the second in which it ends', edits: [text(SHORT_ROOT)], now: at('2026-12-25T12:00:00Z') },
      { what: 'two expired ones', edits: [text(EAST_ROOT + SHORT_ROOT)], now: at('2127-01-01T00:00:00Z') },
    ],
    expiredBesideOthers: [
      {
        what: 'an expired one beside a valid one',
        edits: [text(EAST_ROOT + SHORT_ROOT)],
        now: at('2027-01-01T00:00:00Z'),
      },
    ],
    expiresSoon: [
      { what: '30 days less a second', edits: [text(SHORT_ROOT)], now: at('2026-11-25T12:00:01Z') },
      { what: 'a second before it ends', edits: [text(SHORT_ROOT)], now: at('2026-12-25T11:59:59Z') },
    ],
    wrongMesh: [
      { what: 'the root certificate of the own mesh', edits: [text(WEST_ROOT), published('east', EAST_ROOT)] },
      {
        what: 'two others, while both meshes publish theirs',
        edits: [text(WEST_ROOT + SHORT_ROOT), published('east', EAST_ROOT), published('west', WEST_ROOT)],
      },
    ],
    ownRoot: [
      { what: 'what the own mesh publishes', edits: [text(WEST_ROOT), published('west', WEST_ROOT)] },
      {
        what: 'what the own mesh publishes, while what the other one publishes cannot be parsed',
        edits: [text(WEST_ROOT), published('west', WEST_ROOT), published('east', BROKEN)],
      },
      {
        what: 'what the own mesh publishes, for an unknown mesh',
        edits: [
          text(WEST_ROOT),
          published('west', WEST_ROOT + EAST_ROOT),
          set('west', PEER, 'spec.security.trustDomain', 'far.local'),
        ],
      },
    ],
    ownRootOfCustomCA: [
      {
        what: 'what a mesh with a custom CA publishes',
        edits: [text(WEST_ROOT), published('west', WEST_ROOT), customCA('west')],
      },
    ],
    sameRoot: [
      { what: 'what the other mesh has for this one', edits: [text(WEST_ROOT)] },
      { what: 'a root of an unknown owner on both sides', edits: [text(COMPANY_ROOT), ofEast(COMPANY_ROOT)] },
    ],
    shortKey: [{ what: 'an RSA key of 1,024 bits', edits: [text(SHORT_KEY_ROOT)] }],
    weakDigest: [
      { what: 'SHA-1', edits: [text(SHA1_ROOT)] },
      { what: 'MD5, beside another certificate', edits: [text(EAST_ROOT + MD5_ROOT)] },
    ],
    invalidSelfSignature: [{ what: 'another last byte', edits: [text(DAMAGED_ROOT)] }],
    tokenAsRoot: [
      { what: 'a token', edits: [text(TOKEN)] },
      {
        what: 'the tokens of two meshes',
        edits: [
          text(TOKEN),
          set('east', 'ConfigMap west-mesh-ca-root-cert', 'data', { 'root-cert.pem': '<ossm-fed:root:west-mesh>' }),
        ],
      },
    ],
    tokenAsRootInSeveralPlaces: [
      {
        what: 'one token in three places',
        edits: [
          ...NORTH,
          text(` ${TOKEN}\n`),
          set('west', 'ConfigMap north-mesh-ca-root-cert', 'data', { 'root-cert.pem': TOKEN }),
          set('east', 'ConfigMap west-mesh-ca-root-cert', 'data', { 'root-cert.pem': TOKEN }),
        ],
      },
    ],
    unfilledToken: [{ what: 'a token under another key', edits: [incomplete('west', CONFIG_MAP, TOKEN)] }],
    unfilledTokenInSeveralPlaces: [
      {
        what: 'one token in two places',
        edits: [incomplete('west', CONFIG_MAP, TOKEN), incomplete('east', 'ConfigMap west-mesh-ca-root-cert', TOKEN)],
      },
    ],
  },
  nearMisses: [
    {
      what: 'a common root of two meshes with custom CAs',
      edits: [text(COMPANY_ROOT), ofEast(COMPANY_ROOT), customCA('west'), customCA('east')],
    },
    {
      what: 'a common root of two meshes with cert-manager',
      edits: [text(COMPANY_ROOT), ofEast(COMPANY_ROOT), customCA('east', { type: 'cert-manager' })],
    },
    { what: 'the other mesh has the root of this one, beside its own', edits: [ofEast(WEST_ROOT + EAST_ROOT)] },
    {
      what: 'certificates under the key of an incomplete peer, whose address is a token: FED010',
      edits: [
        incomplete('west', CONFIG_MAP, EAST_ROOT),
        set('west', PEER, 'spec.remote.addresses', ['<ossm-fed:address:east:west-mesh-ingress>']),
      ],
    },
    { what: '30 days before the end', edits: [text(SHORT_ROOT)] },
    {
      what: 'two root certificates, one of them published',
      edits: [text(SHORT_ROOT + EAST_ROOT), published('east', EAST_ROOT)],
    },
    { what: 'one of two published root certificates', edits: [published('east', SHORT_ROOT + EAST_ROOT)] },
    {
      what: 'both meshes publish the same root certificate',
      edits: [text(WEST_ROOT), published('east', WEST_ROOT), published('west', WEST_ROOT)],
    },
    {
      what: 'the root certificate of the own mesh and another one',
      edits: [text(WEST_ROOT + EAST_ROOT), published('west', WEST_ROOT)],
    },
    {
      what: 'the own mesh publishes nothing, and the other mesh has another root for it',
      edits: [text(WEST_ROOT), published('west', ''), ofEast(COMPANY_ROOT)],
    },
    { what: 'blank lines around the certificate', edits: [text(`\n${EAST_ROOT.replaceAll('\n', '\r\n')}\n \n`)] },
    {
      what: 'the key in data and in binaryData',
      edits: [set('west', CONFIG_MAP, 'binaryData', { 'root-cert.pem': 'LS0t' })],
    },
    { what: 'other keys beside it', edits: [set('west', CONFIG_MAP, 'data.note', '')] },
    { what: 'no certificate chain: the ConfigMap has the default name', edits: [remove('west', PEER, CHAIN)] },
    { what: 'an empty kind', edits: [kind('')] },
    { what: 'null instead of a kind', edits: [kind(null)] },
    {
      what: 'a ConfigMap in a namespace without a control plane is FED003',
      edits: [set('west', CONFIG_MAP, 'metadata.namespace', 'shop')],
    },
    {
      what: 'a peer outside of the control plane is FED003',
      edits: [set('west', PEER, 'metadata.namespace', 'shop')],
    },
    {
      what: 'istiod reads no root certificates for a peer without a trust domain (FED005)',
      edits: [text('x'), remove('west', PEER, 'spec.security.trustDomain')],
    },
    {
      what: 'istiod reads no root certificates for a peer with its own trust domain (FED005)',
      edits: [text('x'), set('west', PEER, 'spec.security.trustDomain', 'west-mesh.local')],
    },
    { what: 'no control plane', edits: WITHOUT_CONTROL_PLANE },
  ],
};
