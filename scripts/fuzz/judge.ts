import type { CaseTime } from './case-time';
import { FORGED } from './hostile';
import type { CaseOutput } from './target';

/** The CPU time that a case may take, in milliseconds. */
export const MAX_MILLISECONDS = 2000;

/** What is wrong with a case. */
export interface Flaw {
  /** What it has in common with other cases of the same fault. */
  readonly signature: string;
  /** The details. */
  readonly text: string;
}

/** Characters that control a terminal, or that are invisible; reports may have line feeds and tabs. */
const UNPRINTABLE = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\uFFFE\uFFFF]/u;

/** A line of a report that the input wrote. */
const FORGED_LINE = new RegExp(`^(::\\w+::|\\s*fix: )?${FORGED}`, 'm');

/** What is wrong with what a case wrote; undefined if nothing is. */
export function flawOf({ reports, secrets }: CaseOutput): Flaw | undefined {
  for (const [name, text] of reports) {
    const [character] = UNPRINTABLE.exec(text) ?? [];
    if (character !== undefined) {
      const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
      return { signature: `${name}: unprintable`, text: `${code} in ${excerpt(text, text.indexOf(character))}` };
    }
    const forged = FORGED_LINE.exec(text);
    if (forged !== null) return { signature: `${name}: forged line`, text: excerpt(text, forged.index) };
    const secret = secrets.find((each) => text.includes(each));
    if (secret !== undefined) return { signature: `${name}: secret`, text: excerpt(text, text.indexOf(secret)) };
  }
  return undefined;
}

/** The flaw of a case that ended with an exception. */
export function exceptionFlaw(error: unknown): Flaw {
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  const frames = stack.split('\n').filter((line) => line.trim().startsWith('at '));
  const own = frames.find((line) => /[/\\](lib|scripts)[/\\]/.test(line)) ?? frames[0] ?? '';
  const place = own.trim().replace(/\(?[^\s(]*?((lib|scripts|node_modules)[/\\][^\s)]*)\)?$/, '$1');
  return { signature: `exception ${place}`, text: `${message.slice(0, 200)}\n${frames.slice(0, 6).join('\n')}` };
}

/** The flaw of a case that took too long. */
export function slowFlaw({ cpu, wall }: CaseTime, limit: number): Flaw {
  const text = `${Math.round(cpu)} ms of CPU time, maximum ${limit} ms; ${Math.round(wall)} ms by the clock`;
  return { signature: 'slow', text };
}

function excerpt(text: string, index: number): string {
  return JSON.stringify(text.slice(Math.max(0, index - 120), index + 60));
}
