import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A local git repository, as a team keeps it for Argo CD. */
export class Repository {
  /** The URL for Argo CD. */
  readonly url: string;

  /** @param directory where it is made; it does not exist yet */
  constructor(private readonly directory: string) {
    mkdirSync(directory);
    this.url = pathToFileURL(directory).href;
    this.git('init', '--quiet', '--initial-branch=main');
  }

  /** Commits a directory under its name in the repository, in place of what was there. Returns the revision. */
  commit(directory: string, name: string, message: string): string {
    rmSync(join(this.directory, name), { recursive: true, force: true });
    cpSync(directory, join(this.directory, name), { recursive: true });
    this.git('add', '--all');
    this.git('commit', '--quiet', '--allow-empty', `--message=${message}`);
    return this.git('rev-parse', 'HEAD').trim();
  }

  private git(...args: readonly string[]): string {
    const person = ['-c', 'user.name=tester', '-c', 'user.email=tester@example.test'];
    // Settings of the person who runs the tests, such as signatures and hooks, do not matter here.
    const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
    return execFileSync('git', [...person, ...args], { cwd: this.directory, env, encoding: 'utf8' });
  }
}
