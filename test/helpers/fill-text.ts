import type { FactKind } from '../../lib/facts/kind';
import { type FilledText, textFiller } from '../../lib/inject/fill';
import type { Lock } from '../../lib/lock/model';

/** Fills one text. */
export function fillText(text: string, lock: Lock, kinds: readonly FactKind[]): FilledText {
  return textFiller(lock, kinds)(text);
}
