import { isIP } from 'node:net';
import { isAddress } from '../federation/addresses';

/** How many addresses one gateway may have. */
export const MOST_ADDRESSES = 64;

/**
 * Why a text is no address that other clusters can dial; undefined where it is one. A DNS name without a dot is none:
 * it is what is left of `null`, of a mistyped IP address, or of a name that holds in one cluster alone.
 */
export function addressFault(address: string): string | undefined {
  // An IPv6 address with a zone holds on one machine alone.
  if (isIP(address) !== 0) return address.includes('%') ? 'it has a zone' : undefined;
  if (!isAddress(address)) return 'it is neither an IP address nor a DNS name';
  return address.includes('.') ? undefined : 'it is a DNS name without a dot';
}

/** Whether a number is a port that can be dialled. */
export function isPort(port: unknown): port is number {
  return typeof port === 'number' && Number.isInteger(port) && port >= 1 && port <= 65_535;
}
