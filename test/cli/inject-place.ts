import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Reading } from '../../lib/facts/model';
import type { Lock } from '../../lib/lock/model';
import { lockText as textOf } from '../../lib/lock/text';
import { runCommand } from '../helpers/command';
import { addressOf, addressReading, KINDS, lockFrom, rootReading } from '../helpers/facts';
import { makeCertificate } from '../helpers/make-certificate';
import { readFiles } from '../helpers/synthesize';
import { type FileTexts, inDirectory } from '../helpers/temporary';

export const TOPOLOGY = `clusters: { west: {}, east: { platform: baremetal } }
meshes:
  west: { cluster: west, members: [shop] }
  east: { cluster: east, members: [shop] }
peerings: [{ between: [west, east] }]
lint: { ignore: { FED042: there is a firewall, FED045: nothing is shared yet } }
`;
export const TO_EAST = 'west/40-federation/west.east.yaml';
export const TO_WEST = 'east/40-federation/east.west.yaml';

export const WEST = makeCertificate({ organization: 'west.local' });
export const EAST = makeCertificate({ organization: 'east.local' });
export const NEXT = makeCertificate({ organization: 'east.local' });
export const IN_WEST = addressOf(['gw.west.example.org']);
export const IN_EAST = addressOf(['203.0.113.7', '203.0.113.8'], 31443, 30188);

export const roots: readonly Reading[] = [rootReading('west', WEST), rootReading('east', EAST)];
export const addresses: readonly Reading[] = [
  addressReading('west', 'east-ingress', IN_WEST),
  addressReading('east', 'west-ingress', IN_EAST),
];
export const now = new Date('2026-06-01T00:00:00Z');
export const lockOf = (readings: readonly Reading[], before?: Lock): Lock => lockFrom(readings, now, before);
export const lockText = (lock: Lock) => textOf(lock, KINDS);
export const LOCK = lockOf([...roots, ...addresses]);

/** What synth writes for the topology, tokens and all. */
export const SYNTHESIZED: FileTexts = inDirectory({ 'federation.yaml': TOPOLOGY }, (directory) => {
  runCommand(['synth', '-f', join(directory, 'federation.yaml'), '-o', join(directory, 'dist')]);
  return Object.fromEntries(readFiles(join(directory, 'dist')));
});

export interface Place {
  readonly directory: string;
  /** Runs a command on the topology; paths are as below its directory. */
  readonly run: (command: string, ...flags: readonly string[]) => { code: number; stdout: string; stderr: string };
  readonly read: (path: string) => string;
}

/** A directory with the topology, its lock, and what synth wrote before there was one. */
export function place<T>(lock: Lock | string | undefined, use: (place: Place) => T, others: FileTexts = {}): T {
  const dist = Object.fromEntries(Object.entries(SYNTHESIZED).map(([path, text]) => [`dist/${path}`, text]));
  const text = typeof lock === 'object' ? lockText(lock) : lock;
  const files = { 'federation.yaml': TOPOLOGY, ...dist, ...(text !== undefined && { 'federation.lock.yaml': text }) };
  return inDirectory({ ...files, ...others }, (directory) => {
    const plain = (output: string) => output.replaceAll(`${directory}/`, '');
    const run: Place['run'] = (command, ...flags) => {
      const args = [command, '-f', join(directory, 'federation.yaml'), '-o', join(directory, 'dist'), ...flags];
      const { code, stdout, stderr } = runCommand(args);
      return { code, stdout: plain(stdout), stderr: plain(stderr) };
    };
    return use({ directory, run, read: (path) => readFileSync(join(directory, 'dist', path), 'utf8') });
  });
}
