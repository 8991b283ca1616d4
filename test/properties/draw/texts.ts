import fc from 'fast-check';
import { stringify } from 'yaml';
import { pick, plan } from './arbitraries';
import { at } from './pools';
import { soundTopology, topology } from './topology';

interface Edit {
  readonly where: number;
  readonly length: number;
  readonly snippet: number;
  readonly kind: number;
}

const edit = plan<Edit>({ where: fc.nat(99_999), length: fc.nat(40), snippet: pick, kind: fc.nat(3) });

/** Pieces of YAML that mean something special, or nothing good. */
const SNIPPETS: readonly string[] = [
  '*a',
  '&a ',
  '&a [*a]',
  '&a {b: *a}',
  '<<: *a\n',
  '<<: 3\n',
  '<<: [1]\n',
  '<<: {}\n',
  '!!set {a, b}',
  '!!omap [a: {}]',
  '!!binary aGk=',
  '!!timestamp 2020-01-01',
  '!!str ',
  '!local ',
  '2020-01-01',
  '.nan',
  '-.inf',
  '0x1F',
  '~',
  'null',
  '? ',
  '? [a]\n: b\n',
  '- ',
  '---\n',
  '...\n',
  '%YAML 1.1\n---\n',
  '|\n  text\n',
  '"',
  "'",
  '{',
  ']',
  '\t',
  '\r',
  '\u0000',
  '\ufeff',
  '\u2028',
  '\ud800',
  '😀',
  '#',
  ':',
  '\n\n\n',
];

function change(text: string, { where, length, snippet, kind }: Edit): string {
  const spot = where % (text.length + 1);
  const [before, piece, after] = [text.slice(0, spot), text.slice(spot, spot + length), text.slice(spot + length)];
  const changed = [
    before + at(SNIPPETS, snippet) + piece + after,
    before + at(SNIPPETS, snippet) + after,
    before + after,
    before + piece + piece + after,
  ];
  return at(changed, kind);
}

/** The text of a topology; lists and maps in blocks or in brackets. */
const written: fc.Arbitrary<string> = fc
  .tuple(fc.oneof(soundTopology, topology), fc.boolean())
  .map(([value, flow]) => stringify(value, flow ? { collectionStyle: 'flow' } : {}));

/** Texts of topologies, most of them with something changed at random. */
export const topologyText: fc.Arbitrary<string> = fc
  .tuple(written, fc.array(edit, { maxLength: 3 }))
  .map(([text, edits]) => edits.reduce(change, text));

/** Texts that may be anything. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: topologyText },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
  { weight: 1, arbitrary: fc.json() },
  {
    weight: 1,
    arbitrary: fc.array(fc.constantFrom(...SNIPPETS, 'a', 'b: ', '  '), { maxLength: 30 }).map((all) => all.join('')),
  },
);
