import { loadText, plansOf, problemsOf } from '../helpers/topology-text';

const TOO_DEEP = {
  code: 'TOP002',
  line: 1,
  column: 1,
  path: '',
  message: 'the file is nested more than 100 levels deep',
  fix: 'indent by two spaces, and close all brackets',
};

/** The issues of a text without the file's name. */
function issuesOf(text: string): readonly object[] {
  return loadText(text).issues.map(({ file, ...issue }) => issue);
}

describe('nesting without end', () => {
  test.each([
    ['lists in brackets', '['.repeat(100_000)],
    ['maps in braces', '{a: '.repeat(100_000)],
    ['lists on one line', '- '.repeat(100_000)],
    ['keys on one line', '? '.repeat(100_000)],
    ['lists and keys on one line', '- ? '.repeat(50_000)],
    ['lists with tabs', '-\t'.repeat(100_000)],
    ['maps on lines of their own', Array.from({ length: 1000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
    ['lists on lines of their own', Array.from({ length: 1000 }, (_, i) => `${' '.repeat(i)}-`).join('\n')],
    ['keys on lines of their own', Array.from({ length: 1000 }, (_, i) => `${' '.repeat(i)}?`).join('\n')],
  ])('of %s is refused before it is parsed', (_, text) => {
    expect(issuesOf(text)).toEqual([TOO_DEEP]);
  });

  test('of a hundred levels is no problem of nesting', () => {
    const text = `clusters: {}\nmeshes: { m: { override: ${'{ techPreview: '.repeat(97)}{}${'}'.repeat(97)} } }\n`;
    expect(problemsOf(text)).not.toContain('1:1 TOP002');
  });
});

describe('aliases', () => {
  test('that multiply without bound are refused', () => {
    const levels = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map((name, i, names) => {
      const item = i === 0 ? 'lol' : `*${names[i - 1]}`;
      return `${name}: &${name} [${Array(9).fill(item).join(', ')}]\n`;
    });
    expect(issuesOf(levels.join(''))).toEqual([
      {
        code: 'TOP002',
        line: 1,
        column: 1,
        path: '',
        message: 'invalid YAML: Excessive alias count indicates a resource exhaustion attack',
        fix: 'write the value instead of the alias',
      },
    ]);
  });

  test.each([
    ['a cluster', 'clusters: &c { x: *c }\nmeshes: {}\n'],
    ['an override', 'clusters: { a: {} }\nmeshes: { a: { override: &o { techPreview: { global: [*o] } } } }\n'],
  ])('that make %s a part of itself are refused', (_, text) => {
    expect(problemsOf(text)).toEqual(['1:1 TOP002']);
  });
});

describe('a file that is hardly one', () => {
  test.each([
    ['empty', '', ['1:1 TOP004']],
    ['only a comment', '# nothing\n', ['1:1 TOP004']],
    ['a list', '- clusters\n', ['1:1 TOP004']],
    ['a text', 'hello\n', ['1:1 TOP004']],
    ['a number', '42\n', ['1:1 TOP004']],
    ['binary', '\u0000\u0001\u0002', ['1:1 TOP001']],
    ['an empty map', '{}\n', ['1:1 TOP005', '1:1 TOP005']],
    ['two documents', 'clusters: {}\nmeshes: {}\n---\na: 1\n', ['3:1 TOP002']],
  ])('that is %s has its problem at its first line or where it begins', (_, text, problems) => {
    expect(problemsOf(text)).toEqual(problems);
  });
});

describe('the bytes of a file', () => {
  const good = 'clusters: { a: {} }\nmeshes:\n  a:\n    members: [x]\n';

  test('may start with a byte order mark', () => {
    expect(problemsOf(`\uFEFF${good}`)).toEqual([]);
  });

  test('may end their lines as Windows does, and places stay right', () => {
    expect(problemsOf(good.replace(/\n/g, '\r\n'))).toEqual([]);
    expect(problemsOf(good.replace('[x]', '[X]').replace(/\n/g, '\r\n'))).toEqual(['4:15 TOP007 meshes.a.members[0]']);
  });

  test('may hold a NUL only where no name is', () => {
    expect(problemsOf(good.replace('[x]', '["x\\0"]'))).toEqual(['4:15 TOP007 meshes.a.members[0]']);
    expect(problemsOf('clusters: { "a\\0": {} }\nmeshes: {}\n')).toEqual(['1:13 TOP101 clusters["a\\u0000"]']);
  });

  test('of a template in braces are no topology', () => {
    expect(problemsOf('clusters: { a: {{ .Values.a }} }\nmeshes: {}\n').length).toBeGreaterThan(0);
  });
});

describe('names of what every object has', () => {
  test('are unknown keys', () => {
    expect(problemsOf('__proto__: { a: 1 }\nconstructor: 1\nclusters: {}\nmeshes: {}\n')).toEqual([
      '1:1 TOP003 __proto__',
      '2:1 TOP003 constructor',
    ]);
  });

  test('are judged as names', () => {
    const text = `clusters: { __proto__: {}, c: {} }
meshes: { __proto__: { cluster: c }, toString: { cluster: c }, constructor: { cluster: c } }
`;
    expect(problemsOf(text)).toEqual([
      '1:13 TOP101 clusters.__proto__',
      '2:11 TOP101 meshes.__proto__',
      '2:38 TOP101 meshes.toString',
    ]);
  });

  test('can be names where Kubernetes takes them', () => {
    const plans = plansOf(`clusters: { constructor: {}, b: {} }
meshes: { constructor: {}, b: {} }
peerings: [{ between: [constructor, b], sides: { b: { peerName: other } } }]
`);
    const peers = plans.flatMap(({ meshes }) => meshes.flatMap((mesh) => mesh.peers));
    expect(peers.map(({ name, ingress, clientID }) => [name, ingress.name, clientID])).toEqual([
      ['other', 'constructor-ingress', 'constructor.local/ns/constructor/sa/b-egress-service-account'],
      ['b', 'b-ingress', 'b.local/ns/b/sa/constructor-egress-service-account'],
    ]);
  });

  test('are no sides of a peering that does not state them', () => {
    const text = `clusters: { constructor: { platform: baremetal }, b: {} }
meshes: { constructor: { ingress: { addresses: [192.0.2.1] } }, b: {} }
peerings: [{ between: [constructor, b], sides: { b: { peerName: other } } }]
`;
    expect(problemsOf(text)).toEqual(['3:12 TOP125 peerings[0].ingress']);
  });

  test('change nothing about objects when faults below them are put aside', () => {
    expect(problemsOf('clusters: {}\nmeshes: { __proto__: { toString: 1 }, constructor: { keys: 1 } }\n')).toEqual([
      '2:24 TOP003 meshes.__proto__.toString',
      '2:54 TOP003 meshes.constructor.keys',
    ]);
    expect([typeof Object.prototype.toString, typeof Object.keys]).toEqual(['function', 'function']);
  });
});

describe('many names at once', () => {
  test('beyond ten thousand in one range are refused', () => {
    expect(problemsOf('clusters: { "c-{1..10001}": {} }\nmeshes: {}\n')).toEqual(['1:13 TOP104 clusters.c-{1..10001}']);
    expect(problemsOf('clusters: { "c-{1..999999999}": {} }\nmeshes: {}\n')).toHaveLength(1);
  });

  test('of which each has the same problem are one problem', () => {
    const text =
      'defaults: { meshes: { version: v2.3 } }\nclusters: { "c-{1..1000}": {} }\nmeshes: { "c-{1..1000}": {} }\n';
    expect(loadText(text).issues).toEqual([
      expect.objectContaining({
        ...{ line: 1, column: 32, code: 'TOP113', path: 'meshes.c-1.version' },
        message: expect.stringMatching(/ \(999 more at this place\)$/),
      }),
    ]);
  });
});
