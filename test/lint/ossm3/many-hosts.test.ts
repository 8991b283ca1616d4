import { edited, set } from '../../../lib/lint/examples/edit';
import { OSSM3_BASE } from '../../../lib/lint/ossm3/examples/base';
import { overlappingServers } from '../../../lib/lint/ossm3/rules/fed133-overlapping-servers';
import { runRules } from '../../../lib/lint/run';
import { readManifests } from '../../../lib/manifests/read';
import { buildFleet } from '../../../lib/observed/build';

const COUNT = 10_000;

test('the hosts of servers are not compared in pairs', () => {
  const server = (name: string, hosts: readonly string[]) => ({
    port: { number: 15443, name, protocol: 'TLS' },
    tls: { mode: 'AUTO_PASSTHROUGH' },
    hosts,
  });
  const hosts = (end: string) => Array.from({ length: COUNT }, (_, i) => `service-${i}.${end}`);
  const servers = [server('a', hosts('one.local')), server('b', hosts('two.local')), server('c', ['*.two.local'])];
  const edits = [set('north', 'Gateway expose-services', 'spec.servers', servers)];
  const { manifests } = readManifests('north', 'north.yaml', edited(edits, OSSM3_BASE).north);
  const fleet = buildFleet(manifests, new Map(), { now: new Date('2026-11-25T12:00:00Z') });
  const found = runRules(fleet, [overlappingServers]);
  expect(found.map(({ message }) => message)).toEqual([
    'the hosts "*.two.local" and "service-0.two.local" of two servers of one gateway overlap on port 15443',
  ]);
  // In pairs it would need more memory than a process has.
}, 60_000);
