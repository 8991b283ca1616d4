import { isIP } from 'node:net';
import { isAddress } from '../facts/address/dialable';
import type { IssueList, Path } from '../issues/issue';

/** Whether a text is a network in CIDR form, such as `10.0.0.0/8`. */
export function isNetwork(text: string): boolean {
  const [, address = '', bits = ''] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  const version = isIP(address);
  return version !== 0 && Number(bits) <= (version === 4 ? 32 : 128);
}

/** Notes entries of a list that are no addresses. */
export function checkAddresses(addresses: readonly string[], path: Path, issues: IssueList): void {
  if (addresses.length === 0) {
    issues.add(
      'TOP126',
      path,
      'the list of addresses is empty',
      'write an address, or leave "addresses" out to fetch it',
    );
  }
  for (const [i, address] of addresses.entries()) {
    if (isAddress(address)) continue;
    const message = `"${address}" is neither an IP address nor a DNS name`;
    issues.add(
      'TOP126',
      [...path, i],
      message,
      'write it without scheme, port and path, such as 192.0.2.10 or mesh.example.org',
    );
  }
}

/** Notes a text that is no IP address. */
export function checkIP(text: string, path: Path, issues: IssueList): void {
  if (isIP(text) !== 0) return;
  const fix = 'write it such as 192.0.2.10, or put a DNS name under "addresses"';
  issues.add('TOP126', path, `"${text}" is not an IP address`, fix);
}

/** Notes entries of a list that are no networks. */
export function checkNetworks(networks: readonly string[], path: Path, issues: IssueList): void {
  for (const [i, network] of networks.entries()) {
    if (isNetwork(network)) continue;
    issues.add('TOP128', [...path, i], `"${network}" is not a network in CIDR form`, 'write it such as 192.0.2.0/24');
  }
}
