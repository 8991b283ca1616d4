import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { ownTarget } from '../../../scripts/binary/targets';

const setUp: () => void = require('../../jest/setup');

const ROOT = join(__dirname, '..', '..', '..');

/** Builds the binary of this machine, unless OSSM_FED_BINARY is one, and the place where the package is built. */
export default function setUpBinary(): void {
  setUp();
  if (process.env.OSSM_FED_BINARY) return;
  const own = ownTarget();
  if (own === undefined) throw new Error(`there is no binary for ${process.platform} ${process.arch}`);
  execFileSync('npm', ['run', '--silent', 'binaries', '--', '--only', own.name], { cwd: ROOT, stdio: 'inherit' });
  process.env.OSSM_FED_BINARY = join(ROOT, 'binaries', own.file);
}
