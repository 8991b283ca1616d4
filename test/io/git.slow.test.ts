import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Unreadable } from '../../lib/files/read';
import { readRevision } from '../../lib/io/git';
import { inDirectory, writeFiles } from '../helpers/temporary';

/** Runs git as a user without settings of the machine. */
function git(directory: string, ...args: readonly string[]): void {
  const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example.org', '-c', 'commit.gpgsign=false'];
  execFileSync('git', [...identity, ...args], { cwd: directory, stdio: 'ignore' });
}

/** A repository with two commits of a directory; the first one has the tag "first". */
function inRepository<T>(use: (directory: string) => T): T {
  return inDirectory({ 'the dist/west/20-mesh/a.yaml': 'old\n', 'the dist/notes.md': 'text' }, (directory) => {
    git(directory, 'init', '-q', '-b', 'main');
    git(directory, 'add', '.');
    git(directory, 'commit', '-qm', 'first');
    git(directory, 'tag', 'first');
    writeFiles(directory, {
      'the dist/west/20-mesh/a.yaml': 'new\n',
      'the dist/east/b.json': '{}',
      'the dist/.x/c.yaml': '',
    });
    symlinkSync('/etc/hostname', join(directory, 'the dist', 'west', 'link.yaml'));
    git(directory, 'add', '.');
    git(directory, 'commit', '-qm', 'second');
    return use(directory);
  });
}

const reasonOf = (read: () => unknown) => {
  try {
    read();
  } catch (error) {
    if (error instanceof Unreadable) return error.message;
    throw error;
  }
  return 'no error';
};

describe('a revision of a directory', () => {
  test('has the manifests of the commit, without symbolic links and hidden directories', () => {
    inRepository((directory) => {
      const dist = join(directory, 'the dist');
      expect(readRevision(dist, 'first').files).toEqual([{ path: 'west/20-mesh/a.yaml', text: 'old\n' }]);
      const { commit, files } = readRevision(dist, 'main');
      expect(files).toEqual([
        { path: 'east/b.json', text: '{}' },
        { path: 'west/20-mesh/a.yaml', text: 'new\n' },
      ]);
      expect(commit).toMatch(/^[0-9a-f]{40}$/);
      expect(readRevision(dist, 'HEAD~1').commit).not.toBe(commit);
    });
  });

  test('is read where the directory is missing in the working tree, and from the root of the repository', () => {
    inRepository((directory) => {
      rmSync(join(directory, 'the dist'), { recursive: true });
      expect(readRevision(join(directory, 'the dist'), 'first').files).toHaveLength(1);
      expect(readRevision(directory, 'first').files).toEqual([{ path: 'the dist/west/20-mesh/a.yaml', text: 'old\n' }]);
    });
  });

  test('is read in a subdirectory of a repository', () => {
    inRepository((directory) => {
      expect(readRevision(join(directory, 'the dist', 'west'), 'first').files[0]?.path).toBe('20-mesh/a.yaml');
    });
  });

  test.each([
    ['nothing', 'the repository has no revision "nothing"'],
    ['--all', 'the repository has no revision "--all"'],
    ['first; echo x', 'the repository has no revision "first; echo x"'],
    ['', 'the repository has no revision ""'],
    ['first\nmain', 'the repository has no revision "first\nmain"'],
  ])('that does not exist is named: %j', (revision, reason) => {
    inRepository((directory) => {
      expect(reasonOf(() => readRevision(join(directory, 'the dist'), revision))).toBe(reason);
    });
  });

  test('without the directory is named', () => {
    inRepository((directory) => {
      const reason = reasonOf(() => readRevision(join(directory, 'out', 'dist'), 'first'));
      expect(reason).toBe('revision "first" has no directory "out/dist"');
      const file = reasonOf(() => readRevision(join(directory, 'the dist', 'notes.md'), 'first'));
      expect(file).toBe('revision "first" has no directory "the dist/notes.md"');
    });
  });

  test.each([
    ['too long', 'x'.repeat(5000)],
    ['no path', 'a\0b'],
  ])('whose directory is %s is named', (_, name) => {
    inRepository((directory) => {
      expect(reasonOf(() => readRevision(join(directory, name), 'first'))).not.toBe('no error');
    });
  });

  test('outside of a repository is named', () => {
    inDirectory({}, (directory) => {
      expect(reasonOf(() => readRevision(join(directory, 'dist'), 'HEAD'))).toBe(
        'the directory is not in a git repository',
      );
    });
  });

  test('of a damaged repository has a reason without any text of it', () => {
    inRepository((directory) => {
      renameSync(join(directory, '.git', 'objects'), join(directory, '.git', 'gone'));
      mkdirSync(join(directory, '.git', 'objects'));
      expect(reasonOf(() => readRevision(join(directory, 'the dist'), 'first'))).toMatch(
        /^(the repository has no revision "first"|git failed with exit code \d+)$/,
      );
    });
  });

  test('runs no program that the repository configures', () => {
    inRepository((directory) => {
      const [script, proof] = [join(directory, 'run.sh'), join(directory, 'proof')];
      writeFileSync(script, `#!/bin/sh\ntouch '${proof}'\ncat\n`, { mode: 0o755 });
      git(directory, 'config', 'core.fsmonitor', script);
      git(directory, 'config', 'filter.x.smudge', script);
      git(directory, 'config', 'diff.x.textconv', script);
      writeFileSync(join(directory, '.gitattributes'), '* filter=x diff=x\n');
      expect(readRevision(join(directory, 'the dist'), 'first').files).toHaveLength(1);
      expect(() => execFileSync('test', ['!', '-e', proof])).not.toThrow();
    });
  });
});
