import type { ErrorObject } from 'ajv';

/** Checks a value against schemas/federation.schema.json; what is wrong stands in `errors` until the next call. */
declare const validate: {
  (value: unknown): boolean;
  errors?: ErrorObject[] | null;
};
export default validate;
