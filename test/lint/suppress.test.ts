import { type Edit, edited, set } from '../../lib/lint/examples/edit';
import { type LintResult, lint } from '../../lib/lint/lint';
import type { Ignore } from '../../lib/lint/suppress';
import { unreadable } from '../../lib/manifests/input';
import { readManifests } from '../../lib/manifests/read';

const PEER = 'ServiceMeshPeer east-mesh';
const ANNOTATION = 'metadata.annotations[ossm-fed.dev/ignore]';

/** Two faults: no rule of the one finds the other. */
const BAD_ADDRESS = set('west', PEER, 'spec.remote.addresses', ['east-mesh-ingress-url']);
const BAD_CLIENT = set('west', PEER, 'spec.security.clientID', 'east-mesh.local/ns/east-mesh/sa/other');

function lintWith(edits: readonly Edit[], ignores: readonly Ignore[] = []): LintResult {
  const files = Object.entries(edited(edits)).map(([cluster, text]) => readManifests(cluster, `${cluster}.yaml`, text));
  const objects = files.flatMap(({ manifests }) => manifests);
  const platforms = new Map([
    ['west', 'rosa'],
    ['east', 'aro'],
  ] as const);
  return lint({ objects, problems: [], skipped: 0, files: 2 }, { platforms, ignores });
}

/** The diagnostics in few words, after the number of those that were suppressed. */
function said({ diagnostics, summary }: LintResult): readonly string[] {
  const lines = diagnostics.map(({ rule, cluster, message }) => {
    return rule === 'FED000' ? `${rule} ${message}` : `${rule} ${cluster}`;
  });
  return [`${summary.suppressed} suppressed`, ...lines.sort()];
}

const flag = (rule: string) => ({ rule, origin: '--ignore' });
const annotate = (text: string, object = PEER) => set('west', object, ANNOTATION, text);

test('without suppressions each fault is told', () => {
  expect(said(lintWith([BAD_ADDRESS, BAD_CLIENT]))).toEqual(['0 suppressed', 'FED004 west', 'FED010 west']);
});

describe('a suppression by rule', () => {
  test('takes away what the rule finds, and no more', () => {
    expect(said(lintWith([BAD_ADDRESS, BAD_CLIENT], [flag('FED010')]))).toEqual(['1 suppressed', 'FED004 west']);
  });

  test('takes away what the rule finds on every object', () => {
    const everywhere = [BAD_ADDRESS, set('east', 'ServiceMeshPeer west-mesh', 'spec.remote.addresses', ['x-url'])];
    expect(said(lintWith(everywhere))).toEqual(['0 suppressed', 'FED010 east', 'FED010 west']);
    expect(said(lintWith(everywhere, [flag('FED010')]))).toEqual(['2 suppressed']);
  });

  test.each([
    ['--ignore', { file: '', path: '--ignore' }],
    ['federation.yaml', { file: 'federation.yaml', path: 'lint.ignore.FED042' }],
  ])('that suppresses nothing is told with %s as its place', (origin, place) => {
    const { diagnostics, summary } = lintWith([], [{ rule: 'FED042', origin }]);
    expect(diagnostics).toMatchObject([
      {
        rule: 'FED000',
        severity: 'warning',
        ...place,
        cluster: '',
        object: '',
        message: 'unused suppression of FED042',
        effect: 'nothing is suppressed',
        fix: 'remove it',
        related: [],
      },
    ]);
    expect(summary).toMatchObject({ errors: 0, warnings: 1, suppressed: 0 });
  });

  test('of two origins counts for both', () => {
    const ignores = [flag('FED010'), { rule: 'FED010', origin: 'federation.yaml' }];
    expect(said(lintWith([BAD_ADDRESS], ignores))).toEqual(['1 suppressed']);
  });
});

describe('an annotation', () => {
  test.each([
    'FED010: the name resolves in our VPN',
    'FED010 the name resolves in our VPN',
    ' FED010, the name resolves in our VPN',
    'FED010:\n  the name resolves\n  in our VPN',
  ])('with a reason takes away what the rule finds on its object: %j', (text) => {
    expect(said(lintWith([BAD_ADDRESS, BAD_CLIENT, annotate(text.trim())]))).toEqual(['1 suppressed', 'FED004 west']);
  });

  test('may name several rules', () => {
    const text = annotate('FED004, FED010: both are on their way');
    expect(said(lintWith([BAD_ADDRESS, BAD_CLIENT, text]))).toEqual(['2 suppressed']);
  });

  test('of several rules tells of each that finds nothing', () => {
    const text = annotate('FED004 FED010 FED042: all of them');
    expect(said(lintWith([BAD_ADDRESS, text]))).toEqual([
      '1 suppressed',
      'FED000 unused suppression of FED004',
      'FED000 unused suppression of FED042',
    ]);
  });

  test.each(['FED010', 'FED010:', 'FED010, ', 'fed010: lower case', 'because I say so', 'FED01: too short'])(
    'suppresses nothing and is told where it is no rules and a reason: %j',
    (text) => {
      const result = lintWith([BAD_ADDRESS, annotate(text)]);
      expect(said(result)).toEqual([
        '0 suppressed',
        `FED000 invalid suppression "${text}": expected rules and a reason`,
        'FED010 west',
      ]);
    },
  );

  test('that is invalid is reported in full', () => {
    const { diagnostics } = lintWith([annotate('FED042')]);
    expect(diagnostics).toEqual([
      {
        rule: 'FED000',
        severity: 'warning',
        cluster: 'west',
        file: 'west.yaml',
        line: expect.any(Number),
        column: 26,
        object: 'ServiceMeshPeer west-mesh/east-mesh',
        path: 'metadata.annotations["ossm-fed.dev/ignore"]',
        message: 'invalid suppression "FED042": expected rules and a reason',
        effect: 'nothing is suppressed',
        fix: 'write rules and a reason, such as "FED042: a firewall restricts access"',
        related: [],
      },
    ]);
  });

  test('says nothing about an object of the same name in another file', () => {
    const bad = edited([BAD_ADDRESS]).west;
    const good = edited([BAD_ADDRESS, annotate('FED010: here')]).west;
    const objects = [...readManifests('a', '1.yaml', good).manifests, ...readManifests('a', '2.yaml', bad).manifests];
    const { diagnostics } = lint({ objects, problems: [], skipped: 0, files: 2 });
    expect(diagnostics.filter(({ rule }) => rule === 'FED010').map(({ file }) => file)).toEqual(['2.yaml']);
  });

  test('and a flag for the same rule are both used', () => {
    expect(said(lintWith([BAD_ADDRESS, annotate('FED010: here')], [flag('FED010')]))).toEqual(['1 suppressed']);
  });

  test('is told at its own place', () => {
    const text = edited([annotate('FED042: nothing')]).west;
    const line = text.split('\n').findIndex((one) => one.includes('ossm-fed.dev/ignore')) + 1;
    const { diagnostics } = lintWith([annotate('FED042: nothing')]);
    expect(diagnostics).toMatchObject([
      { file: 'west.yaml', cluster: 'west', object: 'ServiceMeshPeer west-mesh/east-mesh', line, column: 26 },
    ]);
  });

  test('says nothing about other objects', () => {
    const text = annotate('FED010: not mine', 'ServiceMeshControlPlane west-mesh');
    expect(said(lintWith([BAD_ADDRESS, text]))).toEqual([
      '0 suppressed',
      'FED000 unused suppression of FED010',
      'FED010 west',
    ]);
  });

  test('says nothing about an object of the same name in another cluster', () => {
    const object = readManifests('a', 'a.yaml', edited([BAD_ADDRESS, annotate('FED010: here')]).west).manifests;
    const other = readManifests('b', 'b.yaml', edited([BAD_ADDRESS]).west).manifests;
    const { diagnostics } = lint({ objects: [...object, ...other], problems: [], skipped: 0, files: 2 });
    expect(diagnostics.filter(({ rule }) => rule === 'FED010').map(({ cluster }) => cluster)).toEqual(['b']);
  });

  test.each([7, null, ['FED010'], {}])('that is no text does no harm: %j', (value) => {
    expect(said(lintWith([BAD_ADDRESS, set('west', PEER, ANNOTATION, value)]))).toContain('FED010 west');
  });
});

test('a file that cannot be read is reported in full, beside what the others have', () => {
  const problem = unreadable({ cluster: 'west', file: 'bad.yaml', line: 3, column: 2 }, 'it is bad');
  const result = lint({ objects: [], problems: [problem], skipped: 2, files: 1 });
  expect(result).toEqual({
    diagnostics: [
      {
        rule: 'FED000',
        severity: 'error',
        cluster: 'west',
        file: 'bad.yaml',
        line: 3,
        column: 2,
        object: '',
        path: '',
        message: 'the file cannot be read: it is bad',
        effect: 'its content is not checked, and other findings may be wrong without it',
        fix: 'fix the file, or exclude it',
        related: [],
      },
    ],
    summary: {
      clusters: 0,
      files: 1,
      objects: 0,
      skipped: 2,
      errors: 1,
      warnings: 0,
      infos: 0,
      suppressed: 0,
      unreadable: 1,
    },
  });
});

test('certificates are checked at the time of the options', () => {
  const found = (now?: Date) => {
    const { manifests } = readManifests('west', 'west.yaml', edited([]).west);
    const { diagnostics } = lint({ objects: manifests, problems: [], skipped: 0, files: 1 }, now && { now });
    return diagnostics.filter(({ rule }) => rule === 'FED011').length;
  };
  expect([found(), found(new Date('2127-01-01T00:00:00Z'))]).toEqual([0, 1]);
});
