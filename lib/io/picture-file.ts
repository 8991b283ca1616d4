import { closeSync, openSync, readSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Unreadable } from '../files/read';
import { readUtf8 } from './decode';
import { replaceFile } from './replace-file';
import { statsOf } from './stats';
import { reasonOf } from './topology-files';

/** How pictures begin that `ossm-fed graph` writes. */
const BEGINNINGS = [
  'flowchart LR\n',
  'digraph federation {\n',
  '<svg xmlns="http://www.w3.org/2000/svg" role="img"',
  '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta name="generator" content="ossm-fed graph">\n',
];

/**
 * Writes a picture to a file. A file that is no picture of this program is not replaced.
 *
 * @throws Unreadable for such a file, and the errors of the file system
 */
export function writePicture(path: string, text: string): void {
  const stats = statsOf(path);
  if (stats?.isDirectory()) throw new Unreadable('it is a directory');
  if (stats?.isFile() && stats.size > 0 && !isPicture(path)) {
    throw new Unreadable('it exists, and "ossm-fed graph" did not write it');
  }
  replaceFile(path, text);
}

function isPicture(path: string): boolean {
  const start = Buffer.alloc(Math.max(...BEGINNINGS.map((beginning) => beginning.length)));
  const file = openSync(path, 'r');
  try {
    const length = readSync(file, start, 0, start.length, 0);
    const text = start.toString('utf8', 0, length);
    return BEGINNINGS.some((beginning) => text.startsWith(beginning));
  } finally {
    closeSync(file);
  }
}

/** The path of a file beside a directory. */
export function besideDirectory(directory: string, name: string): string {
  return join(dirname(directory), name);
}

/** The text of a picture; undefined if there is no file that can be read. */
export function readPicture(path: string): string | undefined {
  try {
    return readUtf8(path);
  } catch (error) {
    // Whether it is missing or unreadable, it is not what it should be.
    reasonOf(error);
    return undefined;
  }
}
