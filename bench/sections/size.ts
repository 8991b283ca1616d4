import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { inMebibytes, type Verdict } from '../report';
import { notMeasured } from '../verdicts';
import type { Section } from './section';

/** A part of what is shipped, and how large it may be, in MiB. */
interface Budget {
  readonly what: string;
  readonly limit: number;
  /** The size in bytes; undefined where it is missing. */
  readonly bytes: number | undefined;
}

/** What `npm pack --json` prints of a package. */
interface Packed {
  /** The size of the tarball, in bytes. */
  readonly size: number;
  readonly files: readonly { readonly path: string; readonly size: number }[];
}

/** The budget for the size of what is shipped, so that features do not make it grow without notice. */
export const size: Section = {
  name: 'size',
  title: 'The size of the program',
  measure: async ({ binary }) => {
    const budgets = [...packageBudgets(packed()), ...binaryBudgets(binary)];
    const notes = budgets.map(
      ({ what, bytes }) => `${what}: ${bytes === undefined ? 'not measured' : inMebibytes(bytes)}`,
    );
    return { rows: [], notes, verdicts: budgets.map(verdictOf) };
  },
};

/** The package as `npm pack` would make it of the present build. */
function packed(): Packed {
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts', '--loglevel=error'];
  const [result] = JSON.parse(execFileSync('npm', args, { encoding: 'utf8' })) as readonly Packed[];
  if (result === undefined) throw new Error('npm pack printed no package');
  return result;
}

function packageBudgets({ size: bytes, files }: Packed): readonly Budget[] {
  const sum = (pattern: RegExp) =>
    files.filter(({ path }) => pattern.test(path)).reduce((total, file) => total + file.size, 0);
  return [
    { what: 'the tarball of the package', limit: 3.2, bytes },
    { what: 'the scripts of the command in build/', limit: 5, bytes: sum(/^build\/(?!index\.)[^/]*\.js$/) },
    { what: 'all files in build/', limit: 12, bytes: sum(/^build\//) },
  ];
}

function binaryBudgets(path: string | undefined): readonly Budget[] {
  return [
    { what: 'the binary', limit: 160, bytes: path === undefined ? undefined : statSync(path).size },
    {
      what: 'the binary, compressed',
      limit: 60,
      bytes: path === undefined ? undefined : gzipSync(readFileSync(path)).length,
    },
  ];
}

function verdictOf({ what, limit, bytes }: Budget): Verdict {
  const claim = `${what}, at most ${limit} MiB`;
  if (bytes === undefined) return notMeasured(claim);
  return { claim, figures: inMebibytes(bytes), ok: bytes <= limit * 1024 ** 2 };
}
