import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BuiltCommand } from '../helpers/built-command';
import type { Ended } from '../helpers/program';
import { writeFiles } from '../helpers/temporary';
import type { Fleet } from './harness/fleet';
import type { ClusterName } from './harness/state';

/** Runs command lines in a Git repository as somebody does who has `npx ossm-fed` and `oc`. */
export class Shell {
  private readonly env: NodeJS.ProcessEnv;

  /**
   * @param directory where they run, which becomes a Git repository
   * @param context the context of `oc`
   */
  constructor(
    fleet: Fleet,
    command: BuiltCommand,
    private readonly directory: string,
    context: ClusterName,
  ) {
    const bin = join(fleet.newDirectory(), 'bin');
    mkdirSync(bin);
    const words = command.argv.map((word) => `'${word}'`).join(' ');
    const ossmFed = `[ "$1" = ossm-fed ] || exit 127\nshift\nexec ${words} "$@"\n`;
    const oc = `exec '${fleet.kubectlPath}' --context ${context} "$@"\n`;
    writeFiles(bin, { npx: `#!/bin/sh\n${ossmFed}`, oc: `#!/bin/sh\n${oc}` });
    for (const program of ['npx', 'oc']) chmodSync(join(bin, program), 0o755);
    const person = (role: string) => ({ [`GIT_${role}_NAME`]: 'tester', [`GIT_${role}_EMAIL`]: 'tester@example.test' });
    this.env = {
      PATH: `${bin}:${process.env.PATH}`,
      HOME: directory,
      KUBECONFIG: fleet.kubeconfig,
      // Settings of the person who runs the tests, such as signatures and hooks, do not matter here.
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
      ...person('AUTHOR'),
      ...person('COMMITTER'),
    };
  }

  /** Runs a command line. */
  run(line: string): Promise<Ended> {
    return new Promise((resolve, reject) => {
      const child = spawn('/bin/sh', ['-c', line], { cwd: this.directory, env: this.env });
      const texts = { stdout: '', stderr: '' };
      child.stdout.on('data', (data: Buffer) => {
        texts.stdout += data.toString();
      });
      child.stderr.on('data', (data: Buffer) => {
        texts.stderr += data.toString();
      });
      child.on('error', reject);
      child.on('close', (code) => resolve({ code, ...texts }));
    });
  }
}
