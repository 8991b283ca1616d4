import fc from 'fast-check';
import { parseAllDocuments, stringify } from 'yaml';
import { byteEdits, textEdits } from './edit-text';
import { editTree, treeEdits } from './edit-tree';

/** An example, as text and as the values of its documents. */
export interface Example {
  /** The text, in YAML. */
  readonly text: string;
  /** The values of its documents. */
  readonly documents: readonly unknown[];
}

/** An example with the values of its documents. */
export function exampleOf(text: string): Example {
  return { text, documents: parseAllDocuments(text, { logLevel: 'silent' }).map((document) => document.toJS()) };
}

/** Documents as a stream of JSON or YAML texts. */
function print(documents: readonly unknown[], asYaml: boolean): string {
  const texts = documents.map((each) => (asYaml ? stringify(each) : JSON.stringify(each, null, 1)));
  return texts.join('\n---\n');
}

/** An example with changed values. */
function valueMutant({ documents }: Example): fc.Arbitrary<string> {
  return fc
    .tuple(fc.nat({ max: Math.max(0, documents.length - 1) }), treeEdits, fc.nat({ max: 7 }))
    .map(([index, edits, style]) => {
      const changed = documents.map((each, i) => (i === index ? editTree(each, edits) : each));
      return print(changed, style === 0);
    });
}

/** An example with a changed text. */
function textMutant({ text }: Example): fc.Arbitrary<string> {
  return textEdits.map((edits) => edits.reduce((each, edit) => edit(each), text));
}

/** Texts that resemble one of the examples. */
export function mutantText(examples: readonly Example[]): fc.Arbitrary<string> {
  return fc
    .constantFrom(...examples)
    .chain((example) => fc.oneof(textMutant(example), { weight: 2, arbitrary: valueMutant(example) }));
}

/** The bytes of a file that resembles one of the examples; a few of them are not UTF-8. */
export function mutantFile(examples: readonly Example[]): fc.Arbitrary<Buffer> {
  const broken = fc.oneof({ weight: 9, arbitrary: fc.constant([]) }, byteEdits);
  return fc.tuple(mutantText(examples), broken).map(([text, edits]) => {
    return edits.reduce((bytes: Buffer, { place, bytes: insert }) => {
      const at = Math.floor(place * bytes.length);
      return Buffer.concat([bytes.subarray(0, at), insert, bytes.subarray(at)]);
    }, Buffer.from(text));
  });
}
