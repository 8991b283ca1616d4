import { BlockList, isIP } from 'node:net';

/** Networks whose addresses lead to another place on every machine, as the IANA special-purpose registries have them. */
const NETWORKS: { readonly [what: string]: readonly string[] } = {
  // Before the unspecified ones, whose IPv4-compatible network has ::1.
  'a loopback address': ['127.0.0.0/8', '::1/128'],
  'an unspecified address': ['0.0.0.0/8', '::/128'],
  'the address of a metadata service': [
    '169.254.169.254/32',
    '100.100.100.200/32',
    '168.63.129.16/32',
    'fd00:ec2::254/128',
  ],
  'a link-local address': ['169.254.0.0/16', 'fe80::/10'],
  'a multicast address': ['224.0.0.0/4', 'ff00::/8'],
  'a broadcast address': ['255.255.255.255/32'],
};

/** The bits before an IPv4 address in IPv6: IPv4-compatible (RFC 4291) and NAT64 (RFC 6052); BlockList maps IPv4-mapped. */
const PREFIXES = ['::', '64:ff9b::'];
const PREFIX_BITS = 96;

/** Names that have the same meaning on every machine: RFC 6761, /etc/hosts of Linux distributions, and clouds. */
const NAMES: readonly (readonly [RegExp, string])[] = [
  [/^(.+\.)?(localhost[46]?|localdomain[46]?|ip6-localhost|ip6-loopback)$/, 'a name of the local machine'],
  [
    /^(metadata|metadata\.google\.internal|metadata\.goog|instance-data(\.ec2\.internal)?)$/,
    'the name of a metadata service',
  ],
];

/** The name of a Service, which resolves only within its own cluster; that of a cluster set is not one. */
const SERVICE_NAME = /^(kubernetes\.default|.+\.svc|(.+\.)?cluster\.local)$/;

/** The networks in a form that is searched fast. It takes 10 ms to make, which runs without addresses save. */
function blockLists(): readonly (readonly [string, BlockList])[] {
  known ??= Object.entries(NETWORKS).map(([what, networks]) => [what, blockList(networks)] as const);
  return known;
}

let known: readonly (readonly [string, BlockList])[] | undefined;

function blockList(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits = ''] = network.split('/');
    const isFour = ipVersion(address) === 4;
    list.addSubnet(address, Number(bits), isFour ? 'ipv4' : 'ipv6');
    if (!isFour) continue;
    for (const prefix of PREFIXES) list.addSubnet(`${prefix}${address}`, PREFIX_BITS + Number(bits), 'ipv6');
  }
  return list;
}

/**
 * The version of an IP address, 4 or 6; 0 for any other text. The patterns of Node.js take 20 ms until they are compiled,
 * so they see only what may be an address.
 */
export function ipVersion(text: string): number {
  return /^[\d.]+$|^[\da-f.]*:[\da-f:.]*(%|$)/i.test(text) ? isIP(text) : 0;
}

/**
 * What an address or a name is that leads to another place on every machine, such as `a loopback address`; undefined
 * where it may lead to the same place from everywhere. Names of Services are not examined.
 */
export function localAddress(text: string): string | undefined {
  const version = ipVersion(text);
  if (version === 0) {
    const name = plainName(text);
    return NAMES.find(([pattern]) => pattern.test(name))?.[1];
  }
  // BlockList does not know zones, with which an address is valid on one machine only.
  const [address = ''] = text.split('%');
  return blockLists().find(([, list]) => list.check(address, version === 4 ? 'ipv4' : 'ipv6'))?.[0];
}

/** Whether a name is that of a Service, which resolves only within its own cluster. */
export function isServiceName(text: string): boolean {
  return SERVICE_NAME.test(plainName(text));
}

/** A DNS name in lower case, without the dot at its end. */
function plainName(text: string): string {
  return text.toLowerCase().replace(/\.$/, '');
}
