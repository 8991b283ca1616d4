import { toYaml } from '../output/yaml-text';
import { type Edit, valueIn } from './examples/edit';
import { headlineOf, type Rule } from './rule';

/** A rule in full: cause, effect, remedy, and an example, as Markdown that reads well as plain text. */
export function explanationOf(rule: Rule): string {
  const { id, title, cause, fix, source, sources = [source], example } = rule;
  const { severity, effect } = headlineOf(rule);
  return `## ${id}: ${title}

${severity[0]?.toUpperCase()}${severity.slice(1)}. Source: ${sources.join('; ')}.

**Cause.** ${cause}

**Effect.** At run time, ${effect}.

**Fix.** ${fix}

${exampleText(example.given ?? [], example.fault)}`;
}

/** The parts that the fault changes, as they should be and as they are. */
function exampleText(given: readonly Edit[], fault: readonly Edit[]): string {
  const parts = fault.map((edit) => {
    const place = `${edit.cluster}: ${edit.object}`;
    return [fragment(place, edit, valueIn(given, edit)), fragment(place, edit, edit.value)] as const;
  });
  const good = parts.map(([part]) => part).join('');
  const bad = parts.map(([, part]) => part).join('');
  return `Good:\n\n${good}\nBad:\n\n${bad}`;
}

/** A part of an object as YAML below its keys, indented as Markdown code. */
function fragment(place: string, { path }: Edit, value: unknown): string {
  const missing = value === undefined ? ' (absent)' : '';
  const keys = path.filter((part) => typeof part === 'string');
  const nested = value === undefined ? undefined : path.reduceRight<unknown>(nest, value);
  const head = `# ${place}${missing}${value === undefined && keys.length > 0 ? `: ${path.join('.')}` : ''}\n`;
  const text = head + (nested === undefined ? '' : toYaml(nested));
  return text.replace(/^(?=.)/gm, '    ');
}

function nest(value: unknown, part: string | number): unknown {
  return typeof part === 'number' ? [value] : { [part]: value };
}
