import { rmSync } from 'node:fs';
import { currentPlace } from './place';

/** Removes the files of the run. */
export default function tearDown(): void {
  rmSync(currentPlace().directory, { recursive: true, force: true });
}
