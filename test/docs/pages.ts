import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { ROOT } from '../helpers/examples';

/** A fenced block of a page. */
export interface Block {
  /** The page as a path from the top of the project. */
  readonly page: string;
  /** The line of its fence. */
  readonly line: number;
  /** The word after the fence, such as `yaml`. */
  readonly language: string;
  /** The rest of that line without brackets, such as `no-run`. */
  readonly info: string;
  /** Its lines without the indentation of the fence. */
  readonly text: string;
}

/** The pages that people read, as paths from the top of the project. */
export const PAGES: readonly string[] = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...markdownIn('docs'),
  ...markdownIn('examples'),
];

/** The pages that are generated from the code, whose blocks other tests check. */
export const GENERATED = ['docs/rules.md', 'docs/codes.md', 'docs/topology.md', 'docs/troubleshooting.md'];

function markdownIn(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md') && !file.startsWith('.'))
    .map((file) => posix.join(folder, file))
    .sort();
}

/** The text of a page. */
export function textOf(page: string): string {
  return readFileSync(join(ROOT, page), 'utf8');
}

/** The fenced blocks of a page. */
export function blocksOf(page: string): readonly Block[] {
  const lines = textOf(page).split('\n');
  const blocks: Block[] = [];
  for (let start = 0; start < lines.length; start += 1) {
    const [, indent = '', language = '', info = ''] = /^( *)```(\S*) ?(.*)$/.exec(lines[start] ?? '') ?? [];
    if (!(lines[start] ?? '').trimStart().startsWith('```')) continue;
    const end = lines.indexOf(`${indent}\`\`\``, start + 1);
    if (end < 0) throw new Error(`${page}:${start + 1}: the block has no end`);
    const text = lines.slice(start + 1, end).map((line) => line.slice(indent.length));
    blocks.push({ page, line: start + 1, language, info: info.replace(/[[\]]/g, ''), text: `${text.join('\n')}\n` });
    start = end;
  }
  return blocks;
}

/** The command lines of a block of a shell, without comments and with continued lines joined. */
export function commandsOf({ text }: Block): readonly string[] {
  return text
    .replaceAll('\\\n', ' ')
    .split('\n')
    .map((line) => line.replace(/(^|\s+)#.*$/, '').trim())
    .filter((line) => line !== '');
}
