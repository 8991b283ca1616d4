import { type Document, parseAllDocuments } from 'yaml';
import { faultText } from '../../lib/yaml/fault';

const SECRET = 'hunter2';

/** What is wrong with a document, when it is parsed and when it becomes a value. */
function messagesOf(document: Document): readonly string[] {
  const messages = document.errors.map(({ message }) => message);
  try {
    document.toJS();
    return messages;
  } catch (error) {
    return [...messages, (error as Error).message];
  }
}

describe('no message of the YAML parser repeats the text', () => {
  test.each([
    ['an alias', `password: *${SECRET}`],
    ['a tag', `password: !${SECRET} x`],
    ['a tag of an unknown prefix', `password: !${SECRET}!x y`],
    ['a verbatim tag', `password: !<${SECRET} y`],
    ['a directive', `%${SECRET}\n---\na: b`],
    ['a version', `%YAML ${SECRET}\n---\na: b`],
    ['the header of a block', `password: |${SECRET}\n  x`],
    ['an escape sequence', `password: "\\x${SECRET}"`],
    ['a reserved character', `password: @${SECRET}`],
    ['a text after a value', `password: "a" ${SECRET}`],
    ['a text after a list', `password: [a] ${SECRET}`],
    ['a text at a wrong indent', `a:\n    b: c\n  ${SECRET}\n d`],
    ['a text after the end', `a: b\n... ${SECRET}`],
    ['a bracket too many', `a: }${SECRET}`],
  ])('of %s', (_, text) => {
    const messages = [false, true].flatMap((prettyErrors) =>
      [...parseAllDocuments(text, { prettyErrors })].flatMap((document) => messagesOf(document as Document)),
    );
    for (const message of messages.map(faultText)) {
      expect(message).not.toMatch(/hunter|unter2/);
      expect(message).toMatch(/^[A-Z][\w ',&-]{8,}/);
      expect(message).not.toContain('\n');
    }
  });
});

test.each([
  [
    'Unresolved alias (the anchor must be set before the alias): x',
    'Unresolved alias (the anchor must be set before the alias)',
  ],
  ['Missing , or : between flow map items', 'Missing , or : between flow map items'],
  ['Map keys must be unique at line 3, column 1:\n\na: b\n^', 'Map keys must be unique at line 3, column 1'],
])('%j', (message, expected) => {
  expect(faultText(message)).toBe(expected);
});
