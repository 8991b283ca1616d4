import type { Location, Log, ReportingDescriptor, Result } from 'sarif';
import type { DiagnosticPlace, Severity } from '../diagnostic';
import type { LintResult } from '../lint';
import { headlineOf } from '../rule';
import { RULES } from '../rules/all';
import { INPUT_RULE } from '../suppress';

const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
};

/**
 * The result in SARIF 2.1.0, for code scanning.
 *
 * @param version the version of ossm-fed
 */
export function sarifReport({ diagnostics }: LintResult, version: string): string {
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'ossm-fed', version, rules: descriptors() } },
        columnKind: 'utf16CodeUnits',
        results: diagnostics.map(
          ({ rule, severity, message, effect, fix, related, ...place }): Result => ({
            ruleId: rule,
            level: LEVELS[severity],
            message: { text: `${message}.${effect === '' ? '' : ` Effect: ${effect}.`} Fix: ${fix}.` },
            locations: [locationOf(place)],
            ...(related.length > 0 && {
              relatedLocations: related.map((one, id) => ({ ...locationOf(one), id, message: { text: one.text } })),
            }),
          }),
        ),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function descriptors(): ReportingDescriptor[] {
  const input: ReportingDescriptor = {
    id: INPUT_RULE,
    shortDescription: { text: 'each source has objects that can be read, and suppressions are valid and used' },
  };
  const rules = RULES.map(
    (rule): ReportingDescriptor => ({
      id: rule.id,
      shortDescription: { text: rule.title },
      fullDescription: { text: `${rule.cause} At run time: ${headlineOf(rule).effect}.` },
      help: { text: rule.fix },
      defaultConfiguration: { level: LEVELS[headlineOf(rule).severity] },
    }),
  );
  return [input, ...rules];
}

function locationOf({ cluster, file, line, column, object, path }: DiagnosticPlace): Location {
  const fullyQualifiedName = [cluster, object, path].filter(Boolean).join('/');
  return {
    physicalLocation: {
      // GitHub rejects a result without a file, so a flag of the command line takes the place of one.
      artifactLocation: { uri: uriOf(file || path) },
      ...(line !== undefined && column !== undefined && { region: { startLine: line, startColumn: column } }),
    },
    ...(fullyQualifiedName !== '' && { logicalLocations: [{ fullyQualifiedName }] }),
  };
}

/** A path as a relative reference, in which `#`, `?` and `:` are reserved; halves of surrogate pairs have no encoding. */
function uriOf(file: string): string {
  return file
    .replace(/\p{Cs}/gu, '\ufffd')
    .replace(/\\/g, '/')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
}
