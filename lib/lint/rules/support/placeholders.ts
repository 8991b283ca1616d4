/** What templates, scripts and authors leave where a value belongs. */
const MARKS = /\{\{|\}\}|\$\{|\$\(|%\{|<[^<>]*>|\b(todo|fixme|tbd|change[-_]?me|replace[-_]?me|placeholder|xxx+)\b/i;

/** Whether a text stands for a value that somebody was to put in its place. */
export function isPlaceholder(text: string): boolean {
  return MARKS.test(text);
}

/** Whether a text in place of an address stands for one. */
export function isAddressPlaceholder(text: string): boolean {
  return isPlaceholder(text) || /[-_](url|ip|host|hostname|address)$/i.test(text) || isDocumentationDomain(text);
}

/** A domain that nobody can have, and that samples are full of. */
function isDocumentationDomain(text: string): boolean {
  return /(^|\.)example\.com\.?$/i.test(text);
}
