import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { inDirectory } from '../helpers/temporary';

jest.setTimeout(60_000);

const ROOT = join(__dirname, '..', '..');
const CDK8S = join(ROOT, 'node_modules', 'cdk8s-cli', 'bin', 'cdk8s');

/** Whether a program can be run without any network, which only Linux and its superuser can. */
const canCutOff = spawnSync('unshare', ['--net', 'true']).status === 0;

// patches/ turns off the check for a new version of cdk8s-cli, which "npm ci" applies.
(canCutOff ? test : test.skip)(
  '"npx cdk8s synth" reports no network error (skipped where unshare is not allowed)',
  () => {
    inDirectory({}, (directory) => {
      const args = ['--net', process.execPath, CDK8S, 'synth', '--output', join(directory, 'dist')];
      // Without its cache of the newest version, which is below the home directory.
      const env = { ...process.env, HOME: directory };
      const { status, stdout, stderr } = spawnSync('unshare', args, { cwd: ROOT, encoding: 'utf8', env });
      expect([status, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(/^Synthesizing application\n/);
      expect(existsSync(join(directory, 'dist', 'rosa'))).toBe(true);
    });
  },
);
