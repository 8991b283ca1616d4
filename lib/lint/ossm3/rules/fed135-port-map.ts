import { textAt } from '../../../observed/fields';
import { PASSTHROUGH_PORT } from '../../../observed/ossm3/entries';
import type { EntryEndpoint, IstioMesh, MeshEntry } from '../../../observed/ossm3/model';
import { ownAddresses } from '../../../observed/ossm3/peerings';
import { set } from '../../examples/edit';
import { findingMaker } from '../../findings';
import type { Rule } from '../../rule';
import { ossm3Example } from '../support/example';
import { networksWithGateways } from '../support/networks';
import { ENTRIES } from '../support/sources';

const FINDINGS = {
  noPortMap: {
    severity: 'error',
    message: 'the endpoint has the address "{address}" of a gateway, and no port of it',
    effect: 'clients connect to the gateway on the port of the service, on which it does not listen: calls get 503',
    fix: 'add ports that map the name of each port to the port of the gateway, such as {port}: 15443',
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED135: endpoints with the address of a gateway have its port. */
export const portMap: Rule = {
  id: 'FED135',
  generations: ['ossm3'],
  title: 'an endpoint with the address of a gateway maps its ports to the port of the gateway',
  cause:
    'With a network that has a gateway, istiod sets the port; with an explicit address it takes the port of the service.',
  fix: 'Write ports: { <name of the port>: 15443 }, or leave the address out and add a remote Gateway for the network.',
  sources: [ENTRIES],
  findings: FINDINGS,
  example: ossm3Example([
    set('west', 'WorkloadEntry archive-attic-north-mesh', 'spec', { network: 'attic', address: '203.0.113.9' }),
  ]),
  check: ({ ossm3 }, report) => {
    const owners = addressOwners(ossm3.meshes);
    for (const mesh of ossm3.meshes) {
      const isGateway = gatewaysFor(mesh, owners);
      const networks = networksWithGateways(mesh);
      const entries = mesh.entries.flatMap((entry) => entry.endpoints.map((endpoint) => ({ entry, endpoint })));
      for (const { entry, endpoint } of entries) {
        const { object, path, address } = endpoint;
        if (address === undefined || !isOfGateway(endpoint, networks, isGateway) || isMapped(entry, endpoint)) continue;
        report(finding('noPortMap', { object, path }, { address, port: portName(entry) }));
      }
    }
  },
};

/** The meshes by the addresses of their gateways. */
type AddressOwners = ReadonlyMap<string, ReadonlySet<IstioMesh>>;

function addressOwners(meshes: readonly IstioMesh[]): AddressOwners {
  const owners = new Map<string, Set<IstioMesh>>();
  for (const mesh of meshes) {
    for (const address of ownAddresses(mesh)) owners.set(address, (owners.get(address) ?? new Set()).add(mesh));
  }
  return owners;
}

/** Whether an address is that of a gateway of another mesh, by all manifests or by those of a mesh. */
function gatewaysFor(mesh: IstioMesh, owners: AddressOwners): (address: string) => boolean {
  const remote = mesh.gateways
    .filter(({ isRemote }) => isRemote)
    .flatMap(({ addresses }) => addresses.flatMap(({ value }) => value ?? []));
  const known = new Set(remote);
  return (address) => {
    const own = owners.get(address);
    return known.has(address) || (own !== undefined && own.size > (own.has(mesh) ? 1 : 0));
  };
}

/** Whether clients connect to the endpoint itself, and it is a gateway: it is in another network, or known as one. */
function isOfGateway(
  { network, address = '', isRemote }: EntryEndpoint,
  networks: ReadonlySet<string>,
  isGateway: (address: string) => boolean,
): boolean {
  if (network !== undefined && networks.has(network)) return false;
  return (network !== undefined && isRemote) || isGateway(address);
}

/** Whether the endpoint has ports of its own, or the service has the port of gateways. */
function isMapped({ ports }: MeshEntry, endpoint: EntryEndpoint): boolean {
  return Object.keys(endpoint.ports).length > 0 || ports.every(({ number }) => number === PASSTHROUGH_PORT);
}

function portName({ object, ports }: MeshEntry): string {
  const [first] = ports;
  return first === undefined ? 'http' : (textAt(object.value, [...first.path, 'name']) ?? 'http');
}
