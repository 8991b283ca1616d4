import { isDeepStrictEqual } from 'node:util';
import type { FactChange } from '../kind';
import { type GatewayAddress, type GatewayPorts, sortAddress } from './locked-address';

/** A difference in where a gateway is reached. */
export interface AddressChange extends FactChange {
  /** New; another address or port; removed from the lock. */
  readonly kind: 'gateway-added' | 'gateway-changed' | 'gateway-dropped';
  /** The name of the gateway. */
  readonly gateway: string;
  /** What the lock had; undefined for a new one. */
  readonly before?: GatewayAddress;
  /** What the lock has now; undefined for one that is dropped. */
  readonly after?: GatewayAddress;
}

/**
 * How the address of a gateway differs from the one before; nothing where both are the same.
 *
 * @param usualPorts the ports that are not printed
 */
export function addressChanges(
  { mesh, gateway }: Pick<AddressChange, 'mesh' | 'gateway'>,
  before: GatewayAddress | undefined,
  after: GatewayAddress | undefined,
  usualPorts: GatewayPorts,
): readonly AddressChange[] {
  const lead = `${mesh}: address of gateway ${gateway}`;
  const print = (address: GatewayAddress) => addressText(address, usualPorts);
  if (before === undefined) {
    if (after === undefined) return [];
    return [{ kind: 'gateway-added', mesh, gateway, after, text: `${lead} is ${print(after)}` }];
  }
  if (after === undefined) {
    return [{ kind: 'gateway-dropped', mesh, gateway, before, text: `${lead}, ${print(before)}, is dropped` }];
  }
  if (isDeepStrictEqual(sortAddress(before), sortAddress(after))) return [];
  const text = `${lead} was ${print(before)}, is ${print(after)}`;
  return [{ kind: 'gateway-changed', mesh, gateway, before, after, text }];
}

function addressText({ addresses, ports }: GatewayAddress, usualPorts: GatewayPorts): string {
  const list = Object.entries(ports);
  const isUsual = list.every(([name, port]) => usualPorts[name] === port);
  return `${addresses.join(', ')}${isUsual ? '' : ` (ports: ${list.map(([name, port]) => `${name} ${port}`).join(', ')})`}`;
}
