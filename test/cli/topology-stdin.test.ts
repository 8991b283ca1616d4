import { existsSync } from 'node:fs';
import { lockText } from '../../lib/lock/text';
import { runCommand } from '../helpers/command';
import { addressOf, KINDS } from '../helpers/facts';
import { readFiles } from '../helpers/synthesize';
import { type FileTexts, inDirectory } from '../helpers/temporary';

const TEXT = `clusters: { west: {}, east: {} }
meshes: { west: { members: [shop] }, east: { members: [store] } }
peerings: [{ between: [west, east] }]
`;

/** Runs a function with a new directory as the current one. */
function inCurrent(files: FileTexts, use: () => void): void {
  const before = process.cwd();
  inDirectory(files, (directory) => {
    process.chdir(directory);
    try {
      use();
    } finally {
      process.chdir(before);
    }
  });
}

describe('synth -f -', () => {
  test('writes what it writes for a file with the same text', () => {
    inCurrent({ 'federation.yaml': TEXT }, () => {
      runCommand(['synth', '-o', 'expected']);
      expect(runCommand(['synth', '-f', '-'], () => TEXT).code).toBe(0);
      expect(readFiles('dist')).toEqual(readFiles('expected'));
    });
  });

  test('reads other files and the lock relative to the current directory', () => {
    const object = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x, namespace: shop }\n';
    const gateways = { 'east-ingress': addressOf(['203.0.113.7']) };
    const lock = lockText({ meshes: { west: { gateways } } }, KINDS);
    inCurrent({ 'app/a.yaml': object, 'federation.lock.yaml': lock }, () => {
      const text = TEXT.replace('[shop]', '[shop], workloads: [{ manifests: app }]');
      expect(runCommand(['synth', '-f', '-'], () => text)).toMatchObject({ code: 0, stderr: '' });
      const files = readFiles('dist');
      expect(files.get('east/40-federation/east.west.yaml')).toContain('203.0.113.7');
      expect([...files.values()].join('')).toContain('kind: ConfigMap\nmetadata:\n  name: x\n');
    });
  });

  test.each([
    ['a faulty topology', () => TEXT.replace('[shop]', '[Shop]'), '<stdin>:2:29: error TOP007: '],
    ['an empty input', () => '', '<stdin>:1:1: error TOP004: '],
    ['an input that is too large', () => '#'.repeat(8_000_001), '<stdin>:1:1: error TOP001: '],
    [
      'an input that cannot be read',
      () => {
        throw Object.assign(new Error('EISDIR'), { code: 'EISDIR', syscall: 'read' });
      },
      '<stdin>: error TOP001: cannot read the topology: is a directory\n',
    ],
  ])('reports %s with its place', (_, stdin, message) => {
    inCurrent({}, () => {
      const { code, stdout, stderr } = runCommand(['synth', '-f', '-'], stdin);
      expect([code, stdout]).toEqual([message.includes('TOP001') ? 3 : 1, '']);
      expect(stderr.slice(0, message.length)).toBe(message);
      expect(existsSync('dist')).toBe(false);
    });
  });
});

test('inject -f - fills the output from the lock of the current directory', () => {
  const lock = lockText({ meshes: { west: { gateways: { 'east-ingress': addressOf(['203.0.113.7']) } } } }, KINDS);
  inCurrent({}, () => {
    runCommand(['synth', '-f', '-'], () => TEXT);
    const { stdout } = runCommand(['inject', '-f', '-'], () => TEXT);
    expect(stdout).toContain('federation.lock.yaml does not exist');
  });
  inCurrent({ 'federation.lock.yaml': lock }, () => {
    runCommand(['synth', '-f', '-'], () => TEXT);
    const { code, stdout } = runCommand(['inject', '-f', '-'], () => TEXT);
    expect([code, stdout]).toEqual([0, expect.stringContaining('dist: 0 files filled, 2 unchanged; 3 values missing')]);
  });
});

test('fetch -f - plans for the topology from standard input', () => {
  const { code, stdout } = runCommand(['fetch', '-f', '-', '--print-rbac', '--cluster', 'east'], () => TEXT);
  expect([code, stdout.split('\n')[0]]).toEqual([0, '# cluster east, kubeconfig context "east"']);
});

test('lint -f - is invalid usage, because standard input is for manifests', () => {
  const { code, stdout, stderr } = runCommand(['lint', '-f', '-'], () => TEXT);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(`argument '-' is invalid. Expected a file; "lint" reads manifests from standard input`);
});
