import { shownValue } from '../../lib/changes/shown';
import { makeCertificate } from '../helpers/make-certificate';

describe('a value in a report', () => {
  test('is the fingerprint for a certificate', () => {
    const shown = shownValue({ a: [makeCertificate({})] });
    expect(JSON.stringify(shown)).toMatch(/^\{"a":\["certificate ([0-9A-F]{2}:){31}[0-9A-F]{2}"\]\}$/);
  });

  test('is no secret', () => {
    expect(shownValue(['[redacted 7]', 'redacted 7'])).toEqual(['[redacted]', 'redacted 7']);
  });

  test('is the reason for PEM text that is no certificate, and repeats none of it', () => {
    const key = ['-----BEGIN', 'PRIVATE KEY-----\nMIIE\n-----END', 'PRIVATE KEY-----\n'].join(' ');
    expect(shownValue(key)).toBe('PEM text (the text contains a private key, which must never leave its mesh)');
  });
});
