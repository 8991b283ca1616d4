import { readSync } from 'node:fs';
import { decodeUtf8 } from './decode';

/** The name of standard input in place of a file. */
export const STDIN = '-';

const CHUNK_BYTES = 65_536;

/**
 * Reads standard input until its end, or until it has more than a number of bytes, so that endless input ends in a
 * message that it is too large. Throws the errors of the file system, and `Unreadable` for text that is not UTF-8.
 *
 * @param max the number of bytes
 * @param descriptor the file descriptor to read
 */
export function readBounded(max: number, descriptor = 0): string {
  const chunks: Buffer[] = [];
  for (let total = 0; total <= max; ) {
    const chunk = Buffer.alloc(CHUNK_BYTES);
    const length = readSync(descriptor, chunk);
    if (length === 0) break;
    chunks.push(chunk.subarray(0, length));
    total += length;
  }
  const bytes = Buffer.concat(chunks);
  return bytes.length > max ? bytes.toString('utf8') : decodeUtf8(bytes);
}
