import { wrapOutput, wrapText } from '../../../lib/workflows/reports/wrap';

test('lines that fit stay as they are', () => {
  expect(wrapText('one\n  two three\n', 20)).toBe('one\n  two three\n');
});

test('long lines are wrapped between words, and what continues them is indented further', () => {
  expect(wrapText('a: error: the mesh is missing\n  fix: write the name of a mesh\n', 24)).toBe(
    'a: error: the mesh is\n  missing\n  fix: write the name\n    of a mesh\n',
  );
});

test('a word that is longer than a line stays whole, so that it can be copied', () => {
  expect(wrapText(`see ${'x'.repeat(40)} there`, 24)).toBe(`see\n  ${'x'.repeat(40)}\n  there`);
});

test('colors do not count', () => {
  expect(wrapText('\u001b[31merror\u001b[39m of a mesh', 20)).toBe('\u001b[31merror\u001b[39m of a mesh');
});

test('lines of a file and the marks below them stay whole', () => {
  const excerpt = '      12 | spec: { a long line of a manifest }\n                                  ^\n';
  expect(wrapText(excerpt, 20)).toBe(excerpt);
});

test('only a terminal wraps', () => {
  const written: string[] = [];
  const write = (text: string) => written.push(text);
  const { stdout, stderr } = wrapOutput({ stdout: { write }, stderr: { write, isTTY: true, columns: 20 } as never });
  for (const stream of [stdout, stderr]) stream.write('some words that are long');
  expect(written).toEqual(['some words that are long', 'some words that are\n  long']);
});
