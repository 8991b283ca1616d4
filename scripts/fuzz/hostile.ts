import fc from 'fast-check';

/** Text that a report must not print at the start of a line: it would be a line, or a workflow command, of its own. */
export const FORGED = 'FORGED';

/** Characters that control terminals, reorder or hide text, or that readers of YAML reject. */
const CHARACTERS: readonly string[] = [
  ...[
    '\u0000',
    '\u0007',
    '\b',
    '\t',
    '\u000B',
    '\r',
    '\u001B[31m',
    '\u001B]0;x\u0007',
    '\u007F',
    '\u0085',
    '\u009B31m',
  ],
  ...['\u00AD', '\u061C', '\u200B', '\u200D', '\u200F', '\u2028', '\u2029', '\u202E', '\u2066', '\u2069', '\uFEFF'],
  ...['\uD800', '\uDC00', '\uFFFE', '\uFFFF', '\uFFF9', '\u{1F600}', '\u{E0041}', '\u0301', '\uFF41', '\u0661'],
  ...['\n', `\n${FORGED}`, `\n  fix: ${FORGED}`, `\n::error::${FORGED}`, `\r${FORGED}`, '%0A::error::x', '##[error]x'],
];

/** Texts that parsers, templates, shells and file systems treat in a special way. */
const TEXTS: readonly string[] = [
  ...['', ' ', '-', '*', '?', '=', '~', '<<', 'y', 'no', 'null', 'true', '.inf', '-.nan', '0x1F', '1_000', '12:30:45'],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype', 'then', 'toJSON', 'length', 'valueOf'],
  ...[
    '../../etc/passwd',
    '/etc/passwd',
    '.',
    '..',
    'con',
    'nul',
    'a/b',
    'a\\b',
    'C:\\x',
    'file:///x',
    'http://[',
    '*.local',
  ],
  ...[
    '$\u007Bx}',
    '{{ .Values.a }}',
    '$&',
    '$(id)',
    '`id`',
    '(((',
    '[',
    '{',
    'm-{1..3}',
    'm-{1..10000}',
    'm-{1..99999999999}',
  ],
  ...['0.0.0.0', '::1', '::ffff:127.0.0.1', '169.254.169.254', '224.0.0.1', 'localhost', '192.0.2.1', '2001:db8::1'],
  ...['2001-01-01', '99999999999999999999', '1e400', '1.5', '-1', '65536', 'x'.repeat(300), 'x'.repeat(5000)],
  ...['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n', 'AAAA====', 'a\n\nb', 'a: b', '# x', "'", '"'],
];

/** Hostile texts: alone, or within a word that is valid without them. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...TEXTS),
  fc.constantFrom(...CHARACTERS).map((character) => `mesh${character}x`),
  fc.constantFrom(...CHARACTERS),
);

const nested = (depth: number, wrap: (value: unknown) => unknown): unknown =>
  Array.from({ length: depth }).reduce<unknown>(wrap, null);

/** Keys that every object has, as keys of its own. */
const INHERITED: unknown = JSON.parse('{"__proto__": {"a": 1}, "constructor": 1, "toString": [], "length": -1}');

/** Hostile values of any type. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: hostileText },
  {
    weight: 2,
    arbitrary: fc.constantFrom<unknown>(
      ...[
        null,
        true,
        false,
        0,
        -1,
        1.5,
        65536,
        1e308,
        2 ** 53,
        [],
        {},
        [null],
        [[]],
        [{}],
        [''],
        { '': '' },
        ['a', 'a'],
      ],
    ),
  },
  fc.constantFrom<unknown>(
    INHERITED,
    nested(20, (value) => [value]),
    nested(99, (value) => ({ a: value })),
    nested(300, (value) => [value]),
    Array.from({ length: 300 }, (_, i) => `m-${i}`),
    Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`m-${i}`, {}])),
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

/** Pieces of YAML, JSON and PEM syntax. */
export const hostileSyntax: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    ...['"', "'", '|', '>-', '|9', '- ', '? ', ': ', ':', '#', ',', '[', ']', '{', '}', '&a ', '*a', '*b', '<<: *a\n'],
    ...[
      '!!binary ',
      '!!set ',
      '!!float ',
      '!x ',
      '!<tag:x> ',
      '%YAML 1.1\n---\n',
      '%TAG ! x\n',
      '---\n',
      '...\n',
      '\t',
      '\r\n',
    ],
    ...[
      '\\x',
      '\\u202e',
      '\\ud800',
      '[[[[[[[[',
      '}}}}',
      '- - - - - ',
      '? ? ? ? ',
      '&a [*a]',
      '{{',
      '<<<<<<< x\n',
      '@',
      '`',
    ],
    ...[
      '? [a, b]\n: c\n',
      '? {a: b}\n: c\n',
      '"a\\\n  b"',
      '__proto__: {a: 1}\n',
      'constructor: 1\n',
      '<<: [{a: 1}]\n',
    ],
    'a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n',
  ),
  hostileText,
);
