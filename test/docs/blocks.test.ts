import { parse, stringify } from 'yaml';
import { runCommand } from '../helpers/command';
import { loadText } from '../helpers/topology-text';
import { type Block, blocksOf, commandsOf, GENERATED, PAGES, textOf } from './pages';

interface Fields {
  readonly [key: string]: unknown;
}

const written = PAGES.filter((page) => !GENERATED.includes(page));
const blocks = written.flatMap(blocksOf);
const LANGUAGES = ['yaml', 'sh', 'ts', 'text', 'console', 'json'];
/** The keys of a topology. */
const KEYS = ['defaults', 'clusters', 'meshes', 'peerings', 'shares', 'traffic', 'lint', 'gitops'];

/** What the fragments of a page add to, if it has no whole topology. */
const BASE = parse(`
clusters: { west: { platform: rosa }, east: { platform: aro } }
meshes: { west: { members: [shop] }, east: { members: [shop] } }
peerings: [{ between: [west, east] }]
`) as Fields;

const placeOf = ({ page, line }: Block) => `${page}:${line}`;
const listed = (of: readonly Block[]) => of.map((block) => [placeOf(block), block] as const);

function isMap(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A topology with what a later block adds: maps are merged, and lists get more items. */
function merged(before: unknown, added: unknown): unknown {
  if (Array.isArray(before) && Array.isArray(added)) return [...before, ...added];
  if (!isMap(before) || !isMap(added)) return added;
  const keys = [...new Set([...Object.keys(before), ...Object.keys(added)])];
  return Object.fromEntries(
    keys.map((key) => [
      key,
      key in before && key in added ? merged(before[key], added[key]) : (added[key] ?? before[key]),
    ]),
  );
}

/**
 * The topology after a block: the block itself where it is the first of its page or marked as `federation.yaml`, otherwise
 * the one before with what the block adds. Another word after `yaml` is the key that the block replaces.
 */
function topologyAfter(before: Fields | undefined, { text, info }: Block): Fields {
  const fields = parse(text) as Fields;
  if (info === 'federation.yaml' || (before === undefined && 'clusters' in fields)) return fields;
  const { [info]: _, ...rest } = before ?? BASE;
  return merged(rest, fields) as Fields;
}

const isTopology = ({ language, text }: Block) => {
  const fields: unknown = language === 'yaml' ? parse(text) : undefined;
  return isMap(fields) && Object.keys(fields).every((key) => KEYS.includes(key));
};

test('every block has a language', () => {
  expect(blocks.length).toBeGreaterThan(60);
  expect(blocks.filter(({ language }) => !LANGUAGES.includes(language)).map(placeOf)).toEqual([]);
});

test('no block is only indented, which no test would read', () => {
  const indented = written.filter((page) => {
    const outside = textOf(page).replace(/^( *)```[\s\S]*?^\1```$/gm, '');
    return /\n\n {4}\S/.test(outside.replace(/^\s*(\d+\.|-) .*(\n+ {2,}.*)*/gm, ''));
  });
  expect(indented).toEqual([]);
});

describe.each(written.filter((page) => blocksOf(page).some(isTopology)))('the topologies of %s', (page) => {
  let topology: Fields | undefined;

  test.each(listed(blocksOf(page).filter(isTopology)))('%s has no problem', (_, block) => {
    topology = topologyAfter(topology, block);
    const { issues } = loadText(stringify(topology));
    expect(issues.map(({ code, path, message }) => `${code} ${path}: ${message}`)).toEqual([]);
  });
});

test('YAML that is no topology is text, as no test reads it', () => {
  expect(blocks.filter((block) => block.language === 'yaml' && !isTopology(block)).map(placeOf)).toEqual([]);
});

/** The words of a command line; quotes are removed. */
function wordsOf(line: string): readonly string[] {
  return (line.match(/'[^']*'|"[^"]*"|[^\s'"]+/g) ?? []).map((word) => word.replace(/^['"]|['"]$/g, ''));
}

/** The command lines of `ossm-fed` in a line: with pipes and `&&` there can be several. */
function ownCommandsOf(line: string): readonly (readonly string[])[] {
  return line
    .split(/\||&&|;|\$\(|\)/)
    .map((part) => wordsOf(part.trim().replace(/^npx /, '')))
    .filter(([program]) => program === 'ossm-fed')
    .map(([, ...words]) => words);
}

const help = new Map<string, string>();

function helpOf(command: string): string {
  const known = help.get(command);
  if (known !== undefined) return known;
  const { code, stdout } = runCommand(['help', command]);
  help.set(command, code === 0 ? stdout : '');
  return help.get(command) ?? '';
}

/** What the command line has that the program does not: the command, or options. */
function unknownIn([command = '', ...words]: readonly string[]): readonly string[] {
  if (command.startsWith('-')) return ['--version', '--help'].includes(command) ? [] : [command];
  const text = helpOf(command);
  if (text === '') return [command];
  const end = words.indexOf('>');
  const options = words.slice(0, end < 0 ? undefined : end).filter((word) => /^-{1,2}[a-z]/.test(word));
  return options
    .map((option) => option.replace(/=.*/, ''))
    .filter((option) => !new RegExp(`(^|[ ,])${option}\\b(?!-)`, 'm').test(text));
}

const shells = blocks.filter(({ language }) => language === 'sh');

test.each(listed(shells))('the commands of %s exist with their options', (_, block) => {
  const own = commandsOf(block).flatMap(ownCommandsOf);
  expect(own.flatMap((words) => unknownIn(words).map((word) => `${words.join(' ')}: ${word}`))).toEqual([]);
});

test('commands in the middle of sentences exist with their options', () => {
  const wrong = written.flatMap((page) =>
    [...textOf(page).matchAll(/`((?:npx )?ossm-fed [^`\n]+)`/g)].flatMap(([, line = '']) =>
      ownCommandsOf(line.replace(/[[\]]|\.\.\./g, ' ').replaceAll('\\|', ' ')).flatMap((words) =>
        unknownIn(words).map((word) => `${page}: ${words.join(' ')}: ${word}`),
      ),
    ),
  );
  expect(wrong).toEqual([]);
});

test('the way from empty clusters on the first page is that of the tutorial, which test/e2e/tutorial.test.ts runs', () => {
  const lines = textOf('README.md').split('\n');
  const start = lines.indexOf('## From empty clusters to a federation');
  const end = lines.findIndex((line, i) => i > start && line.startsWith('## '));
  const [without, withArgoCd, ...others] = blocksOf('README.md').filter(({ line }) => line > start && line < end);
  const tutorial = blocksOf('docs/tutorial.md').filter(({ language }) => language === 'sh');
  const inTutorial = (info: string) => tutorial.filter((block) => block.info === info).flatMap(commandsOf);
  expect(others).toEqual([]);
  expect(without && inTutorial('').join('\n')).toContain(without && commandsOf(without).join('\n'));
  expect(withArgoCd && commandsOf(withArgoCd)).toEqual(inTutorial('argocd'));
});
