import type { Generation } from './generation';
import { OSSM2 } from './ossm2/generation';

/** Every generation of OpenShift Service Mesh that this project knows, the oldest first. */
export const GENERATIONS: readonly Generation[] = [OSSM2];
