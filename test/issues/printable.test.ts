import fc from 'fast-check';
import { printable, printableLines } from '../../lib/issues/printable';
import { HIDDEN_SAMPLES, hiddenCharacter, hiddenIn } from '../helpers/hidden-characters';
import { runs } from '../properties/runs';

test.each(HIDDEN_SAMPLES)('%s is escaped', (_, character) => {
  const text = printable(`a${character}b`);
  expect(text).toMatch(/^a(\\u[0-9a-f]{4}){1,2}b$/);
  expect(JSON.parse(`"${text}"`)).toBe(`a${character}b`);
  expect(printableLines(`a${character}b`)).toBe(text);
});

test('line breaks and tabs have their short escapes', () => {
  expect(printable('a\r\n\tb')).toBe('a\\r\\n\\tb');
});

test.each(['rosa-prod-mesh', 'ä ß 日本 עברית', '\u{1f600}', 'C:\\temp "x"', '\u00a0'])('%j stays as it is', (text) => {
  expect(printable(text)).toBe(text);
  expect(printableLines(text)).toBe(text);
});

test('a whole report keeps its line feeds, and its colors only on a terminal', () => {
  expect(printableLines('a\n\tb\r\n')).toBe('a\n\\tb\\r\n');
  expect(printableLines('\u001b[31mred\u001b[39m')).toBe('\\u001b[31mred\\u001b[39m');
});

test('any text is without hidden characters, and JSON stays the same JSON', () => {
  const text = fc.array(fc.oneof(hiddenCharacter, fc.string({ unit: 'binary' }))).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, (value) => {
      expect(hiddenIn(printable(value))).toEqual([]);
      expect(printable(value)).not.toContain('\n');
      const json = printableLines(JSON.stringify({ [value]: value }, null, 2));
      expect(hiddenIn(json)).toEqual([]);
      expect(JSON.parse(json)).toEqual({ [value]: value });
    }),
    runs(500),
  );
});
