import type { Fleet } from '../../observed/model';
import type { MeshPart } from './model';
import { ossm2Parts } from './ossm2';
import { ossm3Parts } from './ossm3';

/** The meshes of all generations, in the order of their clusters. */
export function partsOf(fleet: Fleet): readonly MeshPart[] {
  return [...ossm2Parts(fleet), ...ossm3Parts(fleet)];
}
