import { isIP } from 'node:net';

/** The type of an address of a Gateway. Source: Gateway API, GatewaySpecAddress. */
export function addressType(address: string): 'IPAddress' | 'Hostname' {
  return isIP(address) === 0 ? 'Hostname' : 'IPAddress';
}
