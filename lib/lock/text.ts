import { toYaml } from '../output/yaml-text';
import type { Lock, LockedGateway, LockedRoot } from './model';

const HEADER = `# What running clusters told "ossm-fed fetch" of this federation: root certificates, and where gateways are reached.
# Nothing in it is secret. Commit it, and review its changes as those of what is trusted.
`;

/** The text of a lock, the same for the same lock whatever the order of its maps; readLock reads it back. */
export function lockText({ meshes }: Lock): string {
  const entries = sortedEntries(meshes);
  if (entries.length === 0) return `${HEADER}meshes: {}\n`;
  const blocks = entries.map(([name, { roots, gateways }]) => [
    `  ${scalar(name)}:`,
    ...(roots.length === 0 ? ['    roots: []'] : ['    roots:', ...roots.flatMap(rootLines)]),
    ...gatewaysLines(gateways),
  ]);
  return `${HEADER}meshes:\n${blocks.flat().join('\n')}\n`;
}

function rootLines({ fingerprint, subject, notBefore, notAfter, retired, pem }: LockedRoot): readonly string[] {
  return [
    `      - fingerprint: ${scalar(fingerprint)}`,
    `        subject: ${scalar(subject)}`,
    `        notBefore: ${scalar(notBefore)}`,
    `        notAfter: ${scalar(notAfter)}`,
    ...(retired ? ['        retired: true'] : []),
    '        pem: |',
    ...pem
      .trimEnd()
      .split('\n')
      .map((line) => `          ${line}`),
  ];
}

function gatewaysLines(gateways: { readonly [gateway: string]: LockedGateway }): readonly string[] {
  const entries = sortedEntries(gateways);
  if (entries.length === 0) return ['    gateways: {}'];
  const lines = entries.flatMap(([name, { addresses, servicePort, discoveryPort }]) => [
    `      ${scalar(name)}:`,
    '        addresses:',
    ...addresses.map((address) => `          - ${scalar(address)}`),
    `        servicePort: ${servicePort}`,
    `        discoveryPort: ${discoveryPort}`,
  ]);
  return ['    gateways:', ...lines];
}

function sortedEntries<T>(map: { readonly [name: string]: T }): readonly (readonly [string, T])[] {
  return Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** A text of one line, in quotes where it needs them. */
function scalar(text: string): string {
  return toYaml(text).replace(/\n$/, '');
}
