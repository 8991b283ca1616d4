import { labelsAt, listAt, mapAt } from '../../../observed/fields';
import { NETWORK_LABEL } from '../../../observed/ossm3/gateways';
import type { IstioMesh } from '../../../observed/ossm3/model';

/** The networks whose gateways a mesh knows: by Gateways, by labels of Services, and by `meshNetworks`. */
export function networksWithGateways({ gateways, services, values }: IstioMesh): ReadonlySet<string> {
  const configured = mapAt(values, ['global', 'meshNetworks']);
  return new Set([
    ...gateways.flatMap(({ network }) => network ?? []),
    ...services.flatMap(({ object }) => labelsAt(object.value, ['metadata', 'labels'])[NETWORK_LABEL] ?? []),
    ...Object.keys(configured).filter((network) => listAt(configured[network], ['gateways']).length > 0),
  ]);
}
