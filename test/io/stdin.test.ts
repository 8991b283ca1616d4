import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { readBounded } from '../../lib/io/stdin';
import { inDirectory } from '../helpers/temporary';

/** Reads a file by its descriptor. */
function read(path: string, max: number): string {
  const descriptor = openSync(path, 'r');
  try {
    return readBounded(max, descriptor);
  } finally {
    closeSync(descriptor);
  }
}

test('input is read to its end, with characters of several bytes across chunks', () => {
  const text = `a${'ä'.repeat(100_000)}`;
  inDirectory({ input: text }, (directory) => expect(read(join(directory, 'input'), 1_000_000)).toBe(text));
});

test('endless input ends after the maximum', () => {
  const { length } = read('/dev/zero', 200_000);
  expect(length).toBeGreaterThan(200_000);
  expect(length).toBeLessThan(300_000);
});
