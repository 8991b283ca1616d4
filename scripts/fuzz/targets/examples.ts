import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { edited } from '../../../lib/lint/examples/edit';
import { NORTH } from '../../../lib/lint/examples/north';
import { valueAt } from '../../../lib/values';
import { exampleOf } from '../mutant';

/** The text of a file of the project, from which `npm run fuzz` runs. */
export function projectText(path: string): string {
  return readFileSync(path, 'utf8');
}

/** The text of an example of `scripts/fuzz/examples`. */
export function exampleText(name: string): string {
  return projectText(join('scripts', 'fuzz', 'examples', name));
}

/** The manifests of the examples by cluster, in which no rule reports anything. */
export const CLUSTERS: readonly (readonly [string, string])[] = Object.entries(edited(NORTH));

/** The root certificate of a mesh of the examples, `west-mesh` or `east-mesh`. */
export function rootOf(mesh: string): string {
  const objects = CLUSTERS.flatMap(([, text]) => exampleOf(text).documents);
  const configMap = objects.find((object) => valueAt(object, ['metadata', 'name']) === `${mesh}-ca-root-cert`);
  return String(valueAt(configMap, ['data', 'root-cert.pem']));
}

/** A text that no report may repeat where it is part of a private key. */
const KEY_MARK = 'S3CRETKEYMARK0';

/** A private key, as people paste it by mistake. */
export const PRIVATE_KEY = ['-----BEGIN', `PRIVATE KEY-----\n${KEY_MARK}\n-----END`, 'PRIVATE KEY-----\n'].join(' ');

/** The part of a private key that is secret in a text; empty where changes made it another text. */
export function keysIn(text: string): readonly string[] {
  const starts = [...text.matchAll(/PRIVATE KEY-----(?:\s|\\n)*S3CRETKEYMARK0/g)].length;
  const all = text.split(KEY_MARK).length - 1;
  return starts > 0 && starts === all ? [KEY_MARK] : [];
}
