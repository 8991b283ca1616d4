import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { besideName } from './replace-file';

/** How long one process waits for another, in milliseconds. */
export interface Patience {
  /**
   * Between two looks.
   *
   * @default 20
   */
  readonly pause?: number;
  /**
   * Until a process that shows no sign of an end is taken for dead. What it does takes some milliseconds.
   *
   * @default 5000
   */
  readonly limit?: number;
}

/** The right to do something while no other process does. */
export interface Claim {
  /** Whether it is still there: another process may have taken this one for dead. */
  readonly isHeld: () => boolean;
  readonly release: () => void;
}

/**
 * Waits until no other process holds the claim that a file stands for, and makes that file. One that a killed process
 * left is removed after a while. That is measured by how long the same claim is seen, so clocks need not agree. Errors
 * of the file system are thrown.
 */
export async function claim(path: string, { pause = 20, limit = 5000 }: Patience = {}): Promise<Claim> {
  const token = randomBytes(16).toString('hex');
  let other: string | undefined;
  let seenFor = 0;
  while (!create(path, token)) {
    const holder = read(path);
    seenFor = holder === other ? seenFor + pause : 0;
    other = holder;
    if (holder !== undefined && seenFor >= limit) remove(path, holder);
    else await new Promise((resolve) => setTimeout(resolve, pause));
  }
  const isHeld = () => read(path) === token;
  return { isHeld, release: () => remove(path, token) };
}

function create(path: string, token: string): boolean {
  try {
    writeFileSync(path, token, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Whose claim stands there; undefined where none does. */
function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Removes a claim and no other one: it is moved aside first, and back if another process has made its own meanwhile. */
function remove(path: string, token: string): void {
  if (read(path) !== token) return;
  const aside = besideName(path);
  try {
    renameSync(path, aside);
    if (read(aside) !== token) linkSync(aside, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Somebody else was faster; what stands there now is theirs.
    if (code !== 'ENOENT' && code !== 'EEXIST') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}
