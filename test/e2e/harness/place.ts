import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from 'yaml';
import type { FetchReport } from '../../../lib/workflows/reports/shape';
import type { BuiltCommand, Started } from '../../helpers/built-command';
import type { Ended } from '../../helpers/program';
import { type FileTexts, writeFiles } from '../../helpers/temporary';
import type { Fleet } from './fleet';

const LOCK = 'federation.lock.yaml';

/** What a lock says, without knowing how the project reads it. */
export interface LockContent {
  readonly meshes: {
    readonly [mesh: string]: {
      readonly roots: readonly { readonly pem: string; readonly retired?: true }[];
      readonly gateways: { readonly [gateway: string]: { readonly addresses: readonly string[] } };
    };
  };
}

/** A directory with a topology, in which the built command runs. */
export class Place {
  readonly directory: string;

  constructor(
    fleet: Fleet,
    private readonly command: BuiltCommand,
    files: FileTexts,
  ) {
    this.directory = fleet.newDirectory();
    // Below the directory, so that what is left there is seen too.
    mkdirSync(join(this.directory, 'tmp'));
    writeFiles(this.directory, files);
  }

  /** Starts the command; the kubeconfig is a path, or several of them. */
  start(args: readonly string[], kubeconfig: string, env: NodeJS.ProcessEnv = {}): Started {
    const own = { KUBECONFIG: kubeconfig, TMPDIR: join(this.directory, 'tmp') };
    return this.command.start(args, this.directory, { ...own, ...env });
  }

  /** Runs the command to its end. */
  run(args: readonly string[], kubeconfig: string, env: NodeJS.ProcessEnv = {}): Promise<Ended> {
    return this.start(args, kubeconfig, env).ended;
  }

  /** The text of the lock; undefined where there is none. */
  lockText(): string | undefined {
    const path = join(this.directory, LOCK);
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  }

  /** What the lock says; no mesh where there is none. */
  lock(): LockContent {
    const { meshes } = (parse(this.lockText() ?? 'meshes: {}') as LockContent | null) ?? { meshes: {} };
    return { meshes };
  }

  /** All files below the directory, hidden ones too, as paths with `/`. */
  files(): readonly string[] {
    return readdirSync(this.directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => relative(this.directory, join(parentPath, name)))
      .sort();
  }

  /** The texts of all files below the directory, one after the other. */
  allText(): string {
    return this.files()
      .map((path) => readFileSync(join(this.directory, path), 'utf8'))
      .join('\n');
  }
}

/** What `fetch` said about problems, in both of its forms, and what it left. */
export interface Told {
  readonly code: number | null;
  /** The problems as people see them, without lines of progress; ports of loopback are `PORT`. */
  readonly problems: string;
  /** The changes and the summary. */
  readonly results: string;
  readonly lock: LockContent;
  /** All that came out: both outputs in both forms, and the texts of all files. */
  readonly everything: string;
}

/** A line of progress: there is one for each cluster, in the order in which they answer. */
const PROGRESS = /^(\S+: \d+ of \d+ read( \(.*\))?|waiting up to .*)\n/gm;

/**
 * Runs `fetch` for people and, in a directory of its own, for programs, and checks that both say and do the same.
 *
 * @param makePlace makes the same directory each time
 */
export async function fetchInBothForms(
  makePlace: () => Place,
  kubeconfig: string,
  flags: readonly string[] = [],
): Promise<Told> {
  const [forPeople, forPrograms] = [makePlace(), makePlace()];
  const [text, json] = await Promise.all([
    forPeople.run(['fetch', ...flags], kubeconfig),
    forPrograms.run(['fetch', ...flags, '--format', 'json'], kubeconfig),
  ]);
  const problems = text.stderr.replace(PROGRESS, '');
  expect([json.code, json.stderr]).toEqual([text.code, '']);
  expect(textOf(JSON.parse(json.stdout) as FetchReport)).toBe(problems);
  expect(forPrograms.lockText()).toBe(forPeople.lockText());
  const outputs = [text.stdout, text.stderr, json.stdout];
  return {
    code: text.code,
    problems: problems.replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT'),
    results: text.stdout,
    lock: forPeople.lock(),
    everything: [...outputs, forPeople.allText(), forPrograms.allText()].join('\n'),
  };
}

/** A report for programs as people would see its problems. */
function textOf({ problems, summary }: FetchReport): string {
  const blocks = problems.map(({ code, severity, path, file, line, column, message, fix }) => {
    const place = [file ?? path, line, column].filter((part) => part !== undefined).join(':');
    return `${place}: ${severity} ${code}: ${message}\n  fix: ${fix}\n`;
  });
  const number = problems.filter(({ severity }) => severity === 'error').length;
  const end = summary === undefined ? `${number} problem${number === 1 ? '' : 's'}; nothing was fetched\n` : '';
  return blocks.join('') + end;
}

/** Checks that no trace of a stack came out, and none of some secrets, plain or in base64. */
export function expectHarmless(everything: string, secrets: readonly string[]): void {
  expect(everything).not.toMatch(/^\s+at .*:\d+/m);
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(8);
    expect(everything.includes(secret)).toBe(false);
    expect(everything.includes(Buffer.from(secret).toString('base64').replace(/=+$/, ''))).toBe(false);
  }
}

/** The lines of a private key that are secret. */
export function secretLines(key: string): readonly string[] {
  return key.split('\n').filter((line) => line.length > 20 && !line.startsWith('-----'));
}
