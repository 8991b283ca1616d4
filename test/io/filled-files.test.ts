import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readOutput, tidyFolders, writeFilled } from '../../lib/io/filled-files';
import { replaceFile } from '../../lib/io/replace-file';
import { markerOf } from '../../lib/output/render';
import { inDirectory } from '../helpers/temporary';

const PATH = 'west/40-federation/west.east.yaml';

describe('reading a file of the output', () => {
  test.each([
    ['as it was written', `${markerOf(PATH)}\na: 1\n`, 'text'],
    ['with the line ends of Windows', `${markerOf(PATH)}\r\na: 1\r\n`, 'text'],
    ['from another place', `${markerOf(`x${PATH}`)}\na: 1\n`, 'foreign'],
    ['without a mark', 'a: 1\n', 'foreign'],
  ])('%s', (_, text, kind) => {
    inDirectory({ [PATH]: text }, (directory) => expect(readOutput(directory, PATH).kind).toBe(kind));
  });

  test.each([
    ['nothing', {}, 'absent'],
    ['a directory that is a file', { west: '' }, 'absent'],
    ['a directory in its place', { [`${PATH}/x`]: '' }, 'foreign'],
  ])('with %s there', (_, files, kind) => {
    inDirectory(files, (directory) => expect(readOutput(directory, PATH).kind).toBe(kind));
  });
});

describe('replacing a file', () => {
  test('keeps its permissions and leaves nothing beside it', () => {
    inDirectory({ a: 'old' }, (directory) => {
      chmodSync(join(directory, 'a'), 0o604);
      expect(replaceFile(join(directory, 'a'), 'new')).toBe(true);
      expect(readFileSync(join(directory, 'a'), 'utf8')).toBe('new');
      expect(statSync(join(directory, 'a')).mode & 0o777).toBe(0o604);
      expect(readdirSync(directory)).toEqual(['a']);
    });
  });

  test('does nothing where it is not confirmed', () => {
    inDirectory({ a: 'old' }, (directory) => {
      expect(replaceFile(join(directory, 'a'), 'new', { confirm: () => false })).toBe(false);
      expect(readFileSync(join(directory, 'a'), 'utf8')).toBe('old');
      expect(readdirSync(directory)).toEqual(['a']);
    });
  });

  test('tells why it cannot', () => {
    inDirectory({ 'full/a/b': '' }, (directory) => {
      expect(writeFilled(directory, 'none/a', 'new')).toBe('no such file or directory');
      expect(writeFilled(directory, 'full/a', 'new')).toBe('is a directory');
      expect(readdirSync(join(directory, 'full'))).toEqual(['a']);
    });
  });

  test('removes what killed runs left some time ago, and nothing else', () => {
    const left = '.a.yaml.0123456789ab.ossm-fed-new';
    const others = ['.b.yaml.ba9876543210.ossm-fed-new', '.a.yaml.swp', 'a.yaml'];
    inDirectory({}, (directory) => {
      mkdirSync(join(directory, 'x'));
      for (const name of [left, ...others]) writeFileSync(join(directory, 'x', name), '');
      for (const name of [left, '.a.yaml.swp']) utimesSync(join(directory, 'x', name), 1000, 1000);
      tidyFolders(directory, ['x/a.yaml', 'x/c.yaml', 'none/a.yaml']);
      expect(readdirSync(join(directory, 'x')).sort()).toEqual([...others].sort());
    });
  });
});
