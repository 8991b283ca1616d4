import type { Generation } from './generation';
import { OSSM2 } from './ossm2/generation';
import { OSSM3 } from './ossm3/generation';

/** Every supported generation of OpenShift Service Mesh, the oldest first. */
export const GENERATIONS: readonly Generation[] = [OSSM2, OSSM3];
