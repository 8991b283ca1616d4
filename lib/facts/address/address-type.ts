import { ipVersion } from '../../local-address';

/** The type of an address of a Gateway. Source: Gateway API, GatewaySpecAddress. */
export function addressType(address: string): 'IPAddress' | 'Hostname' {
  return ipVersion(address) === 0 ? 'Hostname' : 'IPAddress';
}
