/**
 * Runs the tests of the page in a real browser, Chromium.
 *
 * Usage: npm run test:browser [-- [--or-skip] [JEST ARGUMENT]...]
 *
 * It ends with what Jest ends with. Without Chromium it ends with 1, or with `--or-skip` it says SKIPPED and ends with 0.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { findChromium } from './find-chromium';

const ROOT = join(__dirname, '..', '..');
const OR_SKIP = '--or-skip';

function main(args: readonly string[]): number {
  const chromium = findChromium(process.env);
  if (chromium === undefined) {
    const how = 'there is no Chromium: install the package "chromium", or set CHROMIUM to the path of its program';
    console.log(`SKIPPED: the tests in a browser did not run; ${how}`);
    return args.includes(OR_SKIP) ? 0 : 1;
  }
  const jest = [require.resolve('jest/bin/jest'), '--config', join(ROOT, 'jest.browser.config.js')];
  const others = args.filter((arg) => arg !== OR_SKIP);
  const env = { ...process.env, CHROMIUM: chromium };
  return spawnSync(process.execPath, [...jest, ...others], { cwd: ROOT, stdio: 'inherit', env }).status ?? 1;
}

process.exitCode = main(process.argv.slice(2));
