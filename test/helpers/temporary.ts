import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The text of files by their paths below a directory. */
export type FileTexts = Readonly<Record<string, string>>;

/** Writes files below a directory. */
export function writeFiles(directory: string, files: FileTexts): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
}

function newDirectory(files: FileTexts): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'ossm-fed-test-')));
  writeFiles(directory, files);
  return directory;
}

/** Gives a new directory with some files to a function, and removes it afterwards. */
export function inDirectory<T>(files: FileTexts, use: (directory: string) => T): T {
  const directory = newDirectory(files);
  try {
    return use(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The same for a function that waits for something. */
export async function inDirectoryFor(files: FileTexts, use: (directory: string) => Promise<void>): Promise<void> {
  const directory = newDirectory(files);
  try {
    await use(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
