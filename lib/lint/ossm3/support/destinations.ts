import type { Path } from '../../../issues/issue';
import type { ManifestObject } from '../../../manifests/object';
import { listAt, mapAt, textAt } from '../../../observed/fields';
import { hostOfService } from '../../../observed/ossm3/hosts';
import type { IstioMesh } from '../../../observed/ossm3/model';
import { routesOf } from '../../rules/support/traffic';

/** A destination of a route. */
export interface MeshDestination {
  /** The VirtualService. */
  readonly object: ManifestObject;
  /** The path of the destination. */
  readonly path: Path;
  /** The host in full. */
  readonly host: string;
  /** The subset. */
  readonly subset?: string;
}

/** The destinations of all routes of the cluster of a mesh. */
export function destinationsOf({ cluster }: IstioMesh): readonly MeshDestination[] {
  const objects = (cluster.byKind.get('VirtualService') ?? []).filter(({ group }) => group === 'networking.istio.io');
  return objects.flatMap((object) =>
    routesOf(object).flatMap(({ path, value }) => destinationsIn(object, path, value)),
  );
}

function destinationsIn(object: ManifestObject, path: Path, route: unknown): readonly MeshDestination[] {
  const listed = ['route', 'mirrors'].flatMap((field) =>
    listAt(route, [field]).map((one, i) => [[...path, field, i, 'destination'], mapAt(one, ['destination'])] as const),
  );
  return [...listed, [[...path, 'mirror'], mapAt(route, ['mirror'])] as const].flatMap(([at, destination]) => {
    const [host, subset] = [textAt(destination, ['host']), textAt(destination, ['subset'])];
    if (host === undefined) return [];
    const full = host.includes('.') || object.namespace === undefined ? host : hostOfService(host, object.namespace);
    return [{ object, path: at, host: full, ...(subset !== undefined && { subset }) }];
  });
}
