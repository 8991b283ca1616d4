import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { FederationStatus } from '../../../lib/status/report';
import type { Fields } from '../../../lib/values';
import {
  codesOf,
  EAST_ROOT,
  edgeOf,
  reading,
  type Surroundings,
  statusOf,
  surroundings,
  throughDump,
  WEST_ROOT,
} from './west-east';

const SAMPLES = join(__dirname, '..', '..', '..', '..', 'shared', 'status-samples');
const hasSamples = existsSync(SAMPLES);
const describeSamples = hasSamples ? describe : describe.skip;

/** What a status says of a sample: the codes of both directions, and causes that it names. */
interface Answer extends Surroundings {
  /** The codes of west's direction to east. */
  readonly west: readonly string[];
  /** The codes of east's direction to west. */
  readonly east: readonly string[];
  /** Parts of causes. */
  readonly says?: readonly RegExp[];
  /** Codes of parts of west's cluster. */
  readonly cluster?: readonly string[];
  /** Codes of services. */
  readonly services?: readonly string[];
  /** The seconds between the newest time of the sample and the observation. Default: 90. */
  readonly after?: number;
}

const TOKEN = { 'root-cert.pem': '<ossm-fed:root:east-mesh>' };
const FROZEN = /control plane of "west-mesh" is frozen/;

const ANSWERS: { readonly [sample: string]: Answer } = {
  healthy: { west: [], east: [], services: [] },
  'half-connected-west-only': {
    west: ['STA022', 'STA025', 'STA003'],
    east: ['STA003', 'STA003'],
    says: [/"east-mesh" has no ServiceMeshPeer "west-mesh" yet/, /control plane of "west-mesh" is frozen/],
  },
  'half-east-cannot-reach-west': {
    west: [],
    east: ['STA022', 'STA025'],
    says: [
      /"east-mesh" cannot reach "west-mesh" \(503\): its ingress gateway does not answer at "10\.77\.1\.21", or a firewall/,
    ],
  },
  forbidden: {
    west: [],
    east: ['STA023', 'STA025'],
    says: [
      /"west-mesh" rejects the identity of "east-mesh" \(403\): its clientID is ".*wrong-egress.*" instead of ".*west-mesh-egress/,
    ],
  },
  'forbidden-edited-in-place': {
    west: [],
    east: ['STA023', 'STA025'],
    says: [/rejects the identity.*FED004/, /create it again, or restart istiod/],
  },
  'west-smp-deleted': {
    west: ['STA003'],
    east: ['STA023', 'STA025'],
    services: ['STA067'],
    says: [/"west-mesh" rejects.*it has no ServiceMeshPeer "east-mesh"/, /its status is of no value/],
  },
  'stale-istiod-dead': {
    west: ['STA021'],
    east: ['STA022', 'STA025'],
    westRuns: false,
    cluster: ['STA013'],
    says: [/status of "west-mesh" is stale: it was written by "istiod-west-mesh-a0", which does not run/],
  },
  'peer-ingress-down': {
    west: ['STA022', 'STA025'],
    east: [],
    says: [/"west-mesh" cannot reach "east-mesh" \(503\)/, FROZEN],
  },
  'form-otherkey': {
    west: ['STA040'],
    east: ['STA022', 'STA025'],
    eastRootAtWest: { 'root-cert.pem.incomplete': EAST_ROOT },
    says: [/"west-mesh" waits for the root certificate of "east-mesh".*run "ossm-fed fetch"/],
  },
  'form-empty': {
    west: ['STA041', 'STA022', 'STA025'],
    east: ['STA022', 'STA025'],
    eastRootAtWest: { 'root-cert.pem': '' },
    says: [/"west-mesh" waits for the root certificate of "east-mesh"/, FROZEN],
  },
  'form-token': {
    west: ['STA042', 'STA022', 'STA025'],
    east: ['STA022', 'STA025'],
    eastRootAtWest: TOKEN,
    says: [/danger for all of "west-mesh".*new pods may never become ready.*; remove the key now, or run/],
  },
  'garbage-pem-running': {
    west: ['STA042'],
    east: [],
    eastRootAtWest: { 'root-cert.pem': 'garbage' },
    services: ['STA067'],
    says: [/danger for all of "west-mesh".*new pods may never become ready and proxies learn no new services/],
  },
  'smp-recreated-peer-unknown': {
    west: [],
    east: ['STA024', 'STA025'],
    says: [/the export server of "west-mesh" has lost "east-mesh".*; restart istiod of "west-mesh"/],
  },
  'own-root': {
    west: ['STA043', 'STA026'],
    east: ['STA022', 'STA025'],
    eastRootAtWest: { 'root-cert.pem': WEST_ROOT },
    says: [
      /root certificate that "west-mesh" has of "east-mesh" \(.*\) is not the one that it publishes/,
      /may be frozen/,
    ],
  },
  'address-token-edited': { west: ['STA050'], east: [], says: [/placeholder as address.*no endpoints after/] },
  'egress-without-15443': {
    west: ['STA053'],
    east: [],
    westEgressPorts: [8188],
    says: [/egress gateway "east-mesh-egress" of "west-mesh" lacks port 15443, so requests are answered with 503/],
  },
  'multi-port-export': {
    west: [],
    east: [],
    inventoryPorts: [80, 81],
    services: ['STA064'],
    says: [/Service "inventory" in namespace "stock" of "east-mesh" has 2 ports/],
  },
  'duplicate-exported-name': {
    west: ['STA061', 'STA065'],
    east: [],
    services: ['STA063'],
    says: [/exports "stock\/audit", "stock\/inventory" under one name.*status of its exports is stale/],
  },
  'wildcard-export': {
    west: ['STA061', 'STA066'],
    east: [],
    says: [/lists exports for "west-mesh" that the topology does not have: .*istiod-east-mesh\.east-mesh/],
  },
  'two-peers-one-ingress': {
    west: [],
    east: ['STA023', 'STA025'],
    cluster: ['STA030'],
    says: [/"east-mesh" and "north-mesh" share the ingress gateway "east-mesh-ingress" \(FED007\)/],
  },
  'smp-named-own-cluster': {
    west: ['STA003'],
    east: ['STA027'],
    cluster: ['STA030'],
    says: [/ServiceMeshPeer "west".* has the name of the own cluster \(FED025\)/],
  },
  'clientid-wrong': {
    west: ['STA028'],
    east: ['STA029', 'STA026'],
    after: 5,
    says: [/; read the status again after 60 s/],
  },
  'clientid-wrong-in-place': {
    west: ['STA028'],
    east: ['STA029'],
    after: 5,
    says: [/; read the status again after 60 s/],
  },
  'wrong-requested-network-view': { west: [], east: [] },
};

/** The newest instant in a text. */
function newestIn(text: string): number {
  return Math.max(...(text.match(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g) ?? []).map((instant) => Date.parse(instant)));
}

function sampleStatus(sample: string, answer: Answer): FederationStatus {
  const texts = ['west', 'east'].map((side) => {
    const file = join(SAMPLES, sample, `${side}.yaml`);
    return existsSync(file) ? readFileSync(file, 'utf8') : 'items: []';
  });
  const [west = [], east = []] = texts.map((text) => (parse(text) as { items: Fields[] }).items);
  const around = surroundings(answer);
  const time = new Date(newestIn(texts.join('')) + (answer.after ?? 90) * 1000);
  const observation = {
    time,
    clusters: { west: reading([...around.west, ...west]), east: reading([...around.east, ...east]) },
  };
  const status = statusOf(observation);
  // What gather keeps of each object is enough for the same answer, also after a dump was written and read.
  expect(statusOf(throughDump(observation))).toEqual(status);
  return status;
}

function causesOf({ edges, services, clusters }: FederationStatus): string {
  const items = [...edges, ...services, ...clusters.flatMap(({ parts }) => parts)];
  return items.flatMap(({ findings }) => findings.map(({ cause, fix }) => `${cause}; ${fix}`)).join('\n');
}

if (!hasSamples) test.skip('SKIPPED: there are no samples in ../shared/status-samples', () => undefined);

describeSamples('the status of the sample', () => {
  test('is tested for all that there are', () => {
    const samples = readdirSync(SAMPLES, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(samples.map(({ name }) => name).sort()).toEqual(Object.keys(ANSWERS).sort());
  });

  test.each(Object.entries(ANSWERS))('%s', (sample, answer) => {
    const status = sampleStatus(sample, answer);
    expect(codesOf(edgeOf(status, 'west-mesh'))).toEqual(answer.west);
    expect(codesOf(edgeOf(status, 'east-mesh'))).toEqual(answer.east);
    for (const part of answer.says ?? []) expect(causesOf(status)).toMatch(part);
    const parts = status.clusters.flatMap((cluster) => cluster.parts);
    expect([...new Set(parts.flatMap(codesOf))]).toEqual(answer.cluster ?? []);
    if (answer.services !== undefined) expect([...new Set(status.services.flatMap(codesOf))]).toEqual(answer.services);
  });
});
