import type { Path } from '../../issues/issue';
import { type LockedValueCheck, quoted, RESTORE } from '../locked-value';
import { addressFault, isPort, MAX_ADDRESSES } from './dialable';

/** Where a gateway is reached. */
export interface GatewayAddress {
  /** IP addresses and DNS names, sorted; at least one. */
  readonly addresses: readonly string[];
  /** The ports at these addresses by their names, such as `discovery`, sorted; at least one. */
  readonly ports: GatewayPorts;
}

/** Port numbers by their names. */
export interface GatewayPorts {
  /** A number from 1 to 65535. */
  readonly [name: string]: number;
}

/** How many ports one gateway may have. */
const MAX_PORTS = 64;

/** The ports in the first format of the lock, which had no names for them: their keys there, and their names now. */
const FORMAT_1_PORTS = [
  { key: 'servicePort', name: 'service' },
  { key: 'discoveryPort', name: 'discovery' },
] as const;

/** An address whose lists and maps are sorted, and in which nothing is there twice. */
export function sortAddress({ addresses, ports }: GatewayAddress): GatewayAddress {
  const sorted = Object.entries(ports).sort(([a], [b]) => (a < b ? -1 : 1));
  return { addresses: [...new Set(addresses)].sort(), ports: Object.fromEntries(sorted) };
}

/** Checks the address of one gateway in the text of a lock. */
export function checkLockedAddress(value: unknown, path: Path, check: LockedValueCheck): GatewayAddress {
  const keys = check.version === 1 ? FORMAT_1_PORTS.map(({ key }) => key) : ['ports'];
  const fields = check.fields(value, path, ['addresses', ...keys]);
  const addresses = checkAddresses(fields.addresses, [...path, 'addresses'], check);
  const ports =
    check.version === 1
      ? FORMAT_1_PORTS.flatMap(({ key, name }) => checkPort(name, fields[key], [...path, key], check))
      : checkPorts(fields.ports, [...path, 'ports'], check);
  return sortAddress({ addresses, ports: Object.fromEntries(ports) });
}

function checkAddresses(value: unknown, path: Path, check: LockedValueCheck): readonly string[] {
  const addresses = check.list(value, path, MAX_ADDRESSES);
  if (Array.isArray(value) && value.length === 0) {
    check.add('LCK006', path, 'the list of addresses is empty', RESTORE);
  }
  return addresses.flatMap((each, i) => {
    const address = check.text(each, [...path, i]);
    if (address === undefined) return [];
    const fault = addressFault(address);
    if (fault !== undefined) {
      check.add('LCK006', [...path, i], `invalid address ${quoted(address)}: ${fault}`, RESTORE);
    }
    return [address];
  });
}

type PortEntry = readonly [string, number];

function checkPorts(value: unknown, path: Path, check: LockedValueCheck): readonly PortEntry[] {
  const entries = check.entries(value, path, MAX_PORTS);
  if (typeof value === 'object' && value !== null && Object.keys(value).length === 0) {
    check.add('LCK006', path, 'the map of ports is empty', RESTORE);
  }
  return entries.flatMap(([name, port]) => checkPort(name, port, [...path, name], check));
}

function checkPort(name: string, port: unknown, path: Path, check: LockedValueCheck): readonly PortEntry[] {
  if (isPort(port)) return [[name, port]];
  if (port !== undefined) {
    check.add('LCK006', path, `invalid port "${path.at(-1)}"`, 'write a number from 1 to 65535');
  }
  return [];
}
