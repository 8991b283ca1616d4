import type { Ended } from './fleet';

/** All that is not a silent yes of an API server to each of so many objects; empty where there is nothing. */
export function applyProblems({ code, stdout, stderr }: Ended, count: number): string {
  if (code !== 0 || stderr !== '') return `exit code ${code}\n${stderr}`;
  const accepted = stdout.split('\n').filter((line) => line.endsWith(' serverside-applied')).length;
  return accepted === count ? '' : `${accepted} of ${count} objects were applied\n`;
}
