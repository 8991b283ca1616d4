import { mkdirSync, renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { foreignFiles, OWNER_FILE, ownerId, ownerText, readOwner } from '../../lib/io/output-owner';
import { markerOf } from '../../lib/output/render';
import { inDirectory, writeFiles } from '../helpers/temporary';

const MESH = 'rosa/20-mesh/rosa.yaml';
const WRITTEN = { [MESH]: `${markerOf(MESH)}\nkind: Namespace\n` };

describe('the owner of an output directory', () => {
  test('is the path of the topology relative to the directory', () => {
    inDirectory({ 'a/federation.yaml': '' }, (parent) => {
      const topology = join(parent, 'a/federation.yaml');
      expect(ownerId(join(parent, 'a/dist'), topology)).toBe('../federation.yaml');
      expect(ownerId(join(parent, 'b/deep/dist'), topology)).toBe('../../../a/federation.yaml');
      expect(ownerId(join(parent, 'a'), topology)).toBe('federation.yaml');
    });
  });

  test('is the same before and after the directory is created, and through a symbolic link', () => {
    inDirectory({ 'real/federation.yaml': '' }, (parent) => {
      symlinkSync(join(parent, 'real'), join(parent, 'link'));
      const id = () => ownerId(join(parent, 'link/dist'), join(parent, 'real/federation.yaml'));
      expect(id()).toBe('../federation.yaml');
      mkdirSync(join(parent, 'real/dist'));
      expect(id()).toBe('../federation.yaml');
    });
  });

  test('is read as it was written, also with the line ends of Windows', () => {
    inDirectory({ [OWNER_FILE]: ownerText('../a b.yaml') }, (directory) => {
      expect(readOwner(directory)).toBe('../a b.yaml');
      writeFiles(directory, { [OWNER_FILE]: ownerText('../a.yaml').replaceAll('\n', '\r\n') });
      expect(readOwner(directory)).toBe('../a.yaml');
    });
  });

  test.each([
    ['another file', 'topology: ../a.yaml\n'],
    ['a conflict of Git', `<<<<<<< HEAD\n${ownerText('../a.yaml')}`],
    ['a file that is too large', ownerText('x'.repeat(20_000))],
    ['a file without a topology', ownerText('').replace('topology: ', '')],
  ])('is unknown where there is %s', (_, text) => {
    inDirectory({ [OWNER_FILE]: text }, (directory) => expect(readOwner(directory)).toBeUndefined());
  });

  test('is not read through a symbolic link', () => {
    inDirectory({ other: ownerText('../a.yaml') }, (directory) => {
      symlinkSync(join(directory, 'other'), join(directory, OWNER_FILE));
      expect(readOwner(directory)).toBeUndefined();
    });
  });
});

describe('files that ossm-fed did not write', () => {
  test.each([
    ['nothing', {}, []],
    ['written files and what Git needs', { ...WRITTEN, '.gitkeep': '', '.git/config': '', 'rosa/.DS_Store': '' }, []],
    ['the file with the owner', { ...WRITTEN, [OWNER_FILE]: ownerText('../a.yaml') }, []],
    ['another file of that name', { ...WRITTEN, [OWNER_FILE]: 'mine' }, [OWNER_FILE]],
    ['a file beside', { ...WRITTEN, 'federation.yaml': '' }, ['federation.yaml']],
    ['a file in a stage', { ...WRITTEN, 'rosa/20-mesh/own.yaml': '' }, ['rosa/20-mesh/own.yaml']],
    ['a deeper directory', { ...WRITTEN, 'rosa/20-mesh/deep/own.yaml': '' }, ['rosa/20-mesh/deep/']],
    ['hidden files', { '.bashrc': '' }, ['.bashrc']],
  ])('with %s', (_, files, expected) => {
    inDirectory(files, (directory) => expect(foreignFiles(directory, 5)).toEqual(expected));
  });

  test('are written files at another path', () => {
    inDirectory({ 'dist/rosa/20-mesh/rosa.yaml': WRITTEN[MESH] ?? '' }, (directory) => {
      renameSync(join(directory, 'dist/rosa'), join(directory, 'dist/aro'));
      expect(foreignFiles(join(directory, 'dist'), 5)).toEqual(['aro/20-mesh/rosa.yaml']);
    });
  });

  test('are found up to the limit', () => {
    const files = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`f${i}`, '']));
    inDirectory(files, (directory) => expect(foreignFiles(directory, 3)).toEqual(['f0', 'f1', 'f2']));
  });

  test('are none in a directory that does not exist, and in a file', () => {
    inDirectory({ file: '' }, (directory) => {
      expect(foreignFiles(join(directory, 'dist'), 5)).toEqual([]);
      expect(foreignFiles(join(directory, 'file'), 5)).toEqual([]);
    });
  });
});
