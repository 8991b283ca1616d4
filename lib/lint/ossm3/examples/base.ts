import { EAST } from './east';
import { NORTH } from './north';
import { WEST } from './west';

/**
 * The base federation of the examples for OpenShift Service Mesh 3, as YAML by cluster: `east` exports ratings and prices to
 * `west`, where prices joins a local Service, and `north` exports archive to `west`. No rule reports anything in it.
 */
export const OSSM3_BASE: { readonly west: string; readonly east: string; readonly north: string } = {
  west: WEST,
  east: EAST,
  north: NORTH,
};
