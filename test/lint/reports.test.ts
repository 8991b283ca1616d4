import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import type { Log } from 'sarif';
import type { Diagnostic } from '../../lib/lint/diagnostic';
import type { Edit, ExampleBase } from '../../lib/lint/examples/edit';
import { edited, set } from '../../lib/lint/examples/edit';
import { type LintResult, lint } from '../../lib/lint/lint';
import { githubReport } from '../../lib/lint/report/github';
import { diagnosticProblem } from '../../lib/lint/report/problem';
import { sarifReport } from '../../lib/lint/report/sarif';
import { textReport } from '../../lib/lint/report/text';
import { headlineOf } from '../../lib/lint/rule';
import { RULES } from '../../lib/lint/rules/all';
import { unreadable } from '../../lib/manifests/input';
import { readManifests } from '../../lib/manifests/read';
import { ROOT } from '../helpers/examples';
import { compareGoldenText } from '../helpers/golden';
import { lintReport, runCli } from '../helpers/run-cli';
import { inDirectory } from '../helpers/temporary';

const SARIF_SCHEMA = join(ROOT, 'node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');

const PEER = `apiVersion: federation.maistra.io/v1
kind: ServiceMeshPeer
metadata:
  name: east
  namespace: west
spec:
  remote:
    addresses: [ "https://east.example.org" ]
  security: { clientID: east.local/ns/east/sa/west-egress-service-account, trustDomain: east.local }
`;

/** What lint writes about files, in a directory that is left out of the report. */
function report(files: { readonly [file: string]: string }, ...args: string[]): string {
  return inDirectory(files, (directory) => {
    return runCli(['lint', ...args, `west=${directory}`]).out.replaceAll(`${directory}/`, '');
  });
}

/** What all rules find in the base federation with faults, of which each rule has one. */
function resultOf(edits: readonly Edit[], base?: ExampleBase): LintResult {
  const files = Object.entries(edited(edits, base)).map(([cluster, text]) =>
    readManifests(cluster, `${cluster}.yaml`, text),
  );
  const objects = files.flatMap(({ manifests }) => manifests);
  const problem = unreadable({ cluster: 'west', file: 'bad.yaml', line: 3, column: 2 }, 'it is bad');
  return lint(
    { objects, problems: [problem], skipped: 1, files: 3 },
    {
      platforms: new Map([
        ['west', 'rosa'],
        ['east', 'aro'],
      ] as const),
    },
  );
}

const EVERY_RULE = RULES.map(
  ({ id, example }) => [id, resultOf([...(example.given ?? []), ...example.fault], example.base)] as const,
);
const CLIENT_ID = resultOf([
  set('west', 'ServiceMeshPeer east-mesh', 'spec.security.clientID', 'east-mesh.local/ns/a/sa/b'),
]);

/** A diagnostic with words of choice. */
function diagnostic(words: Partial<Diagnostic>): LintResult {
  const base = { cluster: 'west', file: 'a.yaml', line: 2, column: 3, object: 'Service a', path: 'spec' };
  const one: Diagnostic = {
    ...base,
    rule: 'FED001',
    severity: 'error',
    message: 'm',
    effect: 'e',
    fix: 'f',
    related: [],
    ...words,
  };
  const { summary } = resultOf([]);
  return { diagnostics: [one], summary };
}

describe('the text', () => {
  test('groups by file and shows each line with a mark, the words, and a summary', () => {
    const out = report({ 'a.yaml': PEER, 'b.yaml': PEER.replace('name: east', 'name: other'), 'c.txt': '' });
    const lines = out.split('\n');
    expect(lines.filter((line) => /^\S+\.yaml$/.test(line))).toEqual(['a.yaml', 'b.yaml']);
    const start = lines.findIndex((line) => line.includes('FED010'));
    expect(lines.slice(start, start + 6)).toEqual([
      expect.stringMatching(/^ {2}8:18 error FED010: .*https:\/\/east\.example\.org/),
      '      west, ServiceMeshPeer west/east, spec.remote.addresses[0]',
      '      8 |     addresses: [ "https://east.example.org" ]',
      '                           ^',
      expect.stringMatching(/^ {6}effect: \S/),
      expect.stringMatching(/^ {6}fix: \S/),
    ]);
    expect(lines.at(-2)).toMatch(
      /^1 cluster, 2 files, 2 objects: \d+ errors?, \d+ warnings?, \d+ infos?; 1 skipped \(not manifests\)$/,
    );
  });

  test.each([
    ['line ends of Windows', PEER.replaceAll('\n', '\r\n')],
    ['a document before it', `a: b\n---\n${PEER}`],
    ['comments before it', `# one\n\n# two\n---\n${PEER}`],
    ['a tab in the line', PEER.replace('addresses: [ ', 'addresses: [\t')],
  ])('has the mark below the value with %s', (_, text) => {
    const lines = report({ 'a.yaml': text }).split('\n');
    const at = lines.findIndex((line) => line.includes('FED010'));
    const [source = '', mark = ''] = lines.slice(at + 2);
    expect(source.slice(mark.indexOf('^'))).toMatch(/^"https:/);
    expect(mark.trim()).toBe('^');
  });

  test('leaves out a line that is too long for its mark', () => {
    const long = JSON.stringify({ apiVersion: 'v1', kind: 'List', pad: 'x'.repeat(200), items: [parsedPeer()] });
    const out = report({ 'a.json': long });
    expect(out).toContain('FED010');
    expect(out).not.toContain('xxxx');
  });

  test('names related places', () => {
    const out = textReport(CLIENT_ID, () => undefined);
    const [found] = CLIENT_ID.diagnostics.filter(({ related }) => related.length > 0);
    const [related] = found?.related ?? [];
    expect(related).toBeDefined();
    expect(out).toContain(`      see ${related?.file}:${related?.line}:${related?.column}: ${related?.text}\n`);
  });

  test('does not let names of manifests break lines or paint', () => {
    const out = textReport(diagnostic({ message: 'a\nb\u001B[31mc', object: 'Service \u001B]0;title\u0007' }), () => [
      '\u001B[2J',
      '',
    ]);
    expect(out).toContain('a\\nb\\u001b[31mc');
    expect(out).not.toMatch(/\p{Cc}(?<!\n)(?!\[\d+m)/u);
  });

  test('is the summary alone where nothing is found', () => {
    expect(report({ 'a.yaml': 'apiVersion: v1\nkind: A\nmetadata: {name: a}\n' })).toBe(
      '1 cluster, 1 file, 1 object: 0 errors, 0 warnings, 0 infos\n',
    );
  });

  test('counts what could not be read', () => {
    expect(report({ 'a.yaml': 'a: [' })).toMatch(/^a\.yaml\n {2}\d:\d error FED000: .*\n[\s\S]*; 1 unreadable\n$/);
  });
});

function parsedPeer(): unknown {
  return readManifests('west', 'a.yaml', PEER).manifests[0]?.value;
}

describe('json', () => {
  const FIELDS = 'code severity file line column message effect fix related'.split(' ');
  const PLACE = 'cluster column file line object path text'.split(' ');

  test.each(EVERY_RULE)('has the place and the texts of %s and every other finding', (id, { diagnostics }) => {
    const problems = diagnostics.map(diagnosticProblem);
    expect(problems.map(({ code }) => code)).toContain(id);
    for (const [i, problem] of problems.entries()) {
      const { rule, related, ...diagnostic } = diagnostics[i] as Diagnostic;
      expect(Object.keys(problem)).toEqual(expect.arrayContaining(FIELDS));
      // Only what is empty is left out, such as the object of a file that cannot be read.
      expect({ object: '', path: '', ...problem }).toEqual({ ...diagnostic, code: rule, related: problem.related });
      expect(problem.related.map((place) => ({ object: '', path: '', ...place }))).toEqual(related);
      for (const place of problem.related) expect(PLACE).toEqual(expect.arrayContaining(Object.keys(place)));
    }
  });

  test('comes from the command line with the numbers of its problems', () => {
    inDirectory({ 'a.yaml': PEER }, (directory) => {
      const { problems, summary } = lintReport([`west=${directory}`]);
      const count = (severity: string) => problems.filter((one) => one.severity === severity).length;
      expect(summary).toMatchObject({ errors: count('error'), warnings: count('warning'), infos: count('info') });
      expect(summary.errors).toBeGreaterThan(0);
    });
  });
});

describe('sarif', () => {
  const parse = (result: LintResult) => JSON.parse(sarifReport(result, '1.2.3')) as Log;
  const LEVELS = { error: 'error', warning: 'warning', info: 'note' };

  test('is valid by the published schema for the finding of every rule', () => {
    // It is of draft 4, whose `id` is called otherwise by now; what it says means the same in draft 7.
    const { id, $schema, ...schema } = JSON.parse(readFileSync(SARIF_SCHEMA, 'utf8'));
    expect([id, $schema]).toEqual([expect.stringContaining('sarif-2.1.0'), expect.stringContaining('draft-04')]);
    const isSarif = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);
    const [run] = parse(CLIENT_ID).runs;
    // All reports describe the same rules, so one description of them is checked.
    const results = EVERY_RULE.flatMap(([, result]) => parse(result).runs.flatMap((one) => one.results ?? []));
    expect(results.length).toBeGreaterThanOrEqual(EVERY_RULE.length);
    isSarif({ ...parse(CLIENT_ID), runs: [{ ...run, results }] });
    expect(isSarif.errors ?? []).toEqual([]);
    expect(isSarif({ version: '2.1.0', runs: [{ ...run, results: [{ ruleId: 'FED001' }] }] })).toBe(false);
  });

  test('describes each rule once, that on the input first', () => {
    const rules = parse(CLIENT_ID).runs[0]?.tool.driver.rules ?? [];
    expect(rules.map(({ id }) => id)).toEqual(['FED000', ...RULES.map(({ id }) => id)]);
    expect(rules.slice(1).map(({ defaultConfiguration }) => defaultConfiguration?.level)).toEqual(
      RULES.map((rule) => LEVELS[headlineOf(rule).severity]),
    );
  });

  test.each(EVERY_RULE)('has rule, level and region of each finding of %s', (_, result) => {
    const results = parse(result).runs[0]?.results ?? [];
    const told = results.map(({ ruleId, level, locations = [] }) => {
      const { region, artifactLocation } = locations[0]?.physicalLocation ?? {};
      return [ruleId, level, artifactLocation?.uri, region?.startLine, region?.startColumn];
    });
    expect(told).toEqual(
      result.diagnostics.map(({ rule, severity, file, line, column }) => [rule, LEVELS[severity], file, line, column]),
    );
    expect(results.map(({ relatedLocations = [] }) => relatedLocations.length)).toEqual(
      result.diagnostics.map(({ related }) => related.length),
    );
  });

  test('writes file names as references, whatever is in them', () => {
    const uriOf = (file: string) =>
      parse(diagnostic({ file })).runs[0]?.results?.[0]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri;
    expect(uriOf('a b/c#d?e%.yaml')).toBe('a%20b/c%23d%3Fe%25.yaml');
    expect(uriOf('west:1/ä.yaml')).toBe('west%3A1/%C3%A4.yaml');
    expect(uriOf('/tmp/a.yaml')).toBe('/tmp/a.yaml');
    expect(uriOf('<stdin>')).toBe('%3Cstdin%3E');
  });
});

describe('github', () => {
  test('writes one command for each finding', () => {
    for (const [, result] of EVERY_RULE) {
      const lines = githubReport(result).trimEnd().split('\n');
      expect(lines).toHaveLength(result.diagnostics.length);
      for (const [i, line] of lines.entries()) {
        const { severity, line: at, column } = result.diagnostics[i] as Diagnostic;
        const command = { error: 'error', warning: 'warning', info: 'notice' }[severity];
        expect(line).toMatch(
          new RegExp(
            `^::${command} file=[^,:]+,line=${at},col=${column},title=FED\\d{3}[^,:]*::.+%0AEffect: .+%0AFix: .+$`,
          ),
        );
      }
    }
  });

  test('escapes what would end a command or a property', () => {
    const words = {
      file: 'a,b:c%.yaml',
      object: 'Service a:b,c%\nd',
      message: '100%\r\n::error::x',
      effect: 'a,b',
      fix: 'c:d',
    };
    expect(githubReport(diagnostic(words))).toBe(
      '::error file=a%2Cb%3Ac%25.yaml,line=2,col=3,title=FED001 Service a%3Ab%2Cc%25\\nd' +
        '::100%25\\r\\n::error::x%0AEffect: a,b%0AFix: c:d\n',
    );
  });

  test('is empty where nothing is found', () => {
    expect(report({ 'a.yaml': '{apiVersion: v1, kind: A}' }, '--format', 'github')).toBe('');
  });
});

describe('in full', () => {
  const place = {
    cluster: 'west',
    file: 'west/a.yaml',
    line: 12,
    column: 5,
    object: 'ServiceMeshPeer m/east',
    path: 'spec.a',
  };
  const related = [
    { ...place, cluster: 'east', file: 'east/b.yaml', line: 3, text: 'the gateway is here' },
    { ...place, file: 'west/c.yaml', object: '', path: '', text: 'the file is here' },
  ];
  const words = { message: 'the message', effect: 'the effect', fix: 'the fix', related: [] };
  const result: LintResult = {
    diagnostics: [
      { rule: 'FED000', severity: 'error', ...place, cluster: '', file: '--ignore', object: '', path: '', ...words },
      { rule: 'FED004', finding: 'wrongIdentity', severity: 'error', ...place, ...words, related },
      {
        rule: 'FED042',
        finding: 'unrestricted',
        severity: 'warning',
        ...place,
        line: 7,
        column: 120,
        path: '',
        ...words,
      },
      {
        rule: 'FED041',
        finding: 'unusedRoute',
        severity: 'info',
        ...place,
        line: 7,
        column: 121,
        object: '',
        ...words,
      },
      {
        rule: 'FED041',
        finding: 'unusedRoute',
        severity: 'info',
        ...place,
        file: 'west/b.yaml',
        line: 99,
        column: 1,
        ...words,
      },
    ],
    summary: {
      clusters: 2,
      files: 1,
      objects: 40,
      skipped: 3,
      errors: 2,
      warnings: 1,
      infos: 2,
      suppressed: 4,
      unreadable: 1,
    },
  };
  /** The lines of the files: only one file is available, whose seventh line is long. */
  const lineOf = (file: string, line: number, column: number): readonly [string, string] | undefined => {
    if (file !== 'west/a.yaml') return undefined;
    const text = line === 7 ? 'x'.repeat(200) : `\tline ${line}`;
    return [text.slice(0, column - 1), text.slice(column - 1)];
  };
  const golden = (name: string) => join(__dirname, 'golden', 'reports', name);

  test('the text', () => {
    const none = { ...result.summary, clusters: 1, skipped: 0, suppressed: 0, unreadable: 0, errors: 1 };
    const text = textReport(result, lineOf) + textReport({ diagnostics: [], summary: none }, lineOf);
    expect(compareGoldenText(golden('text.txt'), text)).toBe('');
  });

  test('the commands of GitHub', () => {
    expect(compareGoldenText(golden('github.txt'), githubReport(result))).toBe('');
  });

  test('JSON', () => {
    const problems = `${JSON.stringify(result.diagnostics.map(diagnosticProblem), null, 2)}\n`;
    expect(compareGoldenText(golden('problems.json'), problems)).toBe('');
  });

  test('SARIF, without the rules that its results do not have', () => {
    const text = sarifReport(result, '1.2.3');
    const log = JSON.parse(text) as Log;
    expect(text).toBe(`${JSON.stringify(log, null, 2)}\n`);
    const [run] = log.runs;
    const rules = run?.tool.driver.rules?.filter(({ id }) => ['FED000', 'FED042'].includes(id));
    const shown = { ...log, runs: [{ ...run, tool: { driver: { ...run?.tool.driver, rules } } }] };
    expect(compareGoldenText(golden('sarif.json'), `${JSON.stringify(shown, null, 2)}\n`)).toBe('');
  });
});
