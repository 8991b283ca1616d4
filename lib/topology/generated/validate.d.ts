import type { ErrorObject } from 'ajv';

/** Checks a value against schemas/federation.schema.json; the problems are in `errors` until the next call. */
declare const validate: {
  (value: unknown): boolean;
  errors?: ErrorObject[] | null;
};
export default validate;
