import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inDirectory } from './temporary';

/** Whether there is an `openssl`; Node.js reads certificates and cannot make them. */
export function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** A new certificate that signs itself, as PEM text. */
export function makeCertificate(name: string, options: { readonly ca: boolean }): string {
  return inDirectory({}, (directory) => {
    const out = join(directory, 'cert.pem');
    const constraint = `basicConstraints=critical,CA:${options.ca ? 'TRUE' : 'FALSE'}`;
    const key = [
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-keyout',
      join(directory, 'key.pem'),
    ];
    const args = ['req', '-x509', ...key, '-out', out, '-days', '30', '-subj', `/O=${name}`, '-addext', constraint];
    execFileSync('openssl', args, { stdio: 'ignore' });
    return readFileSync(out, 'utf8');
  });
}
