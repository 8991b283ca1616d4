import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The checksums of all files in a directory, sorted by name, as `sha256sum --check` reads them. */
export function checksumsText(directory: string): string {
  const names = readdirSync(directory).sort();
  return names.map((name) => `${sha256(join(directory, name))}  ${name}\n`).join('');
}

function sha256(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
