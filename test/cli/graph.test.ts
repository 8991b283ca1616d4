import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../lib/cli/program';
import { dumpText } from '../../lib/dump/write';
import { graph, TWO_MESHES } from '../helpers/graph-command';
import { inDirectoryFor } from '../helpers/temporary';

jest.setTimeout(60_000);

function inProject(use: (directory: string, file: string) => Promise<void>): Promise<void> {
  return inDirectoryFor({ 'federation.yaml': TWO_MESHES }, (directory) =>
    use(directory, join(directory, 'federation.yaml')),
  );
}

test('a topology is drawn as Mermaid, without a file', () =>
  inProject(async (directory, file) => {
    const { code, stdout, stderr } = await graph(directory, '-f', file);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^flowchart LR\n/);
    expect(stdout).toContain('import_prices -->|"prices.shop"| service_prices');
    expect(await graph(directory, '-f', '-')).toEqual({ code, stdout, stderr });
  }));

test('the extension of the file names the format, and files of others stay', () =>
  inProject(async (directory, file) => {
    const at = (name: string) => join(directory, name);
    for (const [name, start] of [
      ['a.svg', '<svg '],
      ['a.dot', 'digraph '],
      ['a.mmd', 'flowchart '],
    ] as const) {
      expect(await graph(directory, '-f', file, '-o', at(name))).toEqual({ code: 0, stdout: '', stderr: `${name}\n` });
      expect(readFileSync(at(name), 'utf8').startsWith(start)).toBe(true);
      expect((await graph(directory, '-f', file, '-q', '-o', at(name))).stderr).toBe('');
    }
    writeFileSync(at('mine.svg'), '<svg>mine</svg>');
    const { code, stderr } = await graph(directory, '-f', file, '-o', at('mine.svg'));
    expect(code).toBe(1);
    expect(stderr).toContain(
      'mine.svg: error GRA004: cannot write the picture: it exists, and "ossm-fed graph" did not write it',
    );
    expect(readFileSync(at('mine.svg'), 'utf8')).toBe('<svg>mine</svg>');
    expect((await graph(directory, '-f', file, '-o', directory)).stderr).toContain('it is a directory');
    expect(existsSync(at('none'))).toBe(false);
  }));

test('manifests are drawn as the topology that they come from', () =>
  inProject(async (directory, file) => {
    const dist = join(directory, 'dist');
    await run(['synth', '-q', '-f', file, '-o', dist]);
    expect(await graph(directory, dist)).toEqual(await graph(directory, '-f', file));
    expect((await graph(directory, `west=${dist}/west`)).stdout).toContain('not in the manifests');
    const { code, stderr } = await graph(directory, join(directory, 'missing'));
    expect([code, stderr]).toEqual([
      3,
      expect.stringContaining('missing: error GRA001: the file cannot be read: no such file'),
    ]);
  }));

test('a difference since a git revision is marked', () =>
  inProject(async (directory, file) => {
    const git = (...args: readonly string[]) =>
      execFileSync('git', ['-C', directory, '-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args]);
    const dist = join(directory, 'dist');
    await run(['synth', '-q', '-f', file, '-o', dist]);
    git('init', '-q');
    git('add', '-A');
    git('commit', '-qm', 'first');
    expect((await graph(directory, '-f', file, '--dist', dist, '--diff', 'HEAD')).stdout).not.toMatch(/[+−~] /);
    writeFileSync(file, TWO_MESHES.replace('prices', 'stock'));
    const { stdout } = await graph(directory, '-f', file, '--dist', dist, '--diff', 'HEAD');
    expect(stdout).toContain('"+ stock<br/>');
    expect(stdout).toContain('"− prices<br/>');
    const saved = await graph(directory, '-f', file, '--dist', dist, '--diff', 'HEAD', '-o', join(directory, 'd.svg'));
    expect(saved.stderr).toBe('d.svg: 3 added, 3 removed, 0 changed\n');
    const { code, stderr } = await graph(directory, '-f', file, '--dist', dist, '--diff', 'nowhere');
    expect([code, stderr]).toEqual([
      3,
      expect.stringContaining('GRA002: cannot read directory "dist" of git revision nowhere'),
    ]);
  }));

test('synth writes the picture beside its output, the same each time, and compares it', () =>
  inProject(async (directory, file) => {
    const synth = async (...args: readonly string[]) => {
      let stderr = '';
      const streams = {
        stdout: { write: () => true },
        stderr: { write: (text: string) => (stderr += text) },
        stdin: () => '',
      };
      const code = await run(['synth', '-f', file, '-o', join(directory, 'dist'), ...args], streams);
      return [code, stderr.replaceAll(`${directory}/`, '')] as const;
    };
    const svg = () => readFileSync(join(directory, 'federation.svg'), 'utf8');
    expect(await synth('--graph')).toEqual([0, 'federation.svg\n']);
    const first = svg();
    expect(await synth('--check', '--graph')).toEqual([0, '']);
    writeFileSync(join(directory, 'federation.svg'), first.replace('prices', 'stock'));
    expect(await synth('--check', '--graph')).toEqual([1, expect.stringContaining('federation.svg: ')]);
    expect(await synth('-q', '--graph')).toEqual([0, '']);
    expect(svg()).toBe(first);
    writeFileSync(join(directory, 'federation.svg'), 'mine');
    expect(await synth('--graph')).toEqual([1, expect.stringContaining('GRA004')]);
    expect(svg()).toBe('mine');
    expect((await synth('--graph', '--cluster', 'west'))[0]).toBe(2);
  }));

test('a status of a dump is shown', () =>
  inProject(async (directory, file) => {
    const dump = join(directory, 'dump.json');
    const down = { objects: [], unread: [], failure: 'no connection' };
    writeFileSync(
      dump,
      dumpText({ time: new Date('2026-11-25T13:23:00Z'), clusters: { west: down, east: { objects: [], unread: [] } } }),
    );
    const { code, stdout } = await graph(directory, '-f', file, '--from', dump);
    expect(code).toBe(0);
    expect(stdout).toContain('subgraph cluster_west["? west"]');
    expect(stdout).toContain('✗ east');
  }));

test('usage errors say what to write', async () => {
  expect((await graph('', '--format', 'png')).stderr).toContain('Allowed choices are mermaid, dot, svg');
  expect((await graph('', 'dist', '--status')).stderr).toContain(
    '"--status" and "--from" require a topology, not sources',
  );
  expect((await graph('', '-o', '-')).stderr).toContain(
    'without this option the picture is written to standard output',
  );
  expect((await graph('', '--status', '--from', 'x')).code).toBe(2);
});

test('a picture that is too large ends with the bound', () =>
  inDirectoryFor({ 'federation.yaml': '' }, async (directory) => {
    const file = join(directory, 'federation.yaml');
    writeFileSync(
      file,
      'clusters: { "c-{001..200}": {} }\nmeshes: { "c-{001..200}": {} }\npeerings: [{ hub: c-001 }]\n',
    );
    const args = ['-f', file, '--view', 'clusters'];
    const { code, stderr } = await graph(directory, ...args, '--all', '--format', 'svg');
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/GRA003: the picture has \d+ nodes and edges; at most 1000 are laid out/),
    ]);
    expect((await graph(directory, ...args, '--all')).stderr).toContain('warning GRA003');
  }));
