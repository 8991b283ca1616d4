import { spawn } from 'node:child_process';
import {
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BuiltCommand } from '../../helpers/built-command';
import { type FileTexts, writeFiles } from '../../helpers/temporary';

/** One run of the command. */
export interface Case {
  /** The arguments; or a script of sh in which `ossm-fed` is the command. */
  readonly run: readonly string[] | string;
  /** The files in the current directory. */
  readonly files?: FileTexts;
  /** What else is done to the current directory before. */
  readonly prepare?: (directory: string) => void;
  /** Standard input; by default it is empty. */
  readonly input?: string | Buffer;
  /** A signal that it gets after two seconds, until when its standard input is open. */
  readonly signal?: NodeJS.Signals;
  /** Variables beside PATH, HOME and XDG_CACHE_HOME. */
  readonly env?: NodeJS.ProcessEnv;
}

/** All that a run left. */
export interface Outcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The files in the current directory, with their modes and contents. */
  readonly files: Readonly<Record<string, string>>;
}

/** A command, and a directory in which it is the program `ossm-fed`. */
class Program {
  private readonly bin = mkdtempSync(join(tmpdir(), 'ossm-fed-bin-'));

  constructor(private readonly command: BuiltCommand) {
    const words = command.argv.map((word) => `'${word}'`).join(' ');
    writeFileSync(join(this.bin, 'ossm-fed'), `#!/bin/sh\nexec ${words} "$@"\n`, { mode: 0o755 });
  }

  /** The variables of a run: where programs are, and where the package keeps compiled code, which a binary has in itself. */
  get env(): NodeJS.ProcessEnv {
    return { PATH: `${this.bin}:${process.env.PATH}`, XDG_CACHE_HOME: join(this.bin, 'cache') };
  }

  /** Removes its files. */
  remove(): void {
    rmSync(this.bin, { recursive: true });
    this.command.remove();
  }
}

const PACKAGE = new Program(new BuiltCommand(undefined, ''));
const BINARY = new Program(new BuiltCommand());

/** Times of this run, which reports of clusters have. */
const NOW = new RegExp(`${new Date().toISOString().slice(0, 10)}T[0-9:.]+Z`, 'g');

/** A script that runs lines of sh one after the other, each of which prints its exit code. */
export function lines(...all: readonly string[]): string {
  return all.map((line) => `{ ${line}; }; echo "code $?"\n`).join('');
}

/** Removes what was built. */
export function removeBoth(): void {
  PACKAGE.remove();
  BINARY.remove();
}

/** What the package and the binary do in the same case, each in a directory of its own, whose path is left out. */
export async function runBoth(one: Case): Promise<{ readonly ofPackage: Outcome; readonly ofBinary: Outcome }> {
  const [ofPackage, ofBinary] = await Promise.all([runIn(PACKAGE, one), runIn(BINARY, one)]);
  return { ofPackage, ofBinary };
}

/** Expects the same of both, and gives it. */
export async function expectSame(one: Case): Promise<Outcome> {
  const { ofPackage, ofBinary } = await runBoth(one);
  expect(ofBinary).toEqual(ofPackage);
  return ofPackage;
}

async function runIn({ env: own }: Program, one: Case): Promise<Outcome> {
  const { run, files = {}, prepare, input = '', signal: sent, env = {} } = one;
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'ossm-fed-both-')));
  try {
    writeFiles(directory, files);
    prepare?.(directory);
    const words = typeof run === 'string' ? [run] : ['exec ossm-fed "$@"', 'sh', ...run];
    const child = spawn('sh', ['-c', ...words], { cwd: directory, env: { ...own, HOME: directory, ...env } });
    const texts = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (text: string) => {
        texts[stream] += text;
      });
    }
    // A command that reads no input closes it.
    child.stdin.on('error', () => {});
    if (sent === undefined) child.stdin.end(input);
    else setTimeout(() => child.kill(sent), 2000);
    const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) =>
      child.once('close', (...ended) => resolve(ended)),
    );
    const hide = (text: string) => text.replaceAll(directory, 'DIR').replace(NOW, 'NOW');
    return { code, signal, stdout: hide(texts.stdout), stderr: hide(texts.stderr), files: filesOf(directory) };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function filesOf(directory: string): Readonly<Record<string, string>> {
  const paths = readdirSync(directory, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(paths.map((path) => [path, contentOf(join(directory, path)).replaceAll(directory, 'DIR')]));
}

function contentOf(path: string): string {
  const stat = lstatSync(path);
  const mode = (stat.mode & 0o7777).toString(8);
  if (stat.isSymbolicLink()) return `-> ${readlinkSync(path)}`;
  return stat.isFile() ? `${mode}\n${readFileSync(path, 'utf8')}` : mode;
}
