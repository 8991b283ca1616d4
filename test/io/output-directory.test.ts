import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
} from 'node:fs';
import { join } from 'node:path';
import { discardStaging, newStaging, placeFiles, stageFiles } from '../../lib/io/output-directory';
import { OWNER_FILE } from '../../lib/io/output-owner';
import { markerOf, type OutputFile } from '../../lib/output/render';
import { Program } from '../helpers/program';
import { inDirectory, writeFiles } from '../helpers/temporary';
import { writeOutput } from '../helpers/write-output';

/** A file as a synth writes it. */
function ours(path: string, text = 'kind: Namespace\n'): OutputFile {
  return { cluster: path.split('/')[0] ?? '', path, text: `${markerOf(path)}\n${text}`, objects: [] };
}

const MESH = 'rosa/20-mesh/rosa.yaml';
const PEER = 'rosa/40-federation/rosa.aro.yaml';
const OTHER = 'aro/20-mesh/aro.yaml';

/** All files below a directory, sorted. */
function list(directory: string): readonly string[] {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory() && entry.name !== OWNER_FILE);
  return files.map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1)).sort();
}

/** The summary of a run that writes files; throws where there are problems. */
function write(directory: string, paths: readonly string[], clusters?: readonly string[]) {
  const result = writeOutput(
    directory,
    paths.map((path) => ours(path)),
    clusters,
  );
  if (!('summary' in result)) throw new Error(JSON.stringify(result));
  return result.summary;
}

/** What keeps a run from writing. */
function problemsOf(directory: string, ...files: readonly OutputFile[]): readonly string[] {
  const result = writeOutput(directory, files, undefined);
  return 'problems' in result ? result.problems.map((problem) => problem.replace(directory, 'DIR')) : [];
}

/** Gives a directory that a run has written to. */
function afterRun(paths: readonly string[], use: (directory: string) => void): void {
  inDirectory({}, (directory) => {
    write(directory, paths);
    use(directory);
  });
}

test('what a killed run left is removed after a while, and what a present run stages is not', () => {
  afterRun([], (directory) => {
    const [old, young, other] = [1, 2, 3].map((digit) => `.ossm-fed-0000000${digit}-0000-0000-0000-000000000000`);
    for (const name of [old, young, `${other}-mine`]) mkdirSync(join(directory, name ?? ''), { recursive: true });
    for (const name of [old, `${other}-mine`]) utimesSync(join(directory, name ?? ''), 0, 0);
    write(directory, [MESH]);
    expect(readdirSync(directory).filter((name) => name.startsWith('.ossm-fed-'))).toEqual([young, `${other}-mine`]);
  });
});

test('what a killed run left is removed also by a run that has nothing to write', () => {
  afterRun([MESH], (directory) => {
    const old = join(directory, '.ossm-fed-00000001-0000-0000-0000-000000000000');
    mkdirSync(old);
    utimesSync(old, 0, 0);
    write(directory, [MESH]);
    expect(existsSync(old)).toBe(false);
  });
});

test('the permissions of a file that is replaced are kept', () => {
  afterRun([MESH], (directory) => {
    chmodSync(join(directory, MESH), 0o600);
    writeOutput(directory, [ours(MESH, 'kind: Secret\n')], undefined);
    expect(readFileSync(join(directory, MESH), 'utf8')).toContain('kind: Secret');
    expect(statSync(join(directory, MESH)).mode & 0o777).toBe(0o600);
  });
});

describe('two runs at once', () => {
  /** Two runs of which both have staged before the first one writes. */
  function both(first: readonly OutputFile[], second: readonly OutputFile[], topologies: readonly [string, string]) {
    return (directory: string) => {
      const runs = [first, second].map((files, i) => {
        const staging = newStaging(directory);
        return { staging, files: stageFiles(staging, files), topology: join(directory, topologies[i] ?? '') };
      });
      const results = runs.map(({ staging, files, topology }) =>
        placeFiles(staging, files, { clusters: undefined, topology }),
      );
      for (const { staging } of runs) discardStaging(staging);
      return results;
    };
  }

  test('of different topologies: the second one is an error', () => {
    inDirectory({}, (directory) => {
      const [first, second] = both([ours(MESH)], [ours(OTHER)], ['../a.yaml', '../b.yaml'])(directory);
      expect(first).toHaveProperty('summary');
      expect(second).toHaveProperty('other');
      expect(list(directory)).toEqual([MESH]);
    });
  });

  test('of one topology: what the second one found unchanged must still be so', () => {
    afterRun([MESH, PEER], (directory) => {
      const runs = both(
        [ours(MESH, 'kind: Secret\n'), ours(PEER)],
        [ours(MESH), ours(PEER, 'kind: Secret\n')],
        ['../federation.yaml', '../federation.yaml'],
      );
      expect(runs(directory)[1]).toEqual({ problems: [`another run wrote to ${directory} at the same time`] });
      expect(readFileSync(join(directory, PEER), 'utf8')).not.toContain('Secret');
    });
  });
});

describe('a first run', () => {
  test('makes the directory, writes the files, and leaves nothing else there', () => {
    inDirectory({}, (parent) => {
      const directory = join(parent, 'deep', 'dist');
      expect(write(directory, [MESH, PEER])).toEqual({ written: [MESH, PEER], unchanged: [], removed: [] });
      expect(list(directory)).toEqual([MESH, PEER]);
      expect(readFileSync(join(directory, MESH), 'utf8')).toBe(
        `# Written by ossm-fed as ${MESH}; the next synth overwrites it.\nkind: Namespace\n`,
      );
    });
  });

  test('moves the folder of a new cluster as a whole', () => {
    afterRun([MESH], (directory) => {
      const added = ['aro/20-mesh/a.yaml', 'aro/30-workloads/b.yaml'];
      const staging = newStaging(directory);
      const files = stageFiles(
        staging,
        [MESH, ...added].map((path) => ours(path, 'kind: Secret\n')),
      );
      const inode = statSync(join(directory, staging.name, 'aro')).ino;
      placeFiles(staging, files, { clusters: undefined, topology: join(directory, '../federation.yaml') });
      discardStaging(staging);
      expect(statSync(join(directory, 'aro')).ino).toBe(inode);
      expect(list(directory)).toEqual([...added, MESH].sort());
    });
  });

  test('of no files makes no directory', () => {
    inDirectory({}, (parent) => {
      expect(write(join(parent, 'dist'), [])).toEqual({ written: [], unchanged: [], removed: [] });
      expect(existsSync(join(parent, 'dist'))).toBe(false);
    });
  });
});

describe('a second run', () => {
  test('does not touch files that stay as they are', () => {
    afterRun([MESH, PEER], (directory) => {
      utimesSync(join(directory, MESH), 1000, 1000);
      expect(write(directory, [MESH, PEER])).toEqual({ written: [], unchanged: [MESH, PEER], removed: [] });
      expect(statSync(join(directory, MESH)).mtimeMs).toBe(1_000_000);
    });
  });

  test('replaces files that change', () => {
    afterRun([MESH, PEER], (directory) => {
      const result = writeOutput(directory, [ours(MESH, 'kind: Secret\n'), ours(PEER)], undefined);
      expect(result).toEqual({ summary: { written: [MESH], unchanged: [PEER], removed: [] } });
      expect(readFileSync(join(directory, MESH), 'utf8')).toContain('kind: Secret');
    });
  });

  test('removes files that are no more, and directories that are empty without them', () => {
    afterRun([MESH, PEER, OTHER], (directory) => {
      expect(write(directory, [MESH])).toEqual({ written: [], unchanged: [MESH], removed: [OTHER, PEER] });
      expect(list(directory)).toEqual([MESH]);
      expect(readdirSync(directory)).toEqual([OWNER_FILE, 'rosa']);
      expect(readdirSync(join(directory, 'rosa'))).toEqual(['20-mesh']);
    });
  });

  test('for some clusters leaves the others alone', () => {
    afterRun([MESH, PEER, OTHER], (directory) => {
      expect(write(directory, [MESH], ['rosa'])).toEqual({ written: [], unchanged: [MESH], removed: [PEER] });
      expect(list(directory)).toEqual([OTHER, MESH]);
    });
  });
});

describe('files that somebody else wrote', () => {
  const FOREIGN = {
    'README.md': 'mine',
    'rosa/notes.yaml': 'mine: true\n',
    'rosa/20-mesh/own.yaml': 'kind: Secret\n',
    'rosa/20-mesh/notes.txt': 'mine',
    'rosa/20-mesh/empty.yaml': '',
    'rosa/40-federation/deeper/own.yaml': `${markerOf('rosa/40-federation/deeper/own.yaml')}\n`,
    '.git/20-mesh/x.yaml': `${markerOf('.git/20-mesh/x.yaml')}\n`,
  };

  test('survive beside ours and in our directories', () => {
    afterRun([MESH, PEER], (directory) => {
      writeFiles(directory, FOREIGN);
      expect(write(directory, []).removed).toEqual([MESH, PEER]);
      expect(list(directory)).toEqual(Object.keys(FOREIGN).sort());
    });
  });

  test('survive as copies of ours that lie elsewhere', () => {
    afterRun([MESH], (directory) => {
      const text = ours(MESH).text;
      writeFiles(directory, { 'rosa/20-mesh/backup.yaml': text, 'copy/20-mesh/rosa.yaml': text });
      expect(write(directory, []).removed).toEqual([MESH]);
      expect(list(directory)).toEqual(['copy/20-mesh/rosa.yaml', 'rosa/20-mesh/backup.yaml']);
    });
  });

  test('keep the whole run from writing where they stand in the way', () => {
    afterRun([PEER], (directory) => {
      writeFiles(directory, { [MESH]: 'kind: Secret\n' });
      const files = [ours(PEER, 'kind: New\n'), ours(MESH), ours(OTHER)];
      expect(problemsOf(directory, ...files)).toEqual([
        `DIR/${MESH} was not written by ossm-fed and would be overwritten`,
      ]);
      expect(list(directory)).toEqual([MESH, PEER]);
      expect(readFileSync(join(directory, PEER), 'utf8')).toBe(ours(PEER).text);
      expect(readFileSync(join(directory, MESH), 'utf8')).toBe('kind: Secret\n');
    });
  });

  test('are no longer ours once their first line was changed', () => {
    afterRun([MESH], (directory) => {
      writeFiles(directory, { [MESH]: `# Edited by hand.\n${ours(MESH).text}` });
      expect(problemsOf(directory, ours(MESH))).toHaveLength(1);
      expect(write(directory, []).removed).toEqual([]);
    });
  });

  test('are all told where several stand in the way', () => {
    inDirectory({ [MESH]: 'x', [OTHER]: 'y' }, (directory) => {
      expect(problemsOf(directory, ours(MESH), ours(OTHER))).toEqual([
        `DIR/${OTHER} was not written by ossm-fed and would be overwritten`,
        `DIR/${MESH} was not written by ossm-fed and would be overwritten`,
      ]);
    });
  });
});

describe('what is no directory, or no file', () => {
  test('in the way of a directory is a problem', () => {
    inDirectory({ rosa: 'a file', 'aro/20-mesh': 'a file' }, (directory) => {
      expect(problemsOf(directory, ours(OTHER))).toEqual(['DIR/aro/20-mesh is not a directory']);
      expect(problemsOf(directory, ours(MESH), ours(PEER))).toEqual(['DIR/rosa is not a directory']);
      expect(list(directory)).toEqual(['aro/20-mesh', 'rosa']);
    });
  });

  test('in the way of a file is a problem', () => {
    inDirectory({ [`${MESH}/inside`]: '' }, (directory) => {
      expect(problemsOf(directory, ours(MESH))).toEqual([
        `DIR/${MESH} was not written by ossm-fed and would be overwritten`,
      ]);
    });
  });

  test('is a problem as output directory', () => {
    inDirectory({ dist: 'a file' }, (parent) => {
      const result = writeOutput(join(parent, 'dist'), [ours(MESH)], undefined);
      expect(result).toEqual({ problems: [`${join(parent, 'dist')}: not a directory`] });
    });
  });
});

describe('symbolic links', () => {
  /** Gives a directory in which a name leads to a directory outside that a run has written to. */
  function withLink(name: string, target: string, use: (directory: string, outside: string) => void): void {
    inDirectory({}, (outside) => {
      write(outside, [MESH, OTHER]);
      inDirectory({ 'rosa/README': '', 'aro/README': '' }, (directory) => {
        rmSync(join(directory, name), { recursive: true, force: true });
        symlinkSync(join(outside, target), join(directory, name));
        use(directory, outside);
        expect(list(outside)).toEqual([OTHER, MESH]);
      });
    });
  }

  test('are refused as directory of a cluster', () => {
    withLink('rosa', 'rosa', (directory) => {
      expect(problemsOf(directory, ours(PEER))).toEqual(['DIR/rosa is not a directory']);
    });
  });

  test('are refused as directory of a stage', () => {
    withLink('rosa/20-mesh', 'rosa/20-mesh', (directory) => {
      expect(problemsOf(directory, ours(MESH))).toEqual(['DIR/rosa/20-mesh is not a directory']);
    });
  });

  test('are refused as file', () => {
    withLink('rosa/rosa.yaml', MESH, (directory) => {
      mkdirSync(join(directory, 'rosa/20-mesh'));
      symlinkSync(join(directory, 'rosa/rosa.yaml'), join(directory, MESH));
      expect(problemsOf(directory, ours(MESH))).toEqual([
        `DIR/${MESH} was not written by ossm-fed and would be overwritten`,
      ]);
    });
  });

  test.each(['rosa', 'rosa/20-mesh'])('are not followed when files are removed: %s', (name) => {
    withLink(name, name, (directory) => {
      expect(write(directory, []).removed).toEqual([]);
    });
  });

  test('are followed as output directory, which the user has named', () => {
    inDirectory({}, (parent) => {
      mkdirSync(join(parent, 'real'));
      symlinkSync(join(parent, 'real'), join(parent, 'dist'));
      write(join(parent, 'dist'), [MESH]);
      expect(list(join(parent, 'real'))).toEqual([MESH]);
      expect(write(join(parent, 'dist'), []).removed).toEqual([MESH]);
    });
  });
});

describe('without permission', () => {
  const program = new Program(`
    import { writeOutput } from './test/helpers/write-output';
    console.log(JSON.stringify(writeOutput(process.argv[2], JSON.parse(process.argv[3]), undefined)));
  `);
  afterAll(() => program.remove());

  function problemsWithout(directory: string, ...files: readonly OutputFile[]): readonly string[] {
    const { stdout } = program.runUnprivileged([directory, JSON.stringify(files)], directory);
    const { problems } = JSON.parse(stdout) as { readonly problems: readonly string[] };
    return problems.map((problem) => problem.replace(directory, 'DIR'));
  }

  test('to write one directory, all others stay as they were', () => {
    afterRun([MESH, PEER, OTHER], (directory) => {
      chmodSync(join(directory, 'rosa/40-federation'), 0o555);
      const files = [ours(OTHER, 'kind: New\n'), ours(MESH)];
      expect(problemsWithout(directory, ...files)).toEqual(['cannot write to DIR/rosa/40-federation']);
      expect(readFileSync(join(directory, OTHER), 'utf8')).toBe(ours(OTHER).text);
      chmodSync(join(directory, 'rosa/40-federation'), 0o755);
    });
  });

  test('to write the output directory, that is the problem', () => {
    inDirectory({ 'rosa/README': '' }, (directory) => {
      chmodSync(directory, 0o555);
      expect(problemsWithout(directory, ours(MESH))).toEqual(['DIR: permission denied']);
      chmodSync(directory, 0o755);
    });
  });
});
