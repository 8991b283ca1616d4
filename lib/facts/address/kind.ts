import { type CheckContext, type CheckedValue, type FactKind, meshPath, type Permission } from '../kind';
import { quoted } from '../locked-value';
import { type Fact, objectOf } from '../model';
import type { FactPlace } from '../place';
import { getPermission } from '../sources';
import { addressChanges } from './changes';
import { addressFault, isPort, MAX_ADDRESSES } from './dialable';
import { checkLockedAddress, type GatewayAddress, type GatewayPorts, sortAddress } from './locked-address';
import { readAddress } from './service';

/** What a generation of the product says of the addresses of its gateways. */
export interface AddressKindOptions {
  /** Where manifests may have the tokens. */
  readonly places: readonly FactPlace[];
  /** The ports of gateways behind load balancers, which reports leave out. */
  readonly usualPorts: GatewayPorts;
}

/** The addresses and ports at which a gateway of a mesh is reached: the token is `<ossm-fed:address:MESH:GATEWAY>`. */
export function addressKind({ places, usualPorts }: AddressKindOptions): FactKind<GatewayAddress, GatewayAddress> {
  return {
    name: 'address',
    lockKey: 'gateways',
    isNamed: true,
    nothing: {},
    places,
    describe: ({ mesh, name }) => `address of gateway "${name}" of mesh "${mesh}"`,
    read: readAddress,
    permissions,
    fix: (failure, { stage, cluster }, object) => {
      if (failure === 'mismatch') {
        return `apply "${stage}" of ${cluster}, or write "type", "ports" or "addresses" of the ingress in the topology`;
      }
      if (object.kind === 'Node') return 'wait until Nodes are ready';
      return 'wait for the load balancer, and check the events of the Service if it is not provisioned';
    },
    check: checkAddress,
    readLocked: checkLockedAddress,
    printLocked: sortAddress,
    changes: ({ mesh, name = '' }, before, after) => addressChanges({ mesh, gateway: name }, before, after, usualPorts),
    fill: ({ addresses, ports }) => {
      const [scalar] = addresses;
      return { list: addresses, ports, ...(scalar !== undefined && { scalar }) };
    },
  };
}

function permissions({ source }: Fact): readonly Permission[] {
  const isNodePort = source.type === 'Service' && source.serviceType === 'NodePort';
  return [getPermission(objectOf(source)), ...(isNodePort ? [{ group: '', resource: 'nodes' }] : [])];
}

/** How many faults of one gateway a message has. */
const MAX_FAULTS = 3;

/** Checks where a gateway is reached: addresses that other clusters can connect to, each once and sorted, and ports. */
function checkAddress(found: GatewayAddress, { fact }: CheckContext): CheckedValue<GatewayAddress> {
  const value = sortAddress(found);
  const { length } = value.addresses;
  const faults = [
    ...(length === 0 ? ['no address'] : []),
    ...(length > MAX_ADDRESSES ? [`${length} addresses, more than ${MAX_ADDRESSES}`] : []),
    ...value.addresses.flatMap((address) => {
      const fault = addressFault(address);
      return fault === undefined ? [] : [`${quoted(address)}: ${fault}`];
    }),
    ...Object.entries(value.ports).flatMap(([name, port]) => (isPort(port) ? [] : [`invalid port ${name} ${port}`])),
  ];
  if (faults.length === 0) return { value, issues: [] };
  const message = `the address of gateway "${fact.name}" of mesh "${fact.mesh}" is invalid: ${faults.slice(0, MAX_FAULTS).join('; ')}`;
  const fix = 'check the status of its Service, or write "addresses" of its ingress in the topology';
  return { issues: [{ code: 'LCK030', path: meshPath(fact.mesh), message, fix }] };
}
