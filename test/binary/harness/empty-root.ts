import { execFileSync, spawn } from 'node:child_process';
import { chownSync, copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Ended } from '../../helpers/program';
import { type FileTexts, writeFiles } from '../../helpers/temporary';

/** Whether this process may make a root: on Linux, as the superuser. */
export const CAN_MAKE_ROOT = process.platform === 'linux' && process.getuid?.() === 0;

/** The user of the processes in the root, whom no file there belongs to but the output. */
const USER = 65_532;

const DEVICES = ['null', 'zero', 'full', 'random', 'urandom', 'tty'];

/** All of the root is read-only but `/out`. The mounts are gone with the process. */
const ENTER = `
set -eu
root=$1; shift
mount --make-rprivate /
mount --bind "$root" "$root"
for device in ${DEVICES.join(' ')}; do mount --bind "/dev/$device" "$root/dev/$device"; done
mount -t proc proc "$root/proc"
mount --bind "$root/out" "$root/out"
mount -o remount,bind,ro "$root"
exec env -i "$(command -v chroot)" --userspec=${USER}:${USER} --groups= "$root" /ossm-fed "$@"
`;

/** A root that has a binary, the C library with its loader, `/proc` and `/dev`, as a container from nothing has it. */
export class EmptyRoot {
  private readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'ossm-fed-root-')));

  /** @param files the files in `/in` */
  constructor(binary: string, files: FileTexts) {
    for (const directory of ['dev', 'proc', 'in', 'out']) mkdirSync(join(this.root, directory));
    for (const device of DEVICES) writeFileSync(join(this.root, 'dev', device), '');
    for (const library of librariesOf(binary)) {
      mkdirSync(dirname(join(this.root, library)), { recursive: true });
      copyFileSync(library, join(this.root, library));
    }
    copyFileSync(binary, join(this.root, 'ossm-fed'));
    writeFiles(join(this.root, 'in'), files);
    chownSync(join(this.root, 'out'), USER, USER);
    execFileSync('chmod', ['-R', 'a+rX', this.root]);
  }

  /** What the processes wrote. */
  get output(): string {
    return join(this.root, 'out');
  }

  /** Runs the binary in the root, without any variable, network or other process, to its end. */
  run(...args: readonly string[]): Promise<Ended> {
    const words = ['--mount', '--net', '--pid', '--fork', '--kill-child', 'sh', '-c', ENTER, 'sh', this.root, ...args];
    const child = spawn('unshare', words, { stdio: ['ignore', 'pipe', 'pipe'] });
    const texts = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (text: string) => {
        texts[stream] += text;
      });
    }
    return new Promise((resolve) => child.once('close', (code) => resolve({ code, ...texts })));
  }

  /** Removes its files. */
  remove(): void {
    rmSync(this.root, { recursive: true });
  }
}

/** The paths of the shared libraries of a program, and of the loader. */
function librariesOf(program: string): readonly string[] {
  const listed = execFileSync('ldd', [program], { encoding: 'utf8' });
  return [...listed.matchAll(/(\/\S+) \(0x/g)].flatMap(([, path]) => path ?? []);
}
