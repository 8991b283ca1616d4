import { createColors, isColorSupported } from 'picocolors';

/**
 * Colours for people: on a terminal that has them, unless NO_COLOR is set. What is redirected stays plain, in
 * continuous integration as well.
 */
export const colors = createColors(isColorSupported && process.stdout.isTTY === true);
