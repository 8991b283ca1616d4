import { X509Certificate } from 'node:crypto';
import { weaknessesOf } from '../../lib/certificates/weaknesses';
import { makeCertificate } from '../helpers/make-certificate';
import {
  COMPANY_ROOT,
  DAMAGED_ROOT,
  EAST_ROOT,
  LEAF,
  MD5_ROOT,
  SHA1_ROOT,
  SHORT_KEY_ROOT,
} from '../lint/cases/certificates';

test.each([
  ['an elliptic curve', EAST_ROOT, []],
  ['a subject without an organization', COMPANY_ROOT, []],
  ['a certificate of no CA', LEAF, []],
  ['an RSA key of 1,024 bits', SHORT_KEY_ROOT, [{ kind: 'short-key', algorithm: 'RSA', bits: 1024 }]],
  ['a SHA-1 signature', SHA1_ROOT, [{ kind: 'weak-digest', digest: 'SHA-1' }]],
  ['an MD5 signature', MD5_ROOT, [{ kind: 'weak-digest', digest: 'MD5' }]],
  ['a signature with another last byte', DAMAGED_ROOT, [{ kind: 'invalid-self-signature' }]],
])('the weaknesses of %s', (_, pem, expected) => {
  expect(weaknessesOf(new X509Certificate(pem))).toEqual(expected);
});

test('all weaknesses of a certificate are found', () => {
  const pem = makeCertificate({ organization: 'west', rsaBits: 1024, hash: 'sha1', forged: true });
  expect(weaknessesOf(new X509Certificate(pem))).toEqual([
    { kind: 'short-key', algorithm: 'RSA', bits: 1024 },
    { kind: 'weak-digest', digest: 'SHA-1' },
    { kind: 'invalid-self-signature' },
  ]);
});

test.each([
  ['sha256', []],
  ['sha1', [{ kind: 'weak-digest', digest: 'SHA-1' }]],
  ['md5', [{ kind: 'weak-digest', digest: 'MD5' }]],
] as const)('the digest of RSASSA-PSS is a parameter of its algorithm: %s', (hash, expected) => {
  const pem = makeCertificate({ organization: 'west', rsaBits: 2048, hash, pss: true });
  expect(weaknessesOf(new X509Certificate(pem))).toEqual(expected);
});
