import type { Fields } from '../../../lib/values';
import { makeCertificate } from '../../helpers/make-certificate';
import { codesOf, EAST_ROOT, edgeOf, reading, type Surroundings, service, statusOf, surroundings } from './west-east';

const NOW = Date.parse('2026-11-25T13:23:00Z');
const ago = (seconds: number) => new Date(NOW - seconds * 1000).toISOString();

interface PeerState {
  readonly watch?: Fields;
  readonly remote?: boolean;
  readonly spec?: Fields;
  readonly created?: number;
  readonly hasStatus?: boolean;
  readonly pods?: readonly string[];
}

const GOOD = { connected: true, lastConnected: ago(600), lastFullSync: ago(30) };

/** A ServiceMeshPeer of one of the two meshes for the other, connected unless changed. */
function peer(own: 'west' | 'east', state: PeerState = {}): Fields {
  const other = own === 'west' ? 'east' : 'west';
  const { watch = GOOD, remote = true, created = 900, hasStatus = true, pods = [`istiod-${own}-mesh-a0`] } = state;
  const remotes = [{ connected: remote, source: '10.0.0.1', lastConnected: ago(600), lastFullSync: ago(30) }];
  const list = watch.connected === true ? 'active' : 'inactive';
  return {
    kind: 'ServiceMeshPeer',
    metadata: { name: `${other}-mesh`, namespace: `${own}-mesh`, creationTimestamp: ago(created) },
    spec: {
      gateways: { egress: { name: `${other}-mesh-egress` }, ingress: { name: `${other}-mesh-ingress` } },
      remote: { addresses: [own === 'west' ? '10.77.2.21' : '10.77.1.21'] },
      security: {
        certificateChain: { kind: 'ConfigMap', name: `${other}-mesh-ca-root-cert` },
        clientID: `${other}-mesh.local/ns/${other}-mesh/sa/${own}-mesh-egress-service-account`,
        trustDomain: `${other}-mesh.local`,
      },
      ...state.spec,
    },
    ...(hasStatus && { status: { discoveryStatus: { [list]: pods.map((pod) => ({ pod, watch, remotes })) } } }),
  };
}

interface Case extends Surroundings {
  readonly west?: PeerState;
  readonly east?: PeerState;
  /** Changes an object of east. */
  readonly atEast?: (object: Fields) => Fields | undefined;
}

function kept(object: Fields | undefined): readonly Fields[] {
  return object === undefined ? [] : [object];
}

/** The direction from west to east, without what is missing of the sets. */
function westEdge({ west = {}, east = {}, atEast = (object) => object, ...changed }: Case) {
  const around = surroundings(changed);
  const clusters = {
    west: reading([...around.west, peer('west', west)]),
    east: reading([...around.east.flatMap((object) => kept(atEast(object))), peer('east', east)]),
  };
  const { findings, ...edge } = edgeOf(statusOf({ time: new Date(NOW), clusters }), 'west-mesh');
  const own = findings.filter(({ cause }) => !/ServiceSet/.test(cause));
  return { ...edge, findings: own, codes: codesOf({ findings: own }), health: own[0]?.health ?? 'healthy' };
}

const isIngress = ({ kind, metadata }: Fields) =>
  kind === 'Service' && (metadata as Fields).name === 'west-mesh-ingress';

test('two connected meshes are healthy, with the last synchronization and the days of the root', () => {
  const edge = westEdge({});
  expect(edge.codes).toEqual([]);
  expect(edge.lastFullSync).toBe(ago(30));
  expect(edge.rootDays).toBeGreaterThan(6000);
});

const soon = makeCertificate({ organization: 'east-mesh.local', notAfter: new Date(NOW + 10 * 24 * 3600 * 1000) });
const expired = makeCertificate({ organization: 'east-mesh.local', notAfter: new Date(NOW - 1000) });
const published = (pem: string) => (object: Fields) =>
  object.kind === 'ConfigMap' && (object.metadata as Fields).name === 'istio-ca-root-cert'
    ? { ...object, data: { 'root-cert.pem': pem } }
    : object;
const stored = (pem: string) => ({ eastRootAtWest: { 'root-cert.pem': pem } });

test.each<[string, Case, string, readonly string[]]>([
  ['no ConfigMap for the root', { eastRootAtWest: undefined, west: { hasStatus: false } }, 'progressing', ['STA040']],
  ['no status although the root is there', { west: { hasStatus: false } }, 'degraded', ['STA020']],
  ['no status of a new peer', { west: { hasStatus: false, created: 20 } }, 'progressing', ['STA020']],
  ['a root that expires soon', { ...stored(soon), atEast: published(soon) }, 'healthy', ['STA045']],
  ['an expired root', { ...stored(expired), atEast: published(expired) }, 'degraded', ['STA044']],
  ['the old and the new root', { ...stored(`${expired}${EAST_ROOT}`) }, 'healthy', []],
  ['an unknown root of the peer', { atEast: published('') }, 'unknown', ['STA046']],
  [
    'a synchronization that is too old',
    { west: { watch: { ...GOOD, lastFullSync: ago(300) } } },
    'degraded',
    ['STA021'],
  ],
  ['a synchronization of two minutes', { west: { watch: { ...GOOD, lastFullSync: ago(120) } } }, 'healthy', []],
  [
    'a connection without synchronization, at first',
    { west: { watch: { connected: true, lastConnected: ago(100) } } },
    'progressing',
    ['STA026'],
  ],
  [
    'a connection without synchronization, later',
    { west: { watch: { connected: true, lastConnected: ago(200) } } },
    'degraded',
    ['STA026'],
  ],
  ['a connection that the peer does not see', { east: { remote: false } }, 'degraded', ['STA027']],
  ['a young connection', { west: { watch: { ...GOOD, lastConnected: ago(40) } } }, 'progressing', ['STA028']],
  ['a status of two pods, of which one is gone', { west: { pods: ['gone', 'istiod-west-mesh-a0'] } }, 'healthy', []],
  ['a status of a pod that is gone', { west: { pods: ['gone'] } }, 'degraded', ['STA021']],
  [
    'another address than that of the load balancer',
    { west: { spec: { remote: { addresses: ['10.9.9.9'] } } } },
    'degraded',
    ['STA051'],
  ],
  [
    'another port',
    { west: { spec: { remote: { addresses: ['10.77.2.21'], discoveryPort: 8189 } } } },
    'degraded',
    ['STA051'],
  ],
  ['no address', { west: { spec: { remote: {} } } }, 'degraded', ['STA050']],
  [
    'a load balancer without an address',
    { atEast: (object) => (isIngress(object) ? { ...object, status: {} } : object) },
    'progressing',
    ['STA052'],
  ],
  [
    'an ingress gateway of another type',
    { atEast: (object) => (isIngress(object) ? service('east-mesh', 'west-mesh-ingress', [15443, 8188]) : object) },
    'degraded',
    ['STA052'],
  ],
  ['no ingress gateway', { atEast: (object) => (isIngress(object) ? undefined : object) }, 'degraded', ['STA003']],
  [
    'an ingress gateway without 8188',
    {
      atEast: (object) =>
        isIngress(object) ? service('east-mesh', 'west-mesh-ingress', [15443], '10.77.2.21') : object,
    },
    'degraded',
    ['STA052', 'STA053'],
  ],
])('%s', (_, changed, health, codes) => {
  const edge = westEdge(changed);
  expect([edge.health, [...edge.codes].sort()]).toEqual([health, codes]);
});

test('503 names what the cluster of the peer shows', () => {
  const down = { connected: false, lastConnected: ago(600), lastDisconnectStatus: '503 Service Unavailable' };
  const cause = (changed: Case) => westEdge({ west: { watch: down }, ...changed }).findings[0]?.cause;
  expect(cause({})).toMatch(/its ingress gateway does not answer at "10\.77\.2\.21", or a firewall is between them$/);
  expect(cause({ east: { hasStatus: false } })).toMatch(/"east-mesh" has not accepted "west-mesh" yet$/);
  const wrong = (object: Fields) =>
    object.kind === 'ConfigMap' && (object.metadata as Fields).name === 'west-mesh-ca-root-cert'
      ? { ...object, data: { 'root-cert.pem': '' } }
      : object;
  expect(cause({ atEast: wrong })).toMatch(/"east-mesh" has no valid root certificate of "west-mesh"$/);
});

test('403 without any difference asks for a restart', () => {
  const down = { connected: false, lastConnected: ago(600), lastDisconnectStatus: '403 Forbidden' };
  const [finding] = westEdge({ west: { watch: down } }).findings;
  expect(finding?.cause).toMatch(/\(403\), although its clientID is the expected one$/);
  expect(finding?.fix).toMatch(/^restart istiod of "east-mesh"/);
});
