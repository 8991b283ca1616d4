import { entryOf, type IssueCode } from './catalogue';

/** An issue code in full: title, meaning, fix and example, as Markdown that is readable as plain text. */
export function codeExplanation(code: IssueCode): string {
  const { title, meaning, fix, example } = entryOf(code);
  const lines = example === undefined ? '' : `\nExample:\n\n${example.replace(/^/gm, '    ')}\n`;
  return `## ${code}\n\n**${title[0]?.toUpperCase()}${title.slice(1)}**\n\n${meaning}\n\n**Fix.** ${fix}\n${lines}`;
}
