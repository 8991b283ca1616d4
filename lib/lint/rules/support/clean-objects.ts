import type { ManifestObject } from '../../../manifests/object';
import type { Fields } from '../../../values';

/** The number of values after which they are forgotten. */
const MAX_REMEMBERED = 100_000;

/**
 * The values of objects in which a rule found nothing, for rules whose findings depend on nothing else: objects of equal
 * documents have the same value, see `SharedFields`.
 */
export class CleanObjects {
  private readonly values = new Set<Fields>();

  /** What a rule finds in an object; nothing, without a check, in one whose value is known to have nothing. */
  check<T>(object: ManifestObject, check: (object: ManifestObject) => readonly T[]): readonly T[] {
    const { value } = object;
    if (this.values.has(value)) return [];
    const found = check(object);
    if (found.length === 0) this.add(value);
    return found;
  }

  private add(value: Fields): void {
    if (this.values.size >= MAX_REMEMBERED) this.values.clear();
    this.values.add(value);
  }
}
