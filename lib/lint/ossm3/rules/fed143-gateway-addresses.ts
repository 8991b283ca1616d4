import type { IstioMesh, MeshGateway, RemoteAddress } from '../../../observed/ossm3/model';
import { addressKey, ownAddresses } from '../../../observed/ossm3/peerings';
import type { Finding } from '../../diagnostic';
import { set } from '../../examples/edit';
import { findingMaker } from '../../findings';
import type { Rule } from '../../rule';
import { ossm3Example } from '../support/example';
import { GUIDE } from '../support/sources';

const FINDINGS = {
  sharedAddress: {
    severity: 'error',
    message: 'the remote Gateways of the networks "{network}" and "{other}" have one address and port, "{address}"',
    effect: 'calls to one of the two meshes reach the other one, whose gateway has no route for them: they get 503',
    fix: 'write the address of the gateway of this network',
    related: ['the other remote Gateway'],
  },
  ownAddress: {
    severity: 'error',
    message: 'the address "{address}" of the remote Gateway is that of the gateway of this mesh',
    effect: 'calls to the other mesh reach the own gateway, which has no route for them: they get 503',
    fix: 'write the address of the gateway of the other mesh',
    related: ['the gateway of this mesh'],
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED143: each remote Gateway leads to the mesh of its network. */
export const gatewayAddresses: Rule = {
  id: 'FED143',
  generations: ['ossm3'],
  title: 'each remote Gateway has the address of another mesh, and no two have one address and port',
  cause: 'The address was copied from another peer or read from the own cluster.',
  fix: 'Read the address from the status of the gateway in the other cluster.',
  sources: [GUIDE],
  findings: FINDINGS,
  example: ossm3Example([
    set('west', 'Gateway remote-north-mesh', 'spec.addresses', [{ type: 'IPAddress', value: '203.0.113.7' }]),
  ]),
  check: ({ ossm3 }, report) => {
    for (const mesh of ossm3.meshes) for (const found of checkMesh(mesh)) report(found);
  },
};

function checkMesh(mesh: IstioMesh): readonly Finding[] {
  const seen = new Map<string, MeshGateway>();
  const remote = mesh.gateways.filter(({ isRemote }) => isRemote);
  return remote.flatMap((gateway) =>
    gateway.addresses.flatMap((address) => {
      // What stands in a Gateway until its address is known is the same everywhere.
      if (address.value === undefined || address.value.endsWith('.invalid')) return [];
      return checkAddress(gateway, address, address.value, registered(seen, gateway, address)) ?? [];
    }),
  );
}

function checkAddress(
  { mesh, object, network = '' }: MeshGateway,
  { path }: RemoteAddress,
  address: string,
  other: MeshGateway | undefined,
): Finding | undefined {
  const place = { object, path: [...path, 'value'] };
  if (ownAddresses(mesh).includes(addressKey(address, mesh))) {
    const own = mesh.gateways.filter(({ isRemote }) => !isRemote).slice(0, 1);
    return finding('ownAddress', { ...place, related: own.map((one) => ({ object: one.object })) }, { address });
  }
  if (other === undefined || other.network === network) return undefined;
  const slots = { address, network, other: other.network ?? '' };
  return finding('sharedAddress', { ...place, related: [{ object: other.object }] }, slots);
}

/** The gateway that has the same address and port; undefined for the first one, which is then known. */
function registered(
  seen: Map<string, MeshGateway>,
  gateway: MeshGateway,
  { value }: RemoteAddress,
): MeshGateway | undefined {
  const ports = gateway.listeners.map(({ port }) => port).join();
  const key = `${value} ${ports}`;
  const known = seen.get(key);
  if (known === undefined) seen.set(key, gateway);
  return known;
}
