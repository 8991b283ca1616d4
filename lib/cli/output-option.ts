import { existsSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';

/** The formats of a report, which `-o` names in other tools. */
const FORMATS: readonly string[] = ['json', 'text'];

/**
 * Validates the value of `--output`. What is a format or a file in other tools is rejected unless it exists.
 *
 * @throws InvalidArgumentError if the value is empty, or if it does not exist and names a format or a file
 */
export function toOutput(value: string): string {
  if (value.trim() === '') throw new InvalidArgumentError('Expected a directory.');
  const hint = value === '-' || !existsSync(value) ? hintFor(value) : undefined;
  if (hint !== undefined) throw new InvalidArgumentError(hint);
  return value;
}

function hintFor(value: string): string | undefined {
  const name = value.toLowerCase();
  if (FORMATS.includes(name)) return `Expected a directory. For the format of the report write --format ${name}.`;
  if (name === '-') return 'Expected a directory; standard output is not supported.';
  if (name === 'yaml' || name === 'yml') return 'Expected a directory. The output is always YAML.';
  return /\.(ya?ml|json)$/.test(name) ? 'Expected a directory; the output is a directory per cluster.' : undefined;
}
