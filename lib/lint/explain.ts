import { toYaml } from '../output/yaml-text';
import { valueIn } from './examples/edit';
import type { FindingTemplates } from './findings';
import { headlineOf, type Rule, type RuleExample } from './rule';
import { INPUT_RULE } from './suppress';

/** The explanation of {@link INPUT_RULE}, which is not a rule: the linter reports its own input under this id. */
export const INPUT_EXPLANATION = `## ${INPUT_RULE}

**Each source is readable and has objects, and each ignored rule has a reason and an effect**

Error for a file that cannot be read or parsed, and for a source without one Kubernetes object; warning for the directory of
a kustomization whose changes are not checked, and for an ignored rule without an effect; info for objects that only refer to
manifests, such as an Argo CD Application. It cannot be ignored.

**Effect.** What is not read is not checked, and findings in other files may be wrong because it is missing.

**Fix.** Fix the file, or leave it out of the sources. Lint the output of \`helm template\` and \`kubectl kustomize\` instead of
the files from which they build manifests. Remove ignored rules that have no findings, and add a reason to those
in annotations: \`ossm-fed.dev/ignore: "FED042: restricted by a firewall"\`.
`;

/** A rule in full: cause, effect, fix and an example, as Markdown that is readable as plain text. */
export function explanationOf(rule: Rule): string {
  const { id, title, cause, fix, sources, findings, example } = rule;
  const { severity, effect } = headlineOf(rule);
  return `## ${id}

**${capitalized(title)}**

${capitalized(severity)}. Source: ${sources.join('; ')}.

**Cause.** ${cause}

**Effect.** ${capitalized(effect)}.

**Fix.** ${fix}

**Findings.**

${findingsText(findings)}
${exampleText(example)}`;
}

/** A line for each finding: its name, its severity, and its message with `<slots>`. */
function findingsText(findings: FindingTemplates): string {
  return Object.entries(findings)
    .map(
      ([name, { severity, message }]) => `- \`${name}\` (${severity}): \`${message.replace(/\{(\w+)\}/g, '<$1>')}\`\n`,
    )
    .join('');
}

function capitalized(text: string): string {
  return `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`;
}

/** The parts of objects that the example changes: the valid ones, then the faulty ones. */
function exampleText({ base, given = [], fault }: RuleExample): string {
  const parts = fault.map((edit) => {
    const place = `${edit.cluster}: ${edit.object}`;
    return [fragment(place, edit, valueIn(given, edit, base)), fragment(place, edit, edit.value)] as const;
  });
  const good = parts.map(([part]) => part).join('');
  const bad = parts.map(([, part]) => part).join('');
  return `Good:\n\n${good}\nBad:\n\n${bad}`;
}

/** A part of an object as YAML with its parent keys, indented as Markdown code. */
function fragment(place: string, { path }: RuleExample['fault'][number], value: unknown): string {
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
