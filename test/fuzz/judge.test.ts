import { exceptionFlaw, flawOf } from '../../scripts/fuzz/judge';

const SECRET = 'hunter2hunter2';

/** The signature of the flaw of a report; undefined if there is none. */
function judge(text: string): string | undefined {
  return flawOf({ reports: new Map([['lint', text]]), secrets: [SECRET] })?.signature;
}

test.each([
  ['a C0 character', '\u001B[31m'],
  ['a carriage return', 'a\r'],
  ['a C1 character', '\u009B'],
  ['a bidi override', '\u202E'],
  ['a zero-width character', '\u200B'],
  ['a byte order mark', '\uFEFF'],
  ['a line separator', '\u2028'],
  ['half of a surrogate pair', '\uD800'],
])('%s in a report is a flaw', (_, text) => {
  expect(judge(`x ${text}`)).toBe('lint: unprintable');
});

test.each([
  ['a line', 'a\nFORGED'],
  ['a fix', 'a\n  fix: FORGED'],
  ['a workflow command', 'a\n::error::FORGED'],
])('%s that the input wrote is a flaw', (_, text) => {
  expect(judge(text)).toBe('lint: forged line');
});

test('a secret in a report is a flaw', () => {
  expect(judge(`token: ${SECRET}`)).toBe('lint: secret');
});

test('lines, tabs, emoji, and escaped characters are none', () => {
  expect(judge('a\n\tb "\\u202e\\nFORGED" \u{1F600} Grüße\n')).toBeUndefined();
});

test('exceptions of one place have one signature', () => {
  const [first, second] = ['a', 'b'].map((text) => exceptionFlaw(new Error(text)));
  expect(first?.signature).toBe(second?.signature);
  expect(first?.text).toMatch(/^a\n/);
  expect(exceptionFlaw('text').text).toMatch(/^text/);
});
