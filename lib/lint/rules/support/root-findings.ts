import { MIN_RSA_BITS } from '../../../certificates/weaknesses';
import { findingMaker } from '../../findings';
import { INCOMPLETE_KEY, ROOT_KEY } from './certificates';

/** The ConfigMap in which istiod publishes the root certificates of its own mesh. */
export const OWN_ROOT = 'istio-ca-root-cert';

const NOT_SET_UP = 'istiod does not set up the peer, and its status stays empty';
const UNLESS = `unless the ConfigMap is created elsewhere, such as with "oc create configmap", ${NOT_SET_UP}; the rest of the mesh is not affected`;
const UNTRUSTED = "the mesh does not trust the other mesh's gateways, and connections fail in the TLS handshake";
const REJECTED =
  'proxies reject the whole set of root certificates: new pods may never become ready, and new mTLS connections within the mesh may fail, not only those to the peer';

const READER = ['the peer reads the ConfigMap'];
const COPY = `copy data["${ROOT_KEY}"] of the ConfigMap "${OWN_ROOT}"`;
const CREATE = `create it with data["${ROOT_KEY}"] of the ConfigMap "${OWN_ROOT}"`;
const MISSING = `missing {configMap} with the other mesh's root certificates`;
const OWN = 'the certificates are the root certificates of this mesh instead of the other mesh';
const PUBLISHED = ['the root certificates of this mesh'];
const FORGED = 'whoever can break it can issue identities of the other mesh; proxies may reject the certificate';
const REPLACE = 'replace the root certificate of the other mesh, and copy the new one here';
const WRITE_ONLY = "write the PEM text of the other mesh's root certificates, and nothing else";

const TOKEN = 'the token "{token}" is not filled in';
const INCOMPLETE = 'istiod does not accept the peer until the token is filled in; the rest of the mesh is not affected';
const FILL = 'run "ossm-fed fetch" and "ossm-fed inject"';
const FILL_OR_MOVE = `${FILL}, which moves a token without a value to the key "${INCOMPLETE_KEY}"`;

/** Everything that FED011 reports. */
export const ROOT_FINDINGS = {
  wrongKey: {
    severity: 'error',
    message: `the ConfigMap has the key "{key}" instead of "${ROOT_KEY}"`,
    effect: NOT_SET_UP,
    fix: `rename the key to "${ROOT_KEY}"`,
    related: READER,
  },
  missingKey: {
    severity: 'error',
    message: `the ConfigMap has no key "${ROOT_KEY}" in data`,
    effect: NOT_SET_UP,
    fix: `add "${ROOT_KEY}" with the PEM text of the other mesh's root certificates`,
    related: READER,
  },
  binaryData: {
    severity: 'error',
    message: `the key "${ROOT_KEY}" is in binaryData, but istiod reads only data`,
    effect: NOT_SET_UP,
    fix: 'move the key to data, with the PEM text of the certificates as its value',
    related: READER,
  },
  emptyText: {
    severity: 'error',
    message: `data["${ROOT_KEY}"] is empty`,
    effect:
      'istiod accepts the peer without root certificates: connections to it fail, and the control plane of the whole mesh blocks while istiod polls the peer',
    fix: "write the PEM text of the other mesh's root certificates",
    related: READER,
  },
  notText: {
    severity: 'error',
    message: `data["${ROOT_KEY}"] is {value} instead of text`,
    effect: `the API server rejects the ConfigMap, so ${NOT_SET_UP}`,
    fix: "write the PEM text of the other mesh's root certificates",
    related: READER,
  },
  missingConfigMap: {
    severity: 'warning',
    message: MISSING,
    effect: UNLESS,
    fix: `${CREATE} in {namespace} of cluster "{cluster}"`,
  },
  missingConfigMapForUnknownMesh: {
    severity: 'warning',
    message: MISSING,
    effect: UNLESS,
    fix: `${CREATE} of the other mesh`,
  },
  unsupportedKind: {
    severity: 'error',
    message: 'unsupported kind {kind}: istiod reads root certificates only from a ConfigMap',
    effect: NOT_SET_UP,
    fix: 'write "ConfigMap", and move the certificates to a ConfigMap',
  },
  ownConfigMap: {
    severity: 'error',
    message: `the ConfigMap "${OWN_ROOT}" is the one in which istiod publishes the root certificates of this mesh`,
    effect: "istiod overwrites the ConfigMap, so the other mesh's root certificates are never trusted",
    fix: 'write the name of another ConfigMap',
  },
  privateKey: {
    severity: 'error',
    message: 'the text contains a private key, which must not leave its mesh',
    effect: 'everyone who can read the ConfigMap or the manifests can issue identities of the other mesh',
    fix: 'remove the private key, and replace it in the other mesh',
  },
  lostLineBreaks: {
    severity: 'error',
    message: 'the certificate is on one line: its line breaks were lost, often by "echo $CERT" without double quotes',
    effect: REJECTED,
    fix: 'write the PEM text as a block after "|", with the line breaks that the certificate has',
  },
  escapedLines: {
    severity: 'error',
    message: 'the lines of the certificate are separated by a backslash and an "n" instead of line breaks',
    effect: REJECTED,
    fix: WRITE_ONLY,
  },
  placeholder: {
    severity: 'error',
    message: 'the text "{text}" is a placeholder instead of a certificate',
    effect: REJECTED,
    fix: WRITE_ONLY,
  },
  noCertificate: {
    severity: 'error',
    message: 'the text "{text}" contains no valid certificate in PEM format',
    effect: REJECTED,
    fix: WRITE_ONLY,
  },
  invalidCertificate: {
    severity: 'error',
    message: 'invalid certificate ({number} of {count}): it cannot be parsed',
    effect: REJECTED,
    fix: WRITE_ONLY,
  },
  notCA: {
    severity: 'error',
    message: 'the certificate "{subject}" is not a CA certificate',
    effect: UNTRUSTED,
    fix: `write the root certificate from the ConfigMap "${OWN_ROOT}" of the other mesh instead`,
  },
  otherText: {
    severity: 'warning',
    message: 'unexpected text outside of the certificates',
    effect: 'a proxy that does not ignore the text rejects the whole set of root certificates',
    fix: 'remove everything outside of the BEGIN CERTIFICATE and END CERTIFICATE lines',
  },
  expired: {
    severity: 'error',
    message: 'the certificate "{subject}" expired on {date}',
    effect: UNTRUSTED,
    fix: "add the other mesh's new root certificate",
  },
  expiredBesideOthers: {
    severity: 'warning',
    message: 'the certificate "{subject}" expired on {date}',
    effect: 'nothing that the certificate signed is trusted any more; the other certificates still apply',
    fix: 'remove the certificate',
  },
  expiresSoon: {
    severity: 'warning',
    message: 'the certificate "{subject}" expires on {date} (days left: {days})',
    effect: `from then on ${UNTRUSTED}`,
    fix: "add the other mesh's new root certificate",
  },
  wrongMesh: {
    severity: 'error',
    message: 'none of the certificates is a root certificate published by {mesh}',
    effect: UNTRUSTED,
    fix: `${COPY} in {namespace} of cluster "{cluster}"`,
    related: ['the root certificates of the other mesh'],
  },
  ownRoot: {
    severity: 'error',
    message: OWN,
    effect: UNTRUSTED,
    fix: `${COPY} of the other mesh`,
    related: PUBLISHED,
  },
  ownRootOfCustomCA: {
    severity: 'warning',
    message: OWN,
    effect: `unless the two meshes have a common root, ${UNTRUSTED}`,
    fix: `${COPY} of the other mesh`,
    related: PUBLISHED,
  },
  sameRoot: {
    severity: 'error',
    message: 'the certificates are also those that {mesh} has for this mesh, and each mesh has a root of its own',
    effect: `one of the two meshes has its own root certificates as those of the other: ${UNTRUSTED}`,
    fix: `${COPY} in {namespace} of cluster "{cluster}"`,
    related: ['the root certificates of this mesh, as the other mesh has them'],
  },
  shortKey: {
    severity: 'warning',
    message: `the {algorithm} key of the certificate "{subject}" has {bits} bits instead of ${MIN_RSA_BITS} or more`,
    effect: FORGED,
    fix: REPLACE,
  },
  weakDigest: {
    severity: 'warning',
    message: 'the certificate "{subject}" is signed with {digest} instead of SHA-256 or better',
    effect: FORGED,
    fix: REPLACE,
  },
  invalidSelfSignature: {
    severity: 'warning',
    message: 'the signature of the certificate "{subject}" by its own key is invalid',
    effect: 'the certificate is not the one that was issued: it was changed or damaged, and its key may be another one',
    fix: `${COPY} of the other mesh again`,
  },
  unfilledToken: {
    severity: 'warning',
    message: TOKEN,
    effect: INCOMPLETE,
    fix: FILL,
  },
  unfilledTokenInSeveralPlaces: {
    severity: 'warning',
    message: `${TOKEN} (other places: {others})`,
    effect: INCOMPLETE,
    fix: FILL,
  },
  tokenAsRoot: {
    severity: 'error',
    message: `data["${ROOT_KEY}"] is the token "{token}"`,
    effect: REJECTED,
    fix: FILL_OR_MOVE,
  },
  tokenAsRootInSeveralPlaces: {
    severity: 'error',
    message: `data["${ROOT_KEY}"] is the token "{token}" (other places: {others})`,
    effect: REJECTED,
    fix: FILL_OR_MOVE,
  },
} as const;

/** Makes the findings of FED011. */
export const rootFinding = findingMaker(ROOT_FINDINGS);
