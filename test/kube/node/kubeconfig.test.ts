import { chmodSync, mkdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { accessOf, type Kubeconfig, readKubeconfig } from '../../../lib/kube/node/kubeconfig';
import { type FileTexts, inDirectory } from '../../helpers/temporary';

/** Reads the kubeconfig files `a`, `b` and so on, and gives it to a function with their directory. */
function read<T>(files: FileTexts, use: (config: Kubeconfig, directory: string) => T, names = Object.keys(files)): T {
  return inDirectory(files, (directory) => {
    const paths = names.map((name) => join(directory, name)).join(delimiter);
    return use(readKubeconfig({ KUBECONFIG: paths, HOME: directory }), directory);
  });
}

/** A kubeconfig with one context, whose cluster and user have one name. */
function config(context: string, name: string, cluster = '{ server: "https://x" }', user = '{ token: t }'): string {
  return `contexts: [{ name: ${context}, context: { cluster: ${name}, user: ${name} } }]
clusters: [{ name: ${name}, cluster: ${cluster} }]
users: [{ name: ${name}, user: ${user} }]
`;
}

/** What a context stands for, or why it is of no use. */
function told(kubeconfig: Kubeconfig, context: string): unknown {
  const access = accessOf(kubeconfig, context);
  return 'failure' in access ? access.failure : access.value;
}

test('several files are merged; of entries with one name the first counts, as with kubectl', () => {
  const files = {
    a: config('admin', 'admin', '{ server: "https://a" }'),
    b: config('b', 'admin', '{ server: "https://b" }'),
  };
  read(files, (kubeconfig) => {
    expect([...kubeconfig.contexts.keys()]).toEqual(['admin', 'b']);
    expect(told(kubeconfig, 'b')).toMatchObject({ cluster: { server: 'https://a' } });
  });
});

test('files that are not there are skipped', () => {
  read({ a: config('a', 'a') }, (kubeconfig) => expect(kubeconfig.contexts.size).toBe(1), [
    'none',
    'none/below',
    '',
    'a',
  ]);
});

test('without KUBECONFIG the file at home is read', () => {
  inDirectory({ '.kube/config': config('a', 'a') }, (directory) => {
    expect([...readKubeconfig({ HOME: directory }).contexts.keys()]).toEqual(['a']);
    expect([...readKubeconfig({ HOME: join(directory, 'none') }).contexts.keys()]).toEqual([]);
  });
});

describe('a file that is named', () => {
  test('is read instead of those of KUBECONFIG', () => {
    inDirectory({ a: config('a', 'a'), b: config('b', 'b') }, (directory) => {
      const env = { KUBECONFIG: join(directory, 'a'), HOME: directory };
      expect([...readKubeconfig(env, join(directory, 'b')).contexts.keys()]).toEqual(['b']);
    });
  });

  test('must exist', () => {
    const { problems } = readKubeconfig({ HOME: '/nowhere' }, '/nowhere/config');
    expect(problems).toEqual(['cannot read /nowhere/config (ENOENT)']);
  });
});

test('paths are relative to the file in which they stand, commands too but for bare names', () => {
  const user = '{ client-certificate: c.pem, client-key: /k.pem, tokenFile: t, exec: { command: ./bin/login } }';
  const files = { 'one/a': config('a', 'a', '{ server: "https://x", certificate-authority: ../ca.pem }', user) };
  read(files, (kubeconfig, directory) => {
    expect(told(kubeconfig, 'a')).toEqual({
      context: 'a',
      cluster: { server: 'https://x', 'certificate-authority': join(directory, 'ca.pem') },
      user: {
        'client-certificate': join(directory, 'one/c.pem'),
        'client-key': '/k.pem',
        tokenFile: join(directory, 'one/t'),
        exec: { command: join(directory, 'one/bin/login') },
      },
    });
  });
  read({ a: config('a', 'a', undefined, '{ exec: { command: aws } }') }, (kubeconfig) => {
    expect(told(kubeconfig, 'a')).toMatchObject({ user: { exec: { command: 'aws' } } });
  });
});

test('a context may name nobody', () => {
  const text =
    'contexts: [{ name: a, context: { cluster: a } }]\nclusters: [{ name: a, cluster: { server: "https://x" } }]\n';
  read({ a: text }, (kubeconfig) => expect(told(kubeconfig, 'a')).toMatchObject({ user: {} }));
});

test('an unknown context is told with those that there are', () => {
  read({ a: config('a', 'a'), b: config('b', 'b') }, (kubeconfig) => {
    expect(told(kubeconfig, 'c')).toEqual({ kind: 'context', detail: expect.any(String), contexts: ['a', 'b'] });
    expect(told(kubeconfig, 'toString')).toMatchObject({ kind: 'context' });
  });
});

test.each([
  ['a cluster', 'contexts: [{ name: a, context: { cluster: x, user: y } }]', 'an unknown cluster'],
  [
    'a user',
    'contexts: [{ name: a, context: { cluster: x, user: y } }]\nclusters: [{ name: x, cluster: {} }]',
    'an unknown user',
  ],
])('a context that names %s that is not there is told', (_, text, expected) => {
  read({ a: text }, (kubeconfig) => {
    expect(told(kubeconfig, 'a')).toEqual({ kind: 'kubeconfig', detail: `the context refers to ${expected}` });
  });
});

describe('a file that is no kubeconfig', () => {
  test.each([
    ['no YAML', 'users: [{ user: { token: SECRET }'],
    ['no YAML in the line of a secret', 'token: SECRET: x'],
    ['a text', 'SECRET'],
    ['a list', '[SECRET]'],
    ['a tag', '!!js/function SECRET'],
  ])('as it is %s, is told where a context is missing, without its content', (_, text) => {
    read({ a: config('a', 'a'), bad: text }, (kubeconfig) => {
      expect(told(kubeconfig, 'a')).toMatchObject({ context: 'a' });
      const problem = JSON.stringify(told(kubeconfig, 'b'));
      expect(problem).toMatch(/"kubeconfig".*bad is not (a kubeconfig|valid YAML)/);
      expect(problem).not.toContain('SECRET');
    });
  });

  test.each([
    '',
    'null',
    '{}',
    'contexts: 7\nclusters: {}\nusers: null',
    'contexts: [null, 7, { name: 3 }, { name: x, context: 1 }]',
  ])('but empty, as "%s" is, has no contexts', (text) => {
    read({ a: text }, (kubeconfig) => {
      expect(told(kubeconfig, 'a')).toEqual({ kind: 'context', detail: expect.any(String), contexts: [] });
    });
  });

  test('as it is a directory, is told', () => {
    inDirectory({}, (directory) => {
      mkdirSync(join(directory, 'a'));
      expect(told(readKubeconfig({ KUBECONFIG: join(directory, 'a') }), 'x')).toMatchObject({
        detail: `cannot read ${join(directory, 'a')} (is a directory)`,
      });
    });
  });
});

test('reading changes no file', () => {
  inDirectory({ a: config('a', 'a') }, (directory) => {
    chmodSync(join(directory, 'a'), 0o400);
    const before = readFileSync(join(directory, 'a'), 'utf8');
    readKubeconfig({ KUBECONFIG: join(directory, 'a') });
    expect(readFileSync(join(directory, 'a'), 'utf8')).toBe(before);
  });
});
