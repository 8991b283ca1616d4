import { join } from 'node:path';
import { edited, remove, set } from '../../lib/lint/examples/edit';
import { headlineOf } from '../../lib/lint/rule';
import { RULES } from '../../lib/lint/rules/all';
import type { LintReport } from '../../lib/workflows/reports/shape';
import { lintReport, runCli } from '../helpers/run-cli';
import { type FileTexts, inDirectory } from '../helpers/temporary';

const CLEAN = edited([]);
/** An error, FED010. */
const BROKEN = edited([set('west', 'ServiceMeshPeer east-mesh', 'spec.remote.addresses', ['east-mesh-ingress-url'])]);
/** A warning that stands only where the cluster is known to be on AWS: FED042. */
const OPEN = edited([
  set(
    'west',
    'ServiceMeshControlPlane west-mesh',
    'spec.gateways.additionalIngress.east-mesh-ingress.service.loadBalancerSourceRanges',
    undefined,
  ),
]);
const PLATFORMS = ['--platform', 'west=aws', '--platform', 'east=azure'];
const TOPOLOGY = `clusters: { west: { platform: aws }, east: { platform: azure } }
meshes: { west: {}, east: {} }
`;

/** Runs in a directory with files, as if the user had gone there. */
function within<T>(files: FileTexts, work: (directory: string) => T): T {
  const before = process.cwd();
  return inDirectory(files, (directory) => {
    process.chdir(directory);
    try {
      return work(directory);
    } finally {
      process.chdir(before);
    }
  });
}

const dist = (texts: typeof CLEAN) => ({ 'dist/west/all.yaml': texts.west, 'dist/east/all.yaml': texts.east });

describe('lint without sources', () => {
  test('reads dist with a cluster in each directory', () => {
    within(dist(CLEAN), () => {
      expect(lintReport([])).toMatchObject({ exitCode: 0, summary: { clusters: 2, files: 2 }, problems: [] });
    });
  });

  test('takes platforms and ignored rules from federation.yaml beside it', () => {
    const ignoring = `${TOPOLOGY}lint: { ignore: { FED042: a firewall stands in front } }\n`;
    const rulesWith = (files: FileTexts) =>
      within({ ...dist(OPEN), ...files }, () => lintReport([]).problems.map(({ code }) => code));
    expect(rulesWith({})).toEqual([]);
    expect(rulesWith({ 'federation.yaml': TOPOLOGY })).toEqual(['FED042']);
    expect(rulesWith({ 'federation.yaml': ignoring })).toEqual([]);
  });

  test('fails where there is no dist', () => {
    within({}, () => {
      const { code, out } = runCli(['lint']);
      expect(code).toBe(3);
      expect(out.split('\n').slice(0, 3)).toEqual([
        'dist',
        '  error FED000: nothing to lint: the directory "dist", which is linted without arguments, does not exist',
        '      fix: run "ossm-fed synth" first, or name the directories of your clusters: ossm-fed lint NAME=DIR NAME=DIR',
      ]);
    });
  });

  test('fails where federation.yaml cannot be used', () => {
    within({ ...dist(CLEAN), 'federation.yaml': 'clusters: 7\n' }, () => {
      const { code, out, err } = runCli(['lint']);
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(code).toBe(runCli(['synth']).code);
      expect(err).toMatch(/^federation.yaml:1:11: error TOP004: /m);
      expect(err).toMatch(/\nthe topology federation.yaml has \d+ problems?; nothing was linted\n$/);
    });
  });

  test.each(['sarif', 'github'])('writes no report as %s where federation.yaml cannot be used', (format) => {
    within({ ...dist(CLEAN), 'federation.yaml': 'clusters: 7\n' }, () => {
      const { code, out, err } = runCli(['lint', '--format', format]);
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(err).toContain('\nthe topology federation.yaml has ');
    });
  });

  test('lists the problems of federation.yaml for programs', () => {
    within({ ...dist(CLEAN), 'federation.yaml': 'clusters: 7\n' }, () => {
      const { code, out, err } = runCli(['lint', '--format', 'json']);
      expect({ code, err }).toEqual({ code: 1, err: '' });
      const { summary, ...report } = JSON.parse(out) as LintReport;
      expect(summary).toBeUndefined();
      expect(report).toMatchObject({ command: 'lint', exitCode: 1 });
      expect(report.problems).toContainEqual(
        expect.objectContaining({ severity: 'error', file: 'federation.yaml', line: 1, path: 'clusters' }),
      );
    });
  });
});

describe('the topology of --file', () => {
  test('holds for named sources as well, and --platform overrules it', () => {
    within({ ...dist(OPEN), 'other.yaml': TOPOLOGY }, () => {
      const rulesOf = (...args: string[]) => lintReport(['dist', ...args]).problems.map(({ code }) => code);
      expect(rulesOf()).toEqual([]);
      expect(rulesOf('-f', 'other.yaml')).toEqual(['FED042']);
      expect(rulesOf('-f', 'other.yaml', '--platform', 'west=baremetal')).not.toContain('FED042');
    });
  });

  test('must exist', () => {
    within(dist(CLEAN), () => {
      expect(runCli(['lint', '-f', 'nowhere.yaml'])).toMatchObject({
        code: runCli(['synth', '-f', 'nowhere.yaml']).code,
        out: '',
        err: expect.stringContaining('nowhere.yaml'),
      });
    });
  });
});

describe('sources', () => {
  test('of one name belong to one cluster', () => {
    within({ 'a/a.yaml': CLEAN.west, 'b.yaml': CLEAN.east }, () => {
      expect(lintReport(['both=a', 'both=b.yaml']).summary).toMatchObject({ clusters: 1, files: 2 });
    });
  });

  test('are a cluster for each directory in a directory', () => {
    within({ 'all/west/20-mesh/a.yaml': CLEAN.west, 'all/east/a.json': '{}' }, () => {
      expect(lintReport(['all']).summary).toMatchObject({ clusters: 1, files: 2, skipped: 1 });
    });
  });

  test('are one cluster where a directory has none, named after it', () => {
    within({ 'rosa/a.yaml': BROKEN.west }, () => {
      expect(new Set(lintReport(['rosa']).problems.map(({ cluster }) => cluster))).toEqual(new Set(['rosa']));
    });
  });

  test('may be single files, with or without names, and standard input', () => {
    within({ 'west.yaml': BROKEN.west }, () => {
      const fed010 = (args: readonly string[]) =>
        lintReport(args, () => BROKEN.west)
          .problems.filter(({ code }) => code === 'FED010')
          .map(({ cluster, file }) => [cluster, file]);
      expect(fed010(['west.yaml'])).toEqual([['west', 'west.yaml']]);
      expect(fed010(['blue=west.yaml'])).toEqual([['blue', 'west.yaml']]);
      expect(fed010(['-'])).toEqual([['stdin', '<stdin>']]);
      expect(fed010(['blue=-'])).toEqual([['blue', '<stdin>']]);
    });
  });
});

describe('the exit code', () => {
  const codeOf = (texts: typeof CLEAN, ...args: string[]) => within(dist(texts), () => runCli(['lint', ...args]).code);

  test('is 0 for what is clean, strictly looked at as well', () => {
    expect(codeOf(CLEAN, ...PLATFORMS, '--strict')).toBe(0);
  });

  test('is 1 for errors, unless their rule is ignored', () => {
    expect(codeOf(BROKEN, ...PLATFORMS)).toBe(1);
    expect(codeOf(BROKEN, ...PLATFORMS, '--ignore', 'FED010')).toBe(0);
  });

  test('is 0 for warnings, and 1 with --strict', () => {
    expect(codeOf(OPEN, ...PLATFORMS)).toBe(0);
    expect(codeOf(OPEN, ...PLATFORMS, '--strict')).toBe(1);
    expect(codeOf(OPEN, ...PLATFORMS, '--strict', '--ignore', 'fed042')).toBe(0);
  });

  test('is 1 with --strict for an --ignore that suppresses nothing', () => {
    expect(codeOf(CLEAN, ...PLATFORMS, '--ignore', 'FED042')).toBe(0);
    expect(codeOf(CLEAN, ...PLATFORMS, '--ignore', 'FED042', '--strict')).toBe(1);
  });

  test.each([
    ['an unknown option', ['--nope']],
    ['an unknown format', ['--format', 'xml']],
    ['an unknown platform', ['--platform', 'west=amazon']],
    ['a platform without a cluster', ['--platform', 'aws']],
    ['the platform of a cluster that is not there', ['west=.', '--platform', 'wets=aws']],
    ['an unknown rule', ['--ignore', 'FED999']],
    ['the rule on the input itself', ['--ignore', 'FED000']],
    ['one unknown rule of several', ['--ignore', 'FED042,FED943']],
  ])('is 2 for %s, with one message and no report', (_, args) => {
    const { code, out, err } = runCli(['lint', ...args]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^error: .+\n/);
    expect(err).not.toMatch(/\n {4}at /);
  });

  test('is 3 where something cannot be read, whatever else is found', () => {
    within({ ...dist(BROKEN), 'dist/west/bad.yaml': 'a: [' }, () => {
      const { exitCode, summary } = lintReport(PLATFORMS);
      expect({ exitCode, unreadable: summary.unreadable }).toEqual({ exitCode: 3, unreadable: 1 });
      expect(summary.errors).toBe(2);
    });
  });
});

describe('flags', () => {
  test('--ignore may be repeated and may hold several rules', () => {
    within(dist(BROKEN), () => {
      const remarks = (...args: string[]) => lintReport([...PLATFORMS, ...args]).problems.map(({ message }) => message);
      const nothing = (rule: string) => `unused suppression of ${rule}`;
      expect(remarks('--ignore', 'FED010,FED042', '--ignore', 'FED001').sort()).toEqual([
        nothing('FED001'),
        nothing('FED042'),
      ]);
    });
  });

  test('--ignore tells the nearest rule', () => {
    expect(runCli(['lint', '--ignore', 'FED13']).err).toContain('Unknown rule FED13. Did you mean FED013?');
  });

  test('--platform tells the platforms', () => {
    expect(runCli(['lint', '--platform', 'west=amazon']).err).toContain('rosa, aws, aro, azure, gcp, baremetal, other');
  });

  test('--platform says what to write instead of a product that runs on several clouds', () => {
    expect(runCli(['lint', '--platform', 'west=osd']).err).toContain(
      'For "osd", write the cloud that it runs on: "aws", "azure" or "gcp", or else "baremetal" or "other".',
    );
  });

  test('--platform tells ROSA from other OpenShift on AWS', () => {
    const without = edited([remove('west', 'ServiceMeshControlPlane west-mesh', 'spec.security.identity')]);
    within({ 'west.yaml': without.west, 'east.yaml': without.east }, () => {
      const codes = (platform: string) =>
        lintReport(['west.yaml', 'east.yaml', '--platform', `west=${platform}`]).problems.map(({ code }) => code);
      expect(codes('rosa')).toEqual(['FED028']);
      expect(codes('aws')).toEqual([]);
    });
  });

  test('--platform makes certain what a name only lets guess', () => {
    const nlb = 'spec.gateways.additionalIngress.east-mesh-ingress.service.metadata.annotations';
    const classic = edited([set('west', 'ServiceMeshControlPlane west-mesh', nlb, undefined)]);
    within({ 'rosa.yaml': classic.west, 'east.yaml': classic.east }, () => {
      const severities = (...args: string[]) =>
        lintReport(['rosa.yaml', 'east.yaml', ...args])
          .problems.filter(({ code }) => code === 'FED012')
          .map(({ severity }) => severity);
      expect(severities()).toEqual(['warning']);
      expect(severities('--platform', 'rosa=aws')).toEqual(['error']);
      expect(severities('--platform', 'rosa=gcp')).toEqual([]);
    });
  });

  test('--list-rules lists each rule with its severity and title, and reads nothing', () => {
    const { code, out, err } = runCli(['lint', '--list-rules', join('no', 'where')]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.trimEnd().split('\n')).toEqual(
      RULES.map((rule) => `${rule.id}  ${headlineOf(rule).severity.padEnd(7)}  ${rule.title}`),
    );
  });
});

describe('explain', () => {
  test.each(RULES.map(({ id }) => [id]))('tells cause, effect, remedy and an example of %s', (id) => {
    const { code, out, err } = runCli(['explain', id.toLowerCase()]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(new RegExp(`^## ${id}\n\n\\*\\*.+\\*\\*\n\n(Error|Warning|Info)\\. Source: `));
    expect(out).toMatch(
      /\*\*Cause\.\*\* .+\n\n\*\*Effect\.\*\* .+\n\n\*\*Fix\.\*\* .+\n\n\*\*Findings\.\*\*\n\n(- `\w+` \((error|warning|info)\): `.+`\n)+\nGood:\n\n {4}# .+\n[\s\S]*\nBad:\n\n {4}# .+\n/,
    );
    expect(out).not.toMatch(/undefined|\[object /);
    const [, good, bad] = /Good:\n([\s\S]*)\nBad:\n([\s\S]*)$/.exec(out) ?? [];
    expect(good).not.toBe(bad);
  });
});
