import type { Rule } from '../rule';
import { clientID } from './fed004-client-id';

/** Every rule, in the order of their numbers. */
export const RULES: readonly Rule[] = [clientID];
