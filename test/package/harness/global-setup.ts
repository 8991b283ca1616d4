import { mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installNode } from '../../../scripts/package/install-node';
import tearDown from './global-teardown';
import { installConsumer, installInto, LOCKED, LOWEST, pack } from './install';
import { publishPlace } from './place';

/** Packs this project and installs the package once for all test files. */
export default async function setUp(): Promise<void> {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'ossm-fed-package-')));
  publishPlace({ directory, plain: '', esm: '', cjs: '' });
  try {
    const tarball = await pack(directory);
    const [plain, esm, cjs, newest] = await Promise.all([
      installInto(join(directory, 'plain'), tarball),
      installConsumer(join(directory, 'esm'), tarball, LOCKED, 'module'),
      installConsumer(join(directory, 'cjs'), tarball, LOWEST, 'commonjs'),
      installNode(join(directory, 'node')),
    ]);
    publishPlace({ directory, plain, esm, cjs, ...('program' in newest && { newestNode: newest.program }) });
    const note =
      'version' in newest ? `newest Node.js: ${newest.version}` : `SKIPPED on the newest Node.js: ${newest.problem}`;
    process.stderr.write(`\nthis Node.js: ${process.version}\n${note}\n`);
  } catch (error) {
    // Jest runs no teardown after a failed setup.
    tearDown();
    throw error;
  }
}
