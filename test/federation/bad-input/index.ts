import type { BadInput } from './case';
import { GITOPS_CASES } from './gitops';
import { MESHES } from './meshes';
import { NAMES } from './names';
import { OSSM3 } from './ossm3';
import { PEERINGS } from './peerings';
import { SHAPE } from './shape';
import { SHARES } from './shares';
import { SYNTAX } from './syntax';
import { TRAFFIC_CASES } from './traffic';
import { WORKLOADS_AND_OPERATORS } from './workloads';

/** Topologies with one mistake each, in the order of the codes. */
export const BAD_INPUTS: readonly BadInput[] = [
  ...SYNTAX,
  ...SHAPE,
  ...NAMES,
  ...MESHES,
  ...PEERINGS,
  ...SHARES,
  ...TRAFFIC_CASES,
  ...WORKLOADS_AND_OPERATORS,
  ...GITOPS_CASES,
  ...OSSM3,
];
