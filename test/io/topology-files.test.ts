import { mkdirSync, symlinkSync, truncateSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { FileProblem, ParsedManifests } from '../../lib/federation/files';
import { filesBelow } from '../../lib/io/topology-files';
import { type FileTexts, inDirectory, writeFiles } from '../helpers/temporary';

const OBJECT = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\n`;

/** Problems as lines, each with its place relative to a directory. */
function textOf(problems: readonly FileProblem[], base: string): string {
  const lines = problems.map(({ message, place: { file, line, column } = {} }) => {
    const place = [file && relative(base, file), line, column].filter((part) => part !== undefined).join(':');
    return `${place && `${place} `}${message}`;
  });
  return lines.join('\n');
}

/** The names of the objects of a directory, or what keeps it from being read. */
function manifestsIn(files: FileTexts, directory = 'app'): readonly unknown[] | string {
  return inDirectory(files, (base) => {
    return namesOf(filesBelow(base).manifests(directory), base);
  });
}

function namesOf({ found, problems }: ParsedManifests, base: string): readonly unknown[] | string {
  if (problems.length > 0) return textOf(problems, base);
  return found.map(({ object }) => (object.metadata as { name: unknown }).name);
}

const UNREADABLE = (reason: string, name = 'app') => `cannot read "${name}": ${reason}`;
const NO_OBJECT = 'not a Kubernetes object';

describe('the manifests of a directory', () => {
  test('are those of its YAML and JSON files, by the names of the files', () => {
    const files = {
      'app/b.yml': OBJECT('b'),
      'app/a.yaml': OBJECT('a'),
      'app/c.json': '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}}',
      'app/notes.txt': 'no manifest',
      'app/deeper/d.yaml': OBJECT('d'),
    };
    expect(manifestsIn(files)).toEqual(['a', 'b', 'c']);
    expect(manifestsIn(files, './app/deeper')).toEqual(['d']);
  });

  test('are all documents of a file, without the empty ones', () => {
    const text = `---\n# Nothing.\n---\n${OBJECT('a')}---\n${OBJECT('b')}---\n`;
    expect(manifestsIn({ 'app/x.yaml': text })).toEqual(['a', 'b']);
  });

  test('are the items of a List, and of a List in it', () => {
    const list = (...items: readonly string[]) => `{ apiVersion: v1, kind: List, items: [${items.join(', ')}] }`;
    const object = (name: string) => `{ apiVersion: v1, kind: ConfigMap, metadata: { name: ${name} } }`;
    expect(manifestsIn({ 'app/x.yaml': list(object('a'), list(object('b')), object('c')) })).toEqual(['a', 'b', 'c']);
  });

  test('are read as Kubernetes reads them, save that dates stay texts', () => {
    const text = `${OBJECT('a')}data: { yes: yes, octal: 017, date: 2001-01-01, binary: !!binary aGVsbG8= }\n`;
    const { found } = inDirectory({ 'app/x.yaml': text }, (base) => filesBelow(base).manifests('app'));
    expect(found.map(({ object }) => object)).toEqual([
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'a' },
        data: { true: true, octal: 15, date: '2001-01-01', binary: 'aGVsbG8=' },
      },
    ]);
  });

  test('may use anchors and merge keys', () => {
    const text = `${OBJECT('a')}data: &data { x: "1" }\n---\n${OBJECT('b')}`;
    expect(manifestsIn({ 'app/x.yaml': text.replace('---', 'more: { <<: *data }\n---') })).toEqual(['a', 'b']);
  });
});

describe('files outside of the directory of the topology', () => {
  const names = (allowed: readonly string[], name: string, files: FileTexts = {}) =>
    inDirectory({ 'apps/a.yaml': OBJECT('a'), 'top/x.yaml': OBJECT('x'), ...files }, (base) => {
      const result = filesBelow(
        join(base, 'top'),
        allowed.map((one) => join(base, one)),
      ).manifests(name);
      return namesOf(result, base);
    });

  test('are read from an allowed directory only, as a directory or as one file', () => {
    expect(names(['apps'], '../apps')).toEqual(['a']);
    expect(names(['apps'], '../apps/a.yaml')).toEqual(['a']);
    expect(names([], '../apps')).toContain('outside the directory of the topology');
    expect(names(['other'], '../apps', { 'other/x.yaml': '' })).toContain('--allow-files');
  });

  test('are not read as they are where Kustomize renders them', () => {
    expect(names(['apps'], '../apps', { 'apps/kustomization.yaml': 'resources: [a.yaml]' })).toContain(
      'render it with "kubectl kustomize"',
    );
  });
});

describe('what is no manifest', () => {
  test.each([
    ['a text', 'hello'],
    ['a list', '- a'],
    ['a map of something else', 'name: x'],
    ['an object without a kind', 'apiVersion: v1\nmetadata: { name: x }'],
    ['an object with an empty kind', 'apiVersion: v1\nkind: ""\nmetadata: { name: x }'],
    ['an object of an impossible group', 'apiVersion: a/b/c\nkind: X\nmetadata: { name: x }'],
    ['an object without metadata', 'apiVersion: v1\nkind: X'],
    ['an object with empty metadata', 'apiVersion: v1\nkind: X\nmetadata:'],
    ['a List with an empty item', 'apiVersion: v1\nkind: List\nitems: [null]'],
    ['a List with a text', 'apiVersion: v1\nkind: List\nitems: [text]'],
  ])('%s is refused with the name of its file', (_, text) => {
    expect(manifestsIn({ 'app/x.yaml': text })).toMatch(new RegExp(`^app/x.yaml:\\d:\\d+ ${NO_OBJECT}$`));
  });

  test.each([
    ['a syntax error', 'a: [', 'Flow sequence in block collection must be sufficiently indented'],
    ['an alias without an anchor', 'a: *b', 'Unresolved alias (the anchor must be set before the alias)'],
    ['an alias of itself', 'a: &a [*a]', 'an alias refers to a node that contains it'],
    ['aliases without bound', laughs(), 'Excessive alias count indicates a resource exhaustion attack'],
    ['brackets without end', '['.repeat(5_000), 'values are nested too deeply'],
  ])('%s is refused with a reason', (_, text, reason) => {
    expect(manifestsIn({ 'app/x.yaml': text })).toMatch(/^app\/x.yaml:1:\d+ invalid YAML: /);
    // How deep brackets are read depends on the stack that is left, so both reasons are right for them.
    const reasons = [reason, ...(text.startsWith('[[[') ? ['more than 1000 syntax errors'] : [])];
    const found = manifestsIn({ 'app/x.yaml': text });
    expect(reasons.some((one) => found.includes(one))).toBe(true);
  });

  test('an empty directory is refused', () => {
    expect(manifestsIn({ 'app/notes.txt': '' })).toBe(UNREADABLE('no .yaml, .yml or .json file found'));
  });

  test('a file in place of a directory is read', () => {
    expect(manifestsIn({ app: OBJECT('a') })).toEqual(['a']);
    expect(manifestsIn({ app: OBJECT('a') }, 'app/deeper')).toBe(
      UNREADABLE('a parent is not a directory', 'app/deeper'),
    );
  });

  test('a directory that is not there is refused', () => {
    expect(manifestsIn({})).toBe(UNREADABLE('no such file or directory'));
  });
});

describe('what leads out of the directory of the topology', () => {
  /** What keeps a file from being read; the directory lies beside another one. */
  function problemOf(name: string, prepare: (base: string) => void = () => undefined): string | undefined {
    return inDirectory(
      { 'outside/secret.pem': 'x', 'base/inside.pem': 'y', 'base/app/a.yaml': OBJECT('a') },
      (parent) => {
        const base = join(parent, 'base');
        prepare(base);
        const files = filesBelow(base);
        const result = name.endsWith('.pem') ? files.text(name) : files.manifests(name);
        const problems = 'problems' in result ? result.problems : [];
        return problems.length > 0 ? textOf(problems, base).replaceAll(parent, 'PARENT') : undefined;
      },
    );
  }

  const OUTSIDE = 'outside the directory of the topology, and not below a directory of --allow-files';

  test.each(['../outside/secret.pem', 'app/../../outside/secret.pem', '..', 'app/../..'])('is refused: %s', (name) => {
    expect(problemOf(name)).toBe(UNREADABLE(OUTSIDE, name));
  });

  test('is refused as absolute path, even one that leads inside', () => {
    inDirectory({ 'a.pem': '' }, (base) => {
      const path = join(base, 'a.pem');
      const fix = 'write a path that is relative to the directory of the topology';
      expect(filesBelow(base).text(path)).toEqual({ problems: [{ message: UNREADABLE(OUTSIDE, path), fix }] });
    });
    expect(problemOf('/etc/ssl/no-such-file.pem')).toBe(
      UNREADABLE('no such file or directory', '/etc/ssl/no-such-file.pem'),
    );
  });

  test('is refused as symbolic link of a file', () => {
    const link = (base: string) => symlinkSync('../outside/secret.pem', join(base, 'link.pem'));
    expect(problemOf('link.pem', link)).toBe(UNREADABLE(OUTSIDE, 'link.pem'));
  });

  test('is refused as symbolic link of a directory', () => {
    const link = (base: string) => symlinkSync('../outside', join(base, 'link'));
    expect(problemOf('link', link)).toBe(UNREADABLE(OUTSIDE, 'link'));
  });

  test('is refused as symbolic link among manifests', () => {
    const link = (base: string) => symlinkSync('../../outside/secret.pem', join(base, 'app', 'link.yaml'));
    expect(problemOf('app', link)).toBe(`app/link.yaml ${OUTSIDE}`);
  });

  test('is refused as link that goes round in circles', () => {
    const link = (base: string) => symlinkSync('link.pem', join(base, 'link.pem'));
    expect(problemOf('link.pem', link)).toBe(UNREADABLE('too many levels of symbolic links', 'link.pem'));
  });

  test('does not concern links that stay inside, nor names with dots', () => {
    const prepare = (base: string) => {
      symlinkSync('inside.pem', join(base, 'link.pem'));
      writeFiles(base, { '..hidden/x.pem': '' });
    };
    expect(['link.pem', '..hidden/x.pem', 'app/../inside.pem'].map((name) => problemOf(name, prepare))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('a file of text', () => {
  test('is read as it is', () => {
    const result = inDirectory({ 'a/b.pem': 'ü\r\n' }, (base) => filesBelow(base).text('a/b.pem'));
    expect(result).toEqual({ content: 'ü\r\n' });
  });

  test('that is a directory is refused', () => {
    const result = inDirectory({ 'a/b.pem': '' }, (base) => filesBelow(base).text('a'));
    expect(result).toEqual({ problems: [{ message: UNREADABLE('is a directory', 'a') }] });
  });

  test('that is too large is refused before it is read', () => {
    const problem = inDirectory({ 'large.pem': '' }, (base) => {
      truncateSync(join(base, 'large.pem'), 10_000_001);
      return filesBelow(base).text('large.pem');
    });
    expect(problem).toEqual({
      problems: [{ message: UNREADABLE('too large: 10000001 bytes, maximum 10000000', 'large.pem') }],
    });
  });

  test('with a name that no file system takes is refused', () => {
    const result = inDirectory({}, (base) => {
      mkdirSync(join(base, 'a'));
      return filesBelow(base).text('a\0b');
    });
    expect('problems' in result && result.problems[0]?.message).toMatch(/^cannot read "a\0b": /);
  });
});

/** A few aliases that stand for a billion texts. */
function laughs(): string {
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  const lines = names.map((name, i) => `${name}: &${name} [${Array(9).fill(i === 0 ? 'x' : `*${names[i - 1]}`)}]`);
  return lines.join('\n');
}
