import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hubAndSpoke } from '../../bench/federations';
import { loadFile } from '../../lib/workflows/load';
import { BuiltCommand } from '../helpers/built-command';
import { ROOT } from '../helpers/examples';
import { kubeconfig } from '../helpers/kubeconfig';
import { readFiles, synthesize } from '../helpers/synthesize';
import { inDirectory, writeFiles } from '../helpers/temporary';
import { CAN_MAKE_ROOT, EmptyRoot } from './harness/empty-root';

/** A federation of which threads write the output. */
const LARGE = hubAndSpoke(150).topology;

const THREE_CLOUDS = readFileSync(join(ROOT, 'federation.yaml'), 'utf8');
const NAMES = ['rosa', 'aro', 'rog'];
const KUBECONFIG = kubeconfig(
  Object.fromEntries(NAMES.map((name) => [name, { server: 'https://127.0.0.1:1', cluster: {} }])),
);

/** The files of a topology, as the package writes them. */
function filesOf(text: string) {
  return inDirectory({}, (directory) => {
    writeFiles(directory, { 'federation.yaml': text });
    return synthesize(loadFile(join(directory, 'federation.yaml')));
  });
}

const command = new BuiltCommand();
let root: EmptyRoot;
beforeAll(() => {
  if (!CAN_MAKE_ROOT) return;
  const files = { 'federation.yaml': THREE_CLOUDS, 'large.yaml': LARGE, kubeconfig: KUBECONFIG };
  root = new EmptyRoot(command.argv[0], files);
});
afterAll(() => {
  command.remove();
  if (CAN_MAKE_ROOT) root.remove();
});

(CAN_MAKE_ROOT ? describe : describe.skip)('in an empty root (skipped but for the superuser on Linux)', () => {
  const file = ['-f', '/in/federation.yaml'];

  test('it starts without variables, HOME and a directory for temporary files', async () => {
    expect(await root.run('--version')).toEqual({ code: 0, stdout: '0.1.0\n', stderr: '' });
    expect(await root.run('completion', 'bash')).toMatchObject({ code: 0, stderr: '' });
  });

  test('it writes the output of three clouds as the package does, and lints and draws it', async () => {
    expect(await root.run('synth', ...file, '-o', '/out/dist')).toMatchObject({ code: 0 });
    expect(readFiles(join(root.output, 'dist'))).toEqual(filesOf(THREE_CLOUDS));
    expect(await root.run('lint', '/out/dist')).toMatchObject({ code: 0, stderr: '' });
    const drawn = await root.run('graph', ...file, '--format', 'svg', '-o', '/out/picture.svg');
    expect(drawn).toEqual({ code: 0, stdout: '', stderr: '/out/picture.svg\n' });
    expect(readFileSync(join(root.output, 'picture.svg'), 'utf8')).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
  });

  test('threads write a large output', async () => {
    expect(await root.run('synth', '-f', '/in/large.yaml', '-o', '/out/large')).toMatchObject({ code: 0 });
    expect(readFiles(join(root.output, 'large'))).toEqual(filesOf(LARGE));
  });

  test('what it cannot write is a problem with the path', async () => {
    const { code, stdout, stderr } = await root.run('synth', ...file, '-o', '/in/dist');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('/in/dist: read-only file system\n');
  });

  test('without a network clusters are unreachable', async () => {
    const { code, stderr } = await root.run('fetch', ...file, '--kubeconfig', '/in/kubeconfig');
    expect(code).toBe(3);
    for (const name of NAMES) expect(stderr).toContain(name);
    expect(stderr).toContain('127.0.0.1:1');
  });
});
