import { serviceOfHost } from '../../observed/ossm3/hosts';
import type { IstioMesh } from '../../observed/ossm3/model';
import { type DraftWay, failing } from '../draft';
import { nearestHost } from '../hosts';
import type { Call } from '../mesh';

/** The way of a call to a host that a mesh does not know. */
export function missingWay(
  { name, cluster, imports }: IstioMesh,
  { destination }: Call,
  hosts: readonly string[],
): DraftWay {
  const { host, subject } = destination;
  const near = nearestHost(host, [...hosts, ...imports.map((one) => one.host)]);
  const service = serviceOfHost(host);
  const message =
    service === undefined
      ? `the host "${host}" is not imported: no ServiceEntry of the mesh "${name}" has it`
      : `no Service "${service.name}" in the namespace "${service.namespace}" of the cluster "${cluster.name}", and no ServiceEntry of the host`;
  return failing([], {
    code: 'FED020',
    message,
    effect: 'the host has no endpoints: calls get 502 or 503, or leave the mesh',
    fix: near === undefined ? 'import the service, or call the host of a Service' : `write "${near}"`,
    ...(subject !== undefined && { subject }),
  });
}
