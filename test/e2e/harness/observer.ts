import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { preloading } from '../../helpers/built-command';

/** What a process took while it ran. */
export interface Usage {
  /** The most memory that it had, in MiB. */
  readonly memory: number;
  /** How many files and connections it had open: at its beginning, the most seen, and at its end. */
  readonly files: { readonly first: number; readonly most: number; readonly last: number };
}

/** A program that is required before another one and writes what that took. What it opens to look is not counted. */
const OBSERVER = `
const { readdirSync, writeFileSync } = require('node:fs');
const count = () => readdirSync('/dev/fd').length - 1;
const first = count();
let most = first;
setInterval(() => { most = Math.max(most, count()); }, 10).unref();
process.on('exit', () => {
  const memory = Math.round(process.resourceUsage().maxRSS / 1024);
  writeFileSync(process.env.USAGE_FILE, JSON.stringify({ memory, files: { first, most, last: count() } }));
});
`;

/** Observes one process at a time. */
export class Observer {
  private readonly file: string;

  /** What the process must have in its environment. */
  readonly env: NodeJS.ProcessEnv;

  /** @param directory where it may write */
  constructor(directory: string) {
    const program = join(directory, 'observer.cjs');
    writeFileSync(program, OBSERVER);
    this.file = join(directory, 'usage.json');
    this.env = { ...preloading(program), USAGE_FILE: this.file };
  }

  /** What the last process took that has ended. */
  usage(): Usage {
    return JSON.parse(readFileSync(this.file, 'utf8')) as Usage;
  }
}
