import { shownValue } from '../../lib/changes/shown';
import { makeCertificate } from '../helpers/make-certificate';

describe('a value in a report', () => {
  test('is the fingerprint for a certificate', () => {
    const shown = shownValue('ConfigMap', ['data', 'root-cert.pem'], makeCertificate({}));
    expect(shown).toMatch(/^certificate ([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  });

  test('is no secret, wherever it is', () => {
    expect(shownValue('Secret', ['data', 'x'], 'cGFzcw==')).toBe('[redacted]');
    expect(shownValue('Secret', ['data'], { x: 'cGFzcw==' })).toEqual({ x: '[redacted]' });
    expect(shownValue('Secret', ['metadata', 'labels', 'x'], 'y')).toBe('y');
    expect(shownValue('ConfigMap', ['data', 'password'], 'pass')).toBe('[redacted]');
    expect(shownValue('ConfigMap', ['data'], { password: 'pass', user: 'me' })).toEqual({
      password: '[redacted]',
      user: 'me',
    });
  });

  test('is the reason for PEM text that is no certificate, and repeats none of it', () => {
    const key = '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n';
    expect(shownValue('ConfigMap', ['data', 'x'], key)).toBe(
      'PEM text (the text contains a private key, which must never leave its mesh)',
    );
  });
});
