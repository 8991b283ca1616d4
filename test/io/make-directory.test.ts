import { mkdirSync, mkdtempSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeDirectory } from '../../lib/io/make-directory';

let base: string;
beforeEach(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'ossm-fed-make-')));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

test('a directory is created with its parents', () => {
  makeDirectory(join(base, 'a', 'b', 'c'));
  expect(statSync(join(base, 'a', 'b', 'c')).isDirectory()).toBe(true);
});

test('a directory that exists, or a link to one, stays', () => {
  mkdirSync(join(base, 'there'));
  symlinkSync(join(base, 'there'), join(base, 'link'));
  makeDirectory(join(base, 'there'));
  makeDirectory(join(base, 'link', 'below'));
  expect(statSync(join(base, 'there', 'below')).isDirectory()).toBe(true);
});

test.each([
  ['a file', 'file', 'EEXIST'],
  ['what is below a file', 'file/below', 'ENOTDIR'],
  ['a link without a target', 'dangling', 'EEXIST'],
])('%s is an error', (_, path, code) => {
  writeFileSync(join(base, 'file'), '');
  symlinkSync(join(base, 'missing'), join(base, 'dangling'));
  expect(() => makeDirectory(join(base, path))).toThrow(expect.objectContaining({ code }));
});

const onLinux = process.platform === 'linux' ? test : test.skip;
onLinux('a directory below one in which nothing can be created is an error', () => {
  expect(() => makeDirectory('/proc/ossm-fed/a')).toThrow(expect.objectContaining({ code: 'ENOENT' }));
});
