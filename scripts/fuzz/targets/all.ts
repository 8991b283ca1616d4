import type { Target } from '../target';
import { ANSWERS } from './answers';
import { KUBECONFIGS } from './kubeconfig';
import { LOCKS } from './lock';
import { MANIFESTS } from './manifests';
import { TOPOLOGY } from './topology';

/** All targets. */
export const TARGETS: readonly Target[] = [TOPOLOGY, MANIFESTS, LOCKS, KUBECONFIGS, ANSWERS];
