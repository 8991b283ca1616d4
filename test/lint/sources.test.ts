import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSources } from '../../lib/io/manifest-sources';
import { lintReport, runCli } from '../helpers/run-cli';
import { type FileTexts, inDirectory } from '../helpers/temporary';

const OBJECT = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: b}\n';

/** What lint says of a directory that a function prepares: the exit code, the summary and the input's problems. */
function lintDirectory(files: FileTexts, prepare: (directory: string) => void = () => {}, path = '') {
  return inDirectory(files, (directory) => {
    prepare(directory);
    const { exitCode: code, summary, problems: all } = lintReport([`west=${join(directory, path)}`]);
    const problems = all
      .filter((problem) => problem.code === 'FED000')
      .map(({ file, line, column, message }) => {
        const place = [file?.replace(directory, ''), line, column].filter((part) => part !== undefined).join(':');
        return `${place} ${message.replaceAll(`${directory}/`, '')}`;
      });
    const { objects, files: read, skipped, unreadable } = summary;
    return { code, objects, files: read, skipped, unreadable, problems };
  });
}

const unread = (place: string, reason: string) => `${place} the file cannot be read: ${reason}`;

describe('files of a directory', () => {
  test('that are no manifests are skipped and counted', () => {
    const found = lintDirectory({
      'a.yaml': OBJECT,
      'b.yml': `${OBJECT}---\nhello\n`,
      'c.json': '{}',
      'd.txt': OBJECT,
      '.e.yaml': OBJECT,
    });
    expect(found).toEqual({ code: 0, objects: 2, files: 3, skipped: 3, unreadable: 0, problems: [] });
  });

  test('that cannot be parsed are told with their place, beside what the others hold', () => {
    const { code, objects, problems } = lintDirectory({ 'a.yaml': OBJECT, 'b.yaml': `${OBJECT}kind: Secret\n` });
    expect({ code, objects, problems }).toEqual({
      code: 3,
      objects: 1,
      problems: ['/b.yaml:4:1 the file cannot be read: duplicate key "kind"'],
    });
  });

  test('of 100 MB are not read into memory', () => {
    const before = process.memoryUsage().rss;
    const found = lintDirectory({ 'a.yaml': OBJECT }, (directory) => {
      writeFileSync(join(directory, 'b.yaml'), '');
      truncateSync(join(directory, 'b.yaml'), 100_000_000);
    });
    expect(found.problems).toEqual([unread('/b.yaml', 'too large: 100000000 bytes, maximum 10000000')]);
    expect(found.code).toBe(3);
    expect(process.memoryUsage().rss - before).toBeLessThan(60_000_000);
  });

  test('with more objects than a function takes arguments are read', () => {
    inDirectory({ 'a.yaml': '{apiVersion: v1, kind: A}\n---\n'.repeat(130_000) }, (directory) => {
      const { objects, problems } = readSources([{ cluster: 'west', path: directory }], () => '');
      expect({ objects: objects.length, problems }).toEqual({ objects: 130_000, problems: [] });
    });
  });

  test('are nested 20 deep and no deeper', () => {
    const deep = (depth: number) => ({ [`${'d/'.repeat(depth)}a.yaml`]: OBJECT });
    expect(lintDirectory(deep(20))).toMatchObject({ code: 0, objects: 1 });
    expect(lintDirectory(deep(21))).toMatchObject({
      code: 3,
      problems: [unread(`${'/d'.repeat(21)}`, 'directories are nested more than 20 deep')],
    });
  });

  test('that are pipes are skipped and not waited for', () => {
    const found = lintDirectory({ 'a.yaml': OBJECT }, (directory) =>
      execFileSync('mkfifo', [join(directory, 'p.yaml')]),
    );
    expect(found).toMatchObject({ code: 0, objects: 1, skipped: 1 });
  });
});

describe('a symbolic link', () => {
  const link = (to: string, at: string) => (directory: string) => symlinkSync(to, join(directory, at));

  test.each([
    ['a file', '/etc/hostname', 'x.yaml'],
    ['a directory', '/etc', 'x'],
    ['its parent', '..', 'x'],
  ])('to %s outside is told and not followed', (_, to, at) => {
    const { code, objects, problems } = lintDirectory({ 'a.yaml': OBJECT }, link(to, at));
    expect({ code, objects }).toEqual({ code: 3, objects: 1 });
    expect(problems).toEqual([expect.stringMatching(/^\/x.*the symbolic link leads out of the directory /)]);
  });

  test('to a directory with a name that only begins alike is told', () => {
    inDirectory({ 'in/a.yaml': OBJECT, 'in-side/b.yaml': OBJECT }, (directory) => {
      symlinkSync('../in-side/b.yaml', join(directory, 'in', 'b.yaml'));
      expect(lintReport([`west=${directory}/in`])).toMatchObject({
        exitCode: 3,
        summary: { objects: 1, unreadable: 1 },
      });
    });
  });

  test('to itself is told', () => {
    expect(lintDirectory({ 'a.yaml': OBJECT }, link('x.yaml', 'x.yaml'))).toMatchObject({
      code: 3,
      objects: 1,
      problems: [unread('/x.yaml', 'too many levels of symbolic links')],
    });
  });

  test('to nothing is told', () => {
    expect(lintDirectory({}, link('nothing.yaml', 'x.yaml')).problems).toEqual([
      unread('/x.yaml', 'no such file or directory'),
    ]);
  });

  test('to a directory further up is skipped', () => {
    expect(lintDirectory({ 'd/a.yaml': OBJECT }, link('..', 'd/up'))).toMatchObject({
      code: 0,
      objects: 1,
      skipped: 1,
    });
  });

  test('to a file beside it does not read that file twice', () => {
    expect(lintDirectory({ 'b.yaml': OBJECT }, link('b.yaml', 'a.yaml'))).toMatchObject({
      code: 0,
      objects: 1,
      files: 1,
      skipped: 1,
    });
  });

  test('that the user names is followed, with each directory below it as a cluster', () => {
    inDirectory({ 'dist/west/a.yaml': OBJECT, 'dist/east/a.yaml': OBJECT }, (directory) => {
      symlinkSync('dist', join(directory, 'link'));
      expect(lintReport([join(directory, 'link')]).summary).toMatchObject({ clusters: 2, objects: 2 });
    });
  });
});

describe('what is not permitted', () => {
  /** Runs without the rights of the superuser, if the test has them. */
  function asNobody<T>(work: () => T): T {
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) process.seteuid?.(65_534);
    try {
      return work();
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  }

  test.each([
    ['a directory', 'closed'],
    ['a directory of the cluster', '.'],
  ])('is told of %s', (_, at) => {
    inDirectory({ 'a.yaml': OBJECT }, (directory) => {
      chmodSync(directory, 0o755);
      mkdirSync(join(directory, 'closed'), { mode: 0o000 });
      const sources = [join(directory, at), `west=${join(directory, at)}`];
      for (const source of sources) {
        const { exitCode, problems } = asNobody(() => lintReport([source]));
        expect(exitCode).toBe(3);
        expect(problems.map(({ file, message }) => [file, message])).toEqual([
          [join(directory, 'closed'), 'the file cannot be read: permission denied'],
        ]);
      }
    });
  });

  test('is told of a file, beside what the others hold', () => {
    const found = inDirectory({ 'a.yaml': OBJECT, 'b.yaml': OBJECT }, (directory) => {
      chmodSync(directory, 0o755);
      chmodSync(join(directory, 'b.yaml'), 0o000);
      return asNobody(() => lintReport([`west=${directory}`]));
    });
    expect(found).toMatchObject({ exitCode: 3, summary: { objects: 1, unreadable: 1 } });
  });
});

describe('a source', () => {
  test.each(['nowhere', 'west=nowhere', 'west=nowhere/further'])('%s that does not exist is reported', (source) => {
    const { exitCode, problems } = lintReport([source]);
    expect({ exitCode, problems: problems.map(({ message, fix }) => [message, fix]) }).toEqual({
      exitCode: 3,
      problems: [['the file cannot be read: no such file or directory', 'check the path']],
    });
  });

  test('that is a device is refused', () => {
    expect(lintReport(['west=/dev/zero'])).toMatchObject({
      exitCode: 3,
      problems: [{ message: expect.stringContaining('the file is a device') }],
    });
  });

  test('may be a pipe, as a shell makes one for the output of a command', () => {
    inDirectory({ 'a.yaml': OBJECT }, (directory) => {
      execFileSync('mkfifo', [join(directory, 'p')]);
      spawn('cp', [join(directory, 'a.yaml'), join(directory, 'p')]);
      expect(lintReport([`west=${directory}/p`])).toMatchObject({ exitCode: 0, summary: { objects: 1 } });
    });
  });

  test('may be a file of any name', () => {
    inDirectory({ manifests: OBJECT }, (directory) => {
      expect(lintReport([join(directory, 'manifests')])).toMatchObject({
        exitCode: 0,
        summary: { clusters: 1, objects: 1 },
      });
    });
  });
});

describe('standard input', () => {
  test('may hold several documents', () => {
    expect(lintReport(['-'], () => `${OBJECT}---\n# nothing\n---\n${OBJECT}---\nhello\n`)).toMatchObject({
      exitCode: 0,
      summary: { clusters: 1, files: 1, objects: 2, skipped: 1 },
    });
  });

  test('may belong to a cluster with a name', () => {
    const { problems } = lintReport(['rosa=-'], () => `${OBJECT}kind: B\n`);
    expect(problems).toMatchObject([{ cluster: 'rosa', file: '<stdin>', line: 4, column: 1, code: 'FED000' }]);
  });

  test('that cannot be read is told', () => {
    const closed = () => {
      throw Object.assign(new Error('EAGAIN: resource temporarily unavailable, read'), { code: 'EAGAIN' });
    };
    expect(runCli(['lint', '-'], closed)).toMatchObject({
      code: 3,
      out: expect.stringContaining('<stdin>\n  error FED000: the file cannot be read: EAGAIN'),
    });
  });

  test('that is empty is the output of a command that failed', () => {
    expect(lintReport(['rosa=-'])).toMatchObject({
      exitCode: 3,
      problems: [{ cluster: 'rosa', file: '<stdin>', message: 'no Kubernetes object: standard input is empty' }],
    });
  });
});

describe('a source without one object', () => {
  const TOPOLOGY = 'clusters: { rosa: {} }\nmeshes: { rosa: {} }\n';

  test.each([
    ['an empty file', { 'a.yaml': '' }, 'a.yaml', /^\/a.yaml no Kubernetes object: the file is empty$/],
    ['comments', { 'a.yaml': '# nothing\n---\n' }, 'a.yaml', /^\/a.yaml no Kubernetes object: the file is empty$/],
    [
      'a topology',
      { 'a.yaml': TOPOLOGY },
      'a.yaml',
      /^\/a.yaml:1:1 found a topology of ossm-fed instead of a Kubernetes object$/,
    ],
    ['empty files', { 'a.yaml': '', 'b.yaml': '' }, '', /^ no Kubernetes object: its 2 files are empty$/],
    ['skipped files', { 'a.txt': OBJECT }, '', /^ no manifests found: the directory has no YAML or JSON file$/],
    ['no files', {}, '', /^ no manifests found: the directory has no YAML or JSON file$/],
    [
      'other formats',
      { 'a.yaml': TOPOLOGY, 'values.yaml': 'a: b' },
      '',
      /^ no Kubernetes object in 2 files: a.yaml is a topology of ossm-fed; values.yaml is a file of Helm values$/,
    ],
    [
      'an overlay of Kustomize',
      { 'kustomization.yaml': 'resources: [../base]\npatches: [{ path: ./patch.yaml }]\n', 'patch.yaml': OBJECT },
      '',
      /^ no Kubernetes object in 2 files: kustomization.yaml is a kustomization$/,
    ],
  ] as const)('exits with 3 for %s', (_, files, path, message) => {
    const { code, objects, unreadable, problems } = lintDirectory(files, () => {}, path);
    expect({ code, objects, unreadable }).toEqual({ code: 3, objects: 0, unreadable: 1 });
    expect(problems.map((problem) => problem.replace(/^\/? /, ' '))).toEqual([expect.stringMatching(message)]);
  });

  test('counts beside others, each by itself', () => {
    inDirectory({ 'a.yaml': OBJECT, 'b.yaml': '' }, (directory) => {
      const sources = [`west=${directory}/a.yaml`, `east=${directory}/b.yaml`, 'north=-'];
      const { exitCode, problems } = lintReport(sources, () => '');
      expect({ exitCode, clusters: problems.map(({ cluster }) => cluster) }).toEqual({
        exitCode: 3,
        clusters: ['east', 'north'],
      });
    });
  });

  test('counts for a cluster directory, but not for a file beside it or a directory without manifests', () => {
    const files = { 'dist/west/a.yaml': OBJECT, 'dist/federation.yaml': TOPOLOGY, 'dist/docs/a.md': '' };
    inDirectory(files, (directory) => {
      expect(lintReport([join(directory, 'dist')])).toMatchObject({ exitCode: 0, problems: [] });
    });
    inDirectory({ ...files, 'dist/east/a.yaml': '' }, (directory) => {
      const { exitCode, problems } = lintReport([join(directory, 'dist')]);
      expect({ exitCode, problems }).toMatchObject({ exitCode: 3, problems: [{ cluster: 'east' }] });
    });
  });

  test('counts for a directory of which no subdirectory has one', () => {
    inDirectory({ 'docs/a.md': '', 'federation.yaml': TOPOLOGY }, (directory) => {
      const message = 'no Kubernetes object in the directory and its subdirectories';
      expect(lintReport([directory])).toMatchObject({ exitCode: 3, problems: [{ file: directory, message }] });
    });
  });

  test('is none that was read for the same cluster before', () => {
    inDirectory({ 'a.yaml': OBJECT }, (directory) => {
      expect(lintReport([`west=${directory}`, `west=${directory}/a.yaml`])).toMatchObject({ exitCode: 0 });
    });
  });
});

describe('the directory of a kustomization', () => {
  test('is read without its patches, which it says once', () => {
    const files = {
      'kustomization.yaml': 'resources: [a.yaml]\nnamespace: x\npatches: [{ path: patches/a.yaml }]\n',
      'a.yaml': OBJECT,
      'patches/a.yaml': OBJECT,
    };
    expect(lintDirectory(files)).toMatchObject({
      code: 0,
      objects: 1,
      skipped: 2,
      problems: [
        '/kustomization.yaml:1:1 the manifests of the directory are read without its kustomization, which has namespace, patches',
      ],
    });
  });

  test.each([
    ['info', 'resources: [a.yaml]\n'],
    ['warning', 'resources: [a.yaml, ../base]\n'],
    ['warning', 'resources: [a.yaml, github.com/a/b//c]\n'],
    ['warning', 'namePrefix: x-\nresources: [a.yaml]\n'],
  ])('is %s for %j', (severity, text) => {
    inDirectory({ 'kustomization.yaml': text, 'a.yaml': OBJECT }, (directory) => {
      expect(lintReport([`west=${directory}`]).problems).toMatchObject([{ code: 'FED000', severity }]);
    });
  });
});

test('an Argo CD Application beside manifests is said not to be followed', () => {
  const application = 'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: a }\n';
  expect(lintDirectory({ 'a.yaml': OBJECT, 'b.yaml': application })).toMatchObject({
    code: 0,
    objects: 1,
    problems: ['/b.yaml:1:1 found an Argo CD Application instead of a Kubernetes object'],
  });
});

test('an object without apiVersion beside manifests is an error', () => {
  expect(lintDirectory({ 'a.yaml': OBJECT, 'b.yaml': 'kind: ServiceMeshPeer\nmetadata: { name: a }\n' })).toMatchObject(
    {
      code: 3,
      problems: ['/b.yaml:1:1 found an object without apiVersion instead of a Kubernetes object'],
    },
  );
});
