import { printable } from '../../issues/printable';
import { redact } from '../../issues/redact';

/** A string of a result as people see it: without secrets, and on one line. */
export function shown(text: string): string {
  return printable(redact(text));
}
