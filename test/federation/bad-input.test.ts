import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ISSUE_CODES, type IssueCode } from '../../lib/issues/catalogue';
import { loadText } from '../helpers/topology-text';
import { BAD_INPUTS } from './bad-input';
import { BASE, type BadInput, MARK } from './bad-input/case';

/** Codes that no topology file alone gives, and the test in which they are given. */
const ELSEWHERE: Readonly<Partial<Record<IssueCode, string>>> = {
  // A list or a range of thousands of entries.
  TOP009: 'bounds.slow.test.ts',
  // A warning depends on workloads, and so does what a share states of them.
  TOP157: 'ossm2/merged.test.ts',
  TOP158: 'ossm2/merged.test.ts',
  // Warnings.
  TOP204: 'ossm3/meshes.test.ts',
  TOP208: 'ossm3/meshes.test.ts',
  TOP159: 'federation/certificates.test.ts',
  // Only charts of a user's own can be invalid.
  TOP160: 'io/written-by-charts.test.ts',
  // An object is written twice where manifests or charts of a user's own repeat one.
  TOP161: 'io/written-by-charts.test.ts',
  // The output directory decides, not the topology.
  TOP170: 'io/output-problems.test.ts',
  TOP171: 'cli/synth-output.test.ts',
  TOP172: 'cli/synth-output.test.ts',
  TOP173: 'cli/synth-check.test.ts',
  // The linter decides, and its rules have tests of their own.
  TOP180: 'io/written-by-charts.test.ts',
};

/** The text without its marks, and the places where they stood. */
function unmark(marked: string): { text: string; places: readonly string[] } {
  const parts = marked.split(MARK);
  const places = parts.slice(0, -1).map((_, i) => {
    const lines = parts
      .slice(0, i + 1)
      .join('')
      .split('\n');
    return `${lines.length}:${(lines.at(-1) ?? '').length + 1}`;
  });
  return { text: parts.join(''), places };
}

test('the topology that the others are changed from is good', () => {
  expect(loadText(BASE).issues).toEqual([]);
});

test.each(BAD_INPUTS.map((input) => [input.code, input.what, input] as const))('%s: %s', (_, __, input) => {
  const { text, places } = unmark(input.text);
  const { federation, issues } = loadText(text, input.files);
  expect(issues.map(({ code, line, column }) => `${code} ${line}:${column}`)).toEqual(
    places.map((place) => `${input.code} ${place}`),
  );
  expect(federation).toBeUndefined();
  if (input.message !== undefined) expect(issues[0]?.message).toBe(input.message);
  if (input.fix !== undefined) expect(issues[0]?.fix).toBe(input.fix);
});

describe('the catalogue of codes', () => {
  const isFull = ({ message, fix }: BadInput) => message !== undefined && fix !== undefined;
  const covered = new Set(BAD_INPUTS.filter(isFull).map(({ code }) => code));

  test('each code has a topology that gives it, with its message and its fix, or a reason why none can', () => {
    const codes = ISSUE_CODES.filter((code) => code.startsWith('TOP'));
    expect(codes.filter((code) => !covered.has(code) && ELSEWHERE[code] === undefined)).toEqual([]);
  });

  test.each(Object.entries(ELSEWHERE))('%s is tested in %s', (code, file) => {
    const path = join(__dirname, '..', file);
    expect(existsSync(path) && readFileSync(path, 'utf8').includes(code)).toBe(true);
  });
});
