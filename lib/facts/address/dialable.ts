import { ipVersion, isServiceName, localAddress } from '../../local-address';

/** How many addresses one gateway may have. */
export const MAX_ADDRESSES = 64;

/** A DNS name of labels as in RFC 1123. */
const DNS_NAME = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*$/i;

/** Whether a text is an IP address, or a DNS name that cannot be mistaken for one, as its last label is not a number. */
export function isAddress(text: string): boolean {
  return ipVersion(text) !== 0 || (DNS_NAME.test(text) && !/(^|\.)(\d+|0x[\da-f]*)$/i.test(text));
}

/**
 * Why other clusters cannot connect to an address; undefined where they can. A DNS name without a dot is rejected: it is
 * what is left of `null`, of a mistyped IP address, or of a name that only one cluster resolves.
 */
export function addressFault(address: string): string | undefined {
  // An IPv6 address with a zone is valid on one machine only.
  if (address.includes('%') && ipVersion(address) !== 0) return 'IPv6 address with a zone';
  if (!isAddress(address)) return 'neither an IP address nor a DNS name';
  if (isServiceName(address)) return 'the name of a Service, which only its own cluster resolves';
  const what = localAddress(address);
  if (what !== undefined) return what;
  return address.includes('.') || ipVersion(address) !== 0 ? undefined : 'DNS name without a dot';
}

/** Whether a value is a port number from 1 to 65535. */
export function isPort(port: unknown): port is number {
  return typeof port === 'number' && Number.isInteger(port) && port >= 1 && port <= 65_535;
}
