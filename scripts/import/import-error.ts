/**
 * A failure whose message, one line, is all that the user needs: a bad argument, source or tool, not a bug of the step.
 */
export class ImportError extends Error {}

/** Throws `ImportError` with the message unless the condition is true. */
export function ensure(condition: boolean, message: string): asserts condition {
  if (!condition) throw new ImportError(message);
}
