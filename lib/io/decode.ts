import { isAscii } from 'node:buffer';
import { MAX_FILE_BYTES } from '../bounds';
import { readRegular, Unreadable } from '../files/read';
import { positionAt } from '../issues/place';

/** The fix for a file that is not UTF-8. */
export const SAVE_AS_UTF8 = 'save the file as UTF-8';

/**
 * Reads a regular file as UTF-8. Throws {@link Unreadable} for any other encoding, for a larger file and for a pipe, and
 * errors of the file system.
 *
 * @param max the maximum of its size in bytes. Default: that of a file of manifests
 */
export function readUtf8(file: string, max = MAX_FILE_BYTES): string {
  return decodeUtf8(readRegular(file, max));
}

/**
 * Decodes bytes as UTF-8; a byte order mark stays. Throws {@link Unreadable} with the offset of the first byte that is
 * not UTF-8, or that is NUL: text in UTF-16 can be valid UTF-8 with NUL bytes.
 */
export function decodeUtf8(bytes: Buffer): string {
  // Nearly all files are ASCII, which needs no decoder.
  if (isAscii(bytes) && !bytes.includes(0)) return bytes.toString('latin1');
  const zero = bytes.indexOf(0);
  const end = zero < 0 ? bytes.length : zero;
  const valid = validPrefix(bytes.subarray(0, end));
  const offset = Buffer.byteLength(valid);
  if (offset === bytes.length) return valid;
  const position = positionAt(valid, valid.length);
  const place = `at offset ${offset} (line ${position.line}, column ${position.column})`;
  const byte = `0x${bytes.readUInt8(offset).toString(16).toUpperCase().padStart(2, '0')}`;
  const found = isWide(bytes) ? 'not UTF-8 but probably UTF-16' : 'not UTF-8';
  throw new Unreadable(`${found}: invalid byte ${byte} ${place}`, position);
}

/** The text before the first byte that is not UTF-8. */
function validPrefix(bytes: Buffer): string {
  try {
    return STRICT.decode(bytes);
  } catch {
    // The longest prefix that a decoder accepts; more bytes may follow it.
    let [accepted, rejected] = [0, bytes.length + 1];
    while (rejected - accepted > 1) {
      const middle = Math.floor((accepted + rejected) / 2);
      if (isAccepted(bytes.subarray(0, middle))) accepted = middle;
      else rejected = middle;
    }
    return decoder().decode(bytes.subarray(0, accepted), { stream: true });
  }
}

/** Decodes whole texts, so that nothing of one is left for the next. */
const STRICT = decoder();

function isAccepted(bytes: Buffer): boolean {
  try {
    decoder().decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function decoder(): InstanceType<typeof TextDecoder> {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
}

/** Whether bytes begin as text in UTF-16 does: with its byte order mark, or with every second byte NUL. */
function isWide(bytes: Buffer): boolean {
  const [first, second, third, fourth] = bytes;
  const hasMark = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return hasMark || (first === 0 && third === 0) || (second === 0 && fourth === 0);
}
