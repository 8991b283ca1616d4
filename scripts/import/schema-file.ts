import { printJson } from './print-json';
import type { KindSchema } from './schema';
import { shareSubtrees } from './share-subtrees';

/** File name, relative to imports/, and JSON text of a kind's schema. */
export function schemaFile({ apiVersions, kind, schema, file }: KindSchema): [file: string, text: string] {
  return [file, `${printJson({ apiVersions, kind, ...shareSubtrees(schema) })}\n`];
}
