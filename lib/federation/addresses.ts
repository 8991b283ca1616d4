import { isAddress } from '../facts/address/dialable';
import type { IssueList, Path } from '../issues/issue';
import { ipVersion, isServiceName, localAddress } from '../local-address';

/** Whether a text is a network in CIDR form, such as `10.0.0.0/8`. */
export function isNetwork(text: string): boolean {
  const [, address = '', bits = ''] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  const version = ipVersion(address);
  return version !== 0 && Number(bits) <= (version === 4 ? 32 : 128);
}

/** Reports an empty list and its invalid addresses. */
export function checkAddresses(addresses: readonly string[], path: Path, issues: IssueList): void {
  if (addresses.length === 0) {
    issues.add(
      'TOP126',
      path,
      'the list of addresses is empty',
      'add an address, or remove "addresses" to read it with "ossm-fed fetch"',
    );
  }
  for (const [i, address] of addresses.entries()) {
    if (isAddress(address)) {
      checkReach(address, [...path, i], issues);
      continue;
    }
    const message = `invalid address "${address}", must be an IP address or a DNS name`;
    issues.add(
      'TOP126',
      [...path, i],
      message,
      'write it without scheme, port and path, such as 192.0.2.10 or mesh.example.org',
    );
  }
}

/** Reports an address that other clusters cannot reach. */
function checkReach(address: string, path: Path, issues: IssueList): void {
  const what = isServiceName(address) ? 'the name of a Service' : localAddress(address);
  if (what === undefined) return;
  const message = `invalid address "${address}", it is ${what}, which other clusters cannot reach`;
  issues.add('TOP126', path, message, 'write an address that all peers of the mesh can reach');
}

/** Reports an invalid IP address, and one that other clusters cannot reach. */
export function checkIP(text: string, path: Path, issues: IssueList): void {
  if (ipVersion(text) !== 0) {
    checkReach(text, path, issues);
    return;
  }
  const fix = 'write an address such as 192.0.2.10, or a DNS name in "addresses"';
  issues.add('TOP126', path, `invalid IP address "${text}"`, fix);
}

/** Reports the invalid networks of a list. */
export function checkNetworks(networks: readonly string[], path: Path, issues: IssueList): void {
  for (const [i, network] of networks.entries()) {
    if (isNetwork(network)) continue;
    issues.add(
      'TOP128',
      [...path, i],
      `invalid network "${network}", must be in CIDR notation`,
      'write a network such as 192.0.2.0/24',
    );
  }
}
