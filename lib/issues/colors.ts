import { createColors, isColorSupported } from 'picocolors';

/**
 * Colors for terminals that support them, unless NO_COLOR is set. Redirected output stays plain, also in continuous
 * integration.
 */
export const colors = createColors(isColorSupported && process.stdout.isTTY === true);
