import fc from 'fast-check';
import { LineCounter, parseAllDocuments, stringify } from 'yaml';
import { DocumentParts } from '../../lib/yaml/document-parts';
import { offsetOf } from '../../lib/yaml/offset';

/** The position of a path by parsing the whole text. */
function positionIn(text: string, document: number, path: readonly (string | number)[]) {
  const lineCounter = new LineCounter();
  const documents = [...parseAllDocuments(text, { lineCounter, merge: true })] as Parameters<typeof offsetOf>[0][];
  const root = documents[document];
  const { line, col } = lineCounter.linePos(root === undefined ? 0 : offsetOf(root, path, false));
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

test.each([
  ['one document', 'a:\n  b: c\n'],
  ['comments before the first document', '# written\n\n---\na:\n  b: c\n---\na: { b: c }\n'],
  ['documents without a mark before the first', 'a:\n  b: c\n---\n# more\na:\n  b: c\n'],
  ['an empty document', 'a: { b: c }\n---\n---\na: { b: c }\n'],
  ['a mark in a text', 'a:\n  b: |\n    ---\n    c\n---\na: { b: "\\n---\\n" }\n'],
  ['a value behind the mark', '--- { a: { b: c } }\n--- { a: { b: c } }\n'],
  ['carriage returns', '# written\r\n---\r\na:\r\n  b: c\r\n---\r\na:\r\n  b: c\r\n'],
  ['a directive', '%YAML 1.2\n---\na: { b: c }\n---\na: { b: c }\n'],
  ['ends of documents', 'a: { b: c }\n...\n---\na: { b: c }\n...\n'],
  ['a byte order mark', '\uFEFF# written\n---\na: { b: c }\n---\na: { b: c }\n'],
])('positions in %s are those of the whole text', (_, text) => {
  const parts = new DocumentParts(text);
  for (const document of [0, 1, 2, 3]) {
    for (const path of [[], ['a'], ['a', 'b'], ['x']]) {
      expect(parts.locate(document, path, false)).toEqual(positionIn(text, document, path));
    }
  }
});

test('positions in any documents are those of the whole text', () => {
  const value = fc.jsonValue({ maxDepth: 3, noUnicodeString: false });
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 5 }), fc.constantFrom('', '# first\n'), (values, head) => {
      const text = `${head}${values.map((one) => `---\n${stringify({ a: one })}`).join('')}`;
      const parts = new DocumentParts(text);
      for (const i of values.keys()) {
        expect(parts.locate(i, ['a'], false)).toEqual(positionIn(text, i, ['a']));
      }
    }),
    { seed: 20_240_607 },
  );
});

test('secrets are those of the document at the offset', () => {
  const text = 'kind: A\ndata: { a: b }\n---\nkind: Secret\ndata: { a: b }\n';
  const parts = new DocumentParts(text);
  const start = text.lastIndexOf('b }');
  expect(parts.secretValuesAt(3)).toEqual([]);
  expect(parts.secretValuesAt(start)).toEqual([{ start, end: start + 1, label: '[redacted]' }]);
  expect(parts.secretValuesAt(start)).toBe(parts.secretValuesAt(text.indexOf('Secret')));
});
