import type { IstioMesh } from '../../../observed/ossm3/model';

/** The trust domains whose identities the servers of a mesh accept. */
export function acceptedDomains({ trustDomain, aliases, roots }: IstioMesh): ReadonlySet<string> {
  const own = trustDomain === undefined ? [] : [trustDomain];
  return new Set([...own, ...aliases, ...roots.flatMap((root) => root.trustDomains)]);
}
