import type { CaCertificate } from '../../../certificates/pem';
import type { IstioMesh, TrustedRoot } from '../../../observed/ossm3/model';
import type { Finding } from '../../diagnostic';
import { set } from '../../examples/edit';
import { findingMaker } from '../../findings';
import type { Rule } from '../../rule';
import { readToken } from '../../rules/support/tokens';
import { quoted } from '../../rules/support/words';
import { ossm3Example } from '../support/example';
import { isIncomplete, MeshRootTexts } from '../support/roots';
import { TRUST_BUNDLE } from '../support/sources';
import { tokenBeside } from '../support/unfilled';

const DAY = 24 * 60 * 60 * 1000;
/** How many days before its end a certificate is reported. */
const SOON = 30;

const REFUSED =
  'istiod refuses the whole set of root certificates, also those of other meshes, and logs "failed to update meshConfig PEM trustAnchors"';
const UNTRUSTED = 'connections to the other mesh fail in the TLS handshake';
const FILL = 'run "ossm-fed fetch" and "ossm-fed inject"';
const WRITE = 'write the PEM text of the root certificate of the other mesh, and nothing else';

const FINDINGS = {
  invalid: { severity: 'error', message: 'invalid root certificate: {problem}', effect: REFUSED, fix: WRITE },
  privateKey: {
    severity: 'error',
    message: 'the text contains a private key, which must not leave its mesh',
    effect: 'everyone who can read the Istio resource or the manifests can issue identities of the other mesh',
    fix: 'remove the private key, and replace it in the other mesh',
  },
  token: {
    severity: 'error',
    message: 'the token "{token}" is in pem, where only a certificate is accepted',
    effect: REFUSED,
    fix: `${FILL}, or remove the entry`,
  },
  notText: {
    severity: 'error',
    message: 'invalid pem: it is not text',
    effect: 'the API server rejects the Istio resource',
    fix: WRITE,
  },
  expired: {
    severity: 'error',
    message: 'the certificate "{subject}" expired on {date}',
    effect: UNTRUSTED,
    fix: 'write the new root certificate of the other mesh',
  },
  notYetValid: {
    severity: 'error',
    message: 'the certificate "{subject}" is not valid before {date}',
    effect: `until then ${UNTRUSTED}`,
    fix: 'keep the root certificate that is valid now as well',
  },
  expiresSoon: {
    severity: 'warning',
    message: 'the certificate "{subject}" expires on {date} (days left: {days})',
    effect: `from then on ${UNTRUSTED}`,
    fix: 'add the new root certificate of the other mesh as an entry of its own',
  },
  weak: {
    severity: 'warning',
    message: 'the certificate "{subject}" is weak: {weakness}',
    effect: 'whoever can break it can issue identities of the other mesh; proxies may reject the certificate',
    fix: 'replace the root certificate of the other mesh, and copy the new one here',
  },
  notFilledIn: {
    severity: 'warning',
    message: 'the root certificate {root} is not filled in yet',
    effect: `${UNTRUSTED}; the entry is harmless for other meshes`,
    fix: FILL,
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED104: the root certificates of other meshes are valid. */
export const certificates: Rule = {
  id: 'FED104',
  generations: ['ossm3'],
  title: 'each entry of caCertificates has a valid CA certificate',
  cause: 'The certificate was copied incompletely, is that of a server instead of a root, or has expired.',
  fix: 'Copy data["root-cert.pem"] of the ConfigMap "istio-ca-root-cert" of the other mesh as a block after "|".',
  sources: [TRUST_BUNDLE, 'Istio documentation, MeshConfig.CertificateData'],
  findings: FINDINGS,
  example: ossm3Example([
    set('north', 'Istio north-mesh', 'spec.values.meshConfig.caCertificates[0].pem', 'the root of west'),
  ]),
  check: ({ ossm3, now }, report) => {
    const texts = new MeshRootTexts();
    const unfilled = new Set<string>();
    for (const mesh of ossm3.meshes) {
      for (const found of mesh.roots.flatMap((root) => checkRoot(mesh, root, texts, now))) {
        // One run of inject fills in the root of a mesh everywhere.
        if (found.name === 'notFilledIn' && unfilled.has(found.message)) continue;
        unfilled.add(found.message);
        report(found);
      }
    }
  },
};

function checkRoot(mesh: IstioMesh, root: TrustedRoot, texts: MeshRootTexts, now: Date): readonly Finding[] {
  const { object } = mesh;
  const { pem, trustDomains, path } = root;
  if (object === undefined) return [];
  if (isIncomplete(mesh, root)) {
    const token = tokenBeside(object, [...path, 'certSigners']);
    const domains = trustDomains.map(quoted).join(', ') || 'another mesh';
    return [finding('notFilledIn', { object, path }, { root: token === undefined ? `for ${domains}` : `"${token}"` })];
  }
  const place = { object, path: [...path, 'pem'] };
  if (pem === undefined || pem === null) return [];
  if (typeof pem !== 'string') return [finding('notText', place, {})];
  const token = readToken(pem);
  if (token !== undefined) return [finding('token', place, { token: token.token })];
  const content = texts.read(pem);
  if ('problem' in content) {
    if (content.problem.kind === 'private-key') return [finding('privateKey', place, {})];
    return [finding('invalid', place, { problem: content.problem.message })];
  }
  return content.certificates.flatMap((certificate) => checkValidity(certificate, place, now));
}

function checkValidity(
  certificate: CaCertificate,
  place: Parameters<typeof finding>[1],
  now: Date,
): readonly Finding[] {
  const { notBefore, notAfter, weaknesses } = certificate;
  const subject = certificate.subject === '' ? 'without a subject' : certificate.subject;
  const weak = weaknesses.map((weakness) => finding('weak', place, { subject, weakness }));
  const dateOf = (time: Date) => time.toISOString().slice(0, 10);
  if (notAfter <= now) return [finding('expired', place, { subject, date: dateOf(notAfter) }), ...weak];
  if (notBefore > now) return [finding('notYetValid', place, { subject, date: dateOf(notBefore) }), ...weak];
  const days = Math.floor((notAfter.getTime() - now.getTime()) / DAY);
  return days < SOON ? [finding('expiresSoon', place, { subject, date: dateOf(notAfter), days }), ...weak] : weak;
}
