import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { HIDDEN_SAMPLES, hiddenIn } from '../helpers/hidden-characters';
import { inDirectoryFor } from '../helpers/temporary';
import { type Scenario, scenarios } from './hostile-scenarios';

/** Runs the command in a directory. */
export type RunIn = (
  args: readonly string[],
  directory: string,
) => Promise<{ readonly stdout: string; readonly stderr: string }>;

/** What a scenario writes, the directory left out. */
export async function written(
  run: RunIn,
  { args, files = {} }: Scenario,
): Promise<{ readonly stdout: string; readonly all: string }> {
  const found: { stdout: string; all: string }[] = [];
  await inDirectoryFor({}, async (directory) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), text);
    }
    const words = args.map((arg) => arg.replace('DIR', directory));
    const { stdout, stderr } = await run(words, directory);
    found.push({ stdout, all: `${stdout}\n${stderr}`.replaceAll(directory, 'DIR') });
  });
  return found[0] ?? { stdout: '', all: '' };
}

/** The number of lines of a text. */
export const linesIn = (text: string) => text.split('\n').length;

/** Compares what a scenario writes with what it writes with "!" in place of each hidden character. */
export async function check(run: RunIn, [hostile, harmless]: readonly [Scenario, Scenario]): Promise<void> {
  const { args } = hostile;
  const { stdout, all } = await written(run, hostile);
  expect({ args, hidden: hiddenIn(all) }).toEqual({ args, hidden: [] });
  if (stdout !== '' && ['json', 'sarif'].includes(args.at(-1) ?? '')) JSON.parse(stdout);
  // A topology with half of a surrogate pair is not checked further.
  if (hostile.isRaw || all.includes('half of a surrogate pair')) return;
  const other = await written(run, harmless);
  if (linesIn(all) !== linesIn(other.all)) expect({ args, all }).toEqual({ args, all: other.all });
}

/** The name with some characters in it, and with "!" in place of each. */
export function names(characters: readonly string[]): readonly [string, string] {
  return [`q${characters.join('x')}q`, `q${characters.map((one) => '!'.repeat([...one].length)).join('x')}q`];
}

const ALL = scenarios('q');

/**
 * The scenarios with a kubeconfig, which load the client of clusters, or all others, which run in this process: their indices
 * and arguments.
 */
export function scenariosOf(hasKubeconfig: boolean): readonly (readonly [number, string])[] {
  const listed = ALL.map(({ args }, i) => [i, args.join(' ')] as const);
  return listed.filter(([i]) => ALL[i]?.args.includes('--kubeconfig') === hasKubeconfig);
}

/** A scenario with some characters in its name, without those that no path can have, and with "!" in their place. */
export function pair(characters: readonly string[], at: number): readonly [Scenario, Scenario] {
  const isPath = ALL[at]?.isPath ?? false;
  const [hostile, harmless] = names(isPath ? characters.filter((one) => !/[\0\p{Cs}]/u.test(one)) : characters);
  return [scenarios(hostile)[at] as Scenario, scenarios(harmless)[at] as Scenario];
}

/** All samples of hidden characters. */
export const EVERY_CHARACTER = HIDDEN_SAMPLES.map(([, character]) => character);
/** The same without halves of surrogate pairs. */
export const WHOLE_CHARACTERS = EVERY_CHARACTER.filter((character) => !/\p{Cs}/u.test(character));
