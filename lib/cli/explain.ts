import type { Command } from 'commander';
import { nearest } from '../issues/suggest';
import { findSymptoms, SYMPTOMS, symptomExplanation } from '../issues/symptoms';
import { CODES, explain } from '../library/explain';
import type { CommandContext } from './io';

/** Adds the command `explain`. */
export function addExplain(program: Command, { io }: CommandContext): void {
  const command = program.command('explain');
  command
    .description('explain a lint rule, an issue code or a symptom; lists the symptoms without an argument')
    .argument('[words...]', 'a code such as FED013, or a symptom such as 503, "RBAC: access denied" or status-empty')
    .action((words: readonly string[]) => {
      const value = words.join(' ');
      const text = value === '' ? symptomList() : (explain(value.toUpperCase()) ?? symptomsText(value));
      if (text !== undefined) io.stdout.write(text);
      else command.error(`error: unknown code "${value}"\n${hintFor(value.toUpperCase())}`);
    });
}

/** The names and titles of all symptoms. */
function symptomList(): string {
  const width = Math.max(...SYMPTOMS.map(({ name }) => name.length));
  const lines = SYMPTOMS.map(({ name, title }) => `${name.padEnd(width)}  ${title}\n`);
  return `Symptoms (docs/rules.md and docs/codes.md list the codes):\n\n${lines.join('')}`;
}

/** The symptoms that a text means; undefined if there are none. */
function symptomsText(value: string): string | undefined {
  const found = findSymptoms(value);
  return found.length === 0 ? undefined : found.map(symptomExplanation).join('\n');
}

/** What an unknown code may mean: one without leading zeros, or with a typo. */
function hintFor(code: string): string {
  const [isWellFormed, letters = '', digits = ''] = /^([A-Z]{3})(\d{1,3})$/.exec(code) ?? [];
  const padded = `${letters}${digits.padStart(3, '0')}`;
  const guess = CODES.includes(padded)
    ? padded
    : isWellFormed
      ? undefined
      : nearest(code, [...CODES, ...SYMPTOMS.map(({ name }) => name)]);
  return guess === undefined
    ? '(docs/rules.md and docs/codes.md list all codes, "ossm-fed explain" lists symptoms)'
    : `(Did you mean ${guess}?)`;
}
