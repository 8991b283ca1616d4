/** Marks of placeholders in templates, scripts and samples. */
const MARKS = /\{\{|\}\}|\$\{|\$\(|%\{|<[^<>]*>|\b(todo|fixme|tbd|change[-_]?me|replace[-_]?me|placeholder|xxx+)\b/i;

/** Whether a text is a placeholder that was to be replaced with a value. */
export function isPlaceholder(text: string): boolean {
  return MARKS.test(text);
}

/** Whether a text is a placeholder of an address. */
export function isAddressPlaceholder(text: string): boolean {
  return isPlaceholder(text) || /[-_](url|ip|host|hostname|address)$/i.test(text) || isDocumentationDomain(text);
}

/** A domain of samples: the one that is reserved for documentation, and that of the product documentation. */
function isDocumentationDomain(text: string): boolean {
  return /(^|\.)(example|(my|your)?domain)\.com\.?$/i.test(text);
}
