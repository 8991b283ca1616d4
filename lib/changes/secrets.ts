import { isCredentialName } from '../issues/redact';
import { type Fields, isFields } from '../values';

/** The annotation in which client-side apply keeps a copy of the object, the values of a Secret included. */
const COPY = 'kubectl.kubernetes.io/last-applied-configuration';

const MASKED = /^\[redacted \d+\]$/;

/**
 * Replaces secret values by numbers, so that objects can be compared without a secret in the result: equal values have the
 * same number. Secret are the values of Secrets, also of those within other objects, of keys and of environment variables
 * that name a credential.
 */
export class SecretMask {
  private readonly numbers = new Map<unknown, number>();

  /** The object without its secrets. */
  mask(object: Fields): Fields {
    return this.search(object) as Fields;
  }

  private search(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.search(item));
    if (!isFields(value)) return value;
    const isSecret = value.kind === 'Secret';
    const isVariable = isCredentialName(String(value.name));
    return mapFields(value, (part, key) => {
      const isContent = isSecret && (key === 'data' || key === 'stringData');
      const isValue = isContent || (isVariable && key === 'value') || key === COPY || isCredentialName(key);
      return isValue ? this.hide(part) : this.search(part);
    });
  }

  /** A value with all scalars replaced. */
  private hide(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.hide(item));
    if (isFields(value)) return mapFields(value, (part) => this.hide(part));
    const number = this.numbers.get(value) ?? this.numbers.size + 1;
    this.numbers.set(value, number);
    return `[redacted ${number}]`;
  }
}

/** Whether a text stands for a secret. */
export function isMasked(text: string): boolean {
  return MASKED.test(text);
}

function mapFields(fields: Fields, change: (value: unknown, key: string) => unknown): Fields {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, change(value, key)]));
}
