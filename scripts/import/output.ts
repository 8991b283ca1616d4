import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { HEADER } from './constructs';

/**
 * Writes the generated files and removes those of an earlier run that are no longer generated.
 *
 * Owned are the JSON files in schemas/ and the TypeScript files that start with the header; nothing else is touched.
 *
 * @param dir the imports folder
 * @param files text by file name, relative to `dir`
 */
export function replaceGenerated(dir: string, files: ReadonlyMap<string, string>): void {
  for (const [file, text] of files) {
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    writeFileSync(join(dir, file), text);
  }
  for (const file of listGenerated(dir)) {
    if (!files.has(file)) rmSync(join(dir, file));
  }
}

/** The generated files in the imports folder, relative to it, sorted. */
export function listGenerated(dir: string): string[] {
  const files = readdirSync(dir, { recursive: true, encoding: 'utf8' }).map((file) => file.replaceAll('\\', '/'));
  return files.filter((file) => isSchema(file) || isConstruct(join(dir, file))).sort();
}

function isSchema(file: string): boolean {
  return file.startsWith('schemas/') && file.endsWith('.json');
}

function isConstruct(path: string): boolean {
  return path.endsWith('.ts') && readFileSync(path, 'utf8').startsWith(HEADER);
}
