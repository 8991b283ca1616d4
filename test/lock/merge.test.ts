import { X509Certificate } from 'node:crypto';
import type { GatewayAddress, GatewayPorts } from '../../lib/facts/address/locked-address';
import type { FactChange } from '../../lib/facts/kind';
import type { MeshIdentity, Reading } from '../../lib/facts/model';
import { type MergeOptions, mergeReadings } from '../../lib/lock/merge';
import type { Lock } from '../../lib/lock/model';
import { readLock } from '../../lib/lock/read';
import type { LockScope } from '../../lib/lock/scope';
import { lockText } from '../../lib/lock/text';
import { addressFact, addressReading, gatewaysOf, KINDS, rootFact, rootReading, rootsOf } from '../helpers/facts';
import { makeCertificate, makePrivateKey } from '../helpers/make-certificate';

const NOW = new Date('2026-06-01T12:00:00Z');
const PORTS = { discovery: 8188, service: 15443 };
const GATEWAY: GatewayAddress = { addresses: ['203.0.113.7'], ports: PORTS };

/** Meshes with what a test says of them. */
function scopeOf(meshes: { readonly [mesh: string]: Partial<MeshIdentity> } = { west: {}, east: {} }): LockScope {
  const identities = Object.entries(meshes).map(([name, own]) => [
    name,
    { trustDomain: `${name}.local`, customCA: false, ...own },
  ]);
  const facts = Object.keys(meshes).flatMap((mesh) => [rootFact(mesh), addressFact(mesh, 'in')]);
  return { meshes: Object.fromEntries(identities), facts };
}

function merge(lock: Lock | undefined, readings: readonly Reading[], options: Partial<MergeOptions> = {}) {
  const all = { kinds: KINDS, scope: scopeOf(), now: NOW, ...options };
  const { issues, changes, ...rest } = mergeReadings(lock, readings, all);
  return { ...rest, issues, changes, codes: issues.map(({ code, level = 'error' }) => `${level} ${code}`) };
}

/** Issues in full, with short fingerprints as F. */
function inFull(issues: ReturnType<typeof merge>['issues']): readonly string[] {
  return issues.map(({ code, level = 'error', path, message, fix }) =>
    `${level} ${code} ${path.join('.')}: ${message}; ${fix}`.replace(/([0-9A-F]{2}:){8}…/g, 'F'),
  );
}

const root = rootReading;
const at = (mesh: string, { addresses = GATEWAY.addresses, ports = {} }: Found = {}, gateway = 'in'): Reading =>
  addressReading(mesh, gateway, { addresses, ports: { ...PORTS, ...ports } });
interface Found {
  readonly addresses?: readonly string[];
  readonly ports?: GatewayPorts;
}
const ca = (mesh: string, options = {}) => makeCertificate({ organization: `${mesh}.local`, ...options });
const fingerprint = (pem: string) => new X509Certificate(pem).fingerprint256;
const texts = (changes: readonly FactChange[]) => changes.map(({ text }) => text.replace(/([0-9A-F]{2}:){8}…/, 'F'));

/** The roots of a mesh, the retired ones marked. */
function rootsIn(lock: Lock, mesh: string): readonly string[] {
  return rootsOf(lock, mesh).map(({ pem, retired }) => `${retired ? 'old ' : ''}${fingerprint(pem)}`);
}

const WEST = ca('west');
const NEXT = ca('west');
const EAST = ca('east');

describe('what clusters show for the first time', () => {
  const { lock, codes, changes } = merge(undefined, [root('west', WEST), at('west'), root('east', EAST)]);

  test('is taken without a word', () => {
    expect(codes).toEqual([]);
    expect(lock.meshes.west).toEqual({
      roots: [
        {
          fingerprint: fingerprint(WEST),
          subject: 'O=west.local',
          notBefore: '2024-01-01T00:00:00Z',
          notAfter: '2044-01-01T00:00:00Z',
          pem: WEST,
        },
      ],
      gateways: { in: GATEWAY },
    });
    expect(Object.keys(lock.meshes)).toEqual(['east', 'west']);
  });

  test('is told as new', () => {
    expect(texts(changes)).toEqual([
      'east: root certificate F is new',
      'west: root certificate F is new',
      'west: address of gateway in is 203.0.113.7',
    ]);
  });

  test('is no change when it is shown again', () => {
    const again = merge(lock, [root('west', WEST), at('west'), root('east', EAST)]);
    expect(again.lock).toEqual(lock);
    expect(again.changes).toEqual([]);
  });

  test('stays where a mesh is not asked', () => {
    expect(merge(lock, [root('west', WEST)]).changes).toEqual([]);
    expect(merge(lock, []).lock).toEqual(lock);
  });
});

describe('the rotation of a root', () => {
  const before = merge(undefined, [root('west', WEST), at('west')]).lock;
  const during = merge(before, [root('west', NEXT), at('west')]);

  test('keeps the old one beside the new one', () => {
    expect(rootsIn(during.lock, 'west')).toEqual([fingerprint(NEXT), `old ${fingerprint(WEST)}`]);
    expect(texts(during.changes)).toEqual([
      'west: root certificate F is new',
      'west: root certificate F is no longer published; it stays trusted until "ossm-fed fetch --drop-old"',
    ]);
    expect(during.codes).toEqual([]);
  });

  test('is no change while the old one is kept', () => {
    expect(merge(during.lock, [root('west', NEXT), at('west')]).changes).toEqual([]);
  });

  test('ends with dropOld', () => {
    const after = merge(during.lock, [root('west', NEXT)], { dropOld: true });
    expect(rootsIn(after.lock, 'west')).toEqual([fingerprint(NEXT)]);
    expect(texts(after.changes)).toEqual(['west: root certificate F is dropped']);
  });

  test('does not end where the mesh could not be asked, or publishes nothing of use', () => {
    expect(merge(during.lock, [at('west')], { dropOld: true }).changes).toEqual([]);
    expect(merge(during.lock, [root('west', '')], { dropOld: true }).changes).toEqual([]);
  });

  test('is undone where the old one is shown again', () => {
    const back = merge(during.lock, [root('west', WEST)]);
    expect(rootsIn(back.lock, 'west')).toEqual([fingerprint(WEST), `old ${fingerprint(NEXT)}`]);
    expect(texts(back.changes)).toEqual([
      'west: root certificate F is published again',
      'west: root certificate F is no longer published; it stays trusted until "ossm-fed fetch --drop-old"',
    ]);
  });

  test('may show both at once', () => {
    const both = merge(before, [root('west', NEXT + WEST)]);
    expect(rootsIn(both.lock, 'west')).toEqual([fingerprint(WEST), fingerprint(NEXT)].sort());
    expect(texts(both.changes)).toEqual(['west: root certificate F is new']);
  });

  test('goes on where nobody ever drops an old one', () => {
    const shown = Array.from({ length: 70 }, () => ca('west'));
    const lock = shown.reduce((known: Lock | undefined, pem) => merge(known, [root('west', pem)]).lock, undefined);
    const last = fingerprint(shown.at(-1) ?? '');
    const most = shown
      .slice(0, 64)
      .reduce((known: Lock | undefined, pem) => merge(known, [root('west', pem)]).lock, undefined);
    expect(new Set(rootsIn(most ?? { meshes: {} }, 'west')).size).toBe(64);
    expect(rootsOf(lock, 'west')).toHaveLength(64);
    expect(rootsOf(lock, 'west')[0]?.fingerprint).toBe(last);
    expect(readLock(lockText(lock ?? { meshes: {} }, KINDS), KINDS).issues).toEqual([]);
  });

  test('tells an old one that has expired, and drops it only when it is told to', () => {
    const old = ca('west', { notAfter: new Date('2026-06-15T00:00:00Z') });
    const kept = merge(merge(undefined, [root('west', old)]).lock, [root('west', NEXT)]).lock;
    const later = { now: new Date('2026-07-01T00:00:00Z') };
    const told = merge(kept, [root('west', NEXT)], later);
    expect(inFull(told.issues)).toEqual([
      'warning LCK029 meshes.west: retired root certificate F of mesh "west" expired on 2026-06-15; run "ossm-fed fetch --drop-old"',
    ]);
    const atItsEnd = { now: new Date('2026-06-15T00:00:00Z') };
    expect(merge(kept, [root('west', NEXT)], atItsEnd).codes).toEqual(['warning LCK029']);
    expect(merge(kept, [root('west', NEXT)], { now: new Date('2026-06-14T23:59:59Z') }).codes).toEqual([]);
    expect(told.changes).toEqual([]);
    expect(merge(kept, [root('west', NEXT)], { ...later, dropOld: true }).codes).toEqual([]);
  });
});

describe('a text that is not a root certificate', () => {
  const before = merge(undefined, [root('west', WEST), at('west')]).lock;

  test.each([
    ['an empty one', '', 'LCK020', 'the text is empty'],
    ['blanks', ' \n\n', 'LCK020', 'the text is empty'],
    ['an HTML page', '<!DOCTYPE html>\n<html><body>Sign in</body></html>', 'LCK020', 'the text is an HTML page'],
    ['an HTML page without a type', '\n<html>', 'LCK020', 'the text is an HTML page'],
    ['null', 'null', 'LCK020', 'the text contains no PEM certificate'],
    ['a certificate that is cut off', WEST.slice(0, -40), 'LCK020', 'the text contains no PEM certificate'],
    ['one on a single line', JSON.stringify(WEST), 'LCK020', 'joined by a literal "\\n" instead of line breaks'],
    ['a certificate and more', `${WEST}more\n`, 'LCK020', 'the text contains more than PEM certificates'],
    [
      'a certificate of a workload',
      ca('west', { ca: false }),
      'LCK020',
      'the certificate of "O=west.local" is not a CA certificate',
    ],
    ['a broken certificate', WEST.replace(/M/g, 'N'), 'LCK020', 'the text contains an invalid certificate'],
    [
      'a forged certificate',
      ca('west', { forged: true }),
      'LCK020',
      'the self-signed certificate of "O=west.local" has an invalid signature',
    ],
    [
      'the name of a key',
      makeCertificate({ organization: 'A PRIVATE KEY' }),
      'LCK020',
      'the text contains an invalid certificate',
    ],
    [
      'a name with commands',
      ca('\u009b2J', { ca: false }),
      'LCK020',
      'the certificate of "O=?2J.local" is not a CA certificate',
    ],
    [
      'too many certificates',
      Array.from({ length: 17 }, () => ca('west')).join(''),
      'LCK020',
      'too many certificates: 17, maximum 16',
    ],
    ['a text without an end', `${WEST}${'\n'.repeat(70_000)}`, 'LCK020', 'characters, maximum 65536'],
    [
      'a private key',
      makePrivateKey(),
      'LCK021',
      'mesh "west" publishes a private key with its root certificate; nothing was written to the lock',
    ],
    [
      'a private key behind it',
      WEST + makePrivateKey(),
      'LCK021',
      'mesh "west" publishes a private key with its root certificate; nothing was written to the lock',
    ],
  ])('is rejected, and the lock keeps what it had: %s', (_, pem, code, message) => {
    const { lock, changes, issues } = merge(before, [root('west', pem), at('west', { addresses: ['203.0.113.8'] })]);
    expect(issues.map((issue) => issue.code)).toEqual([code]);
    expect(issues[0]?.path).toEqual(['meshes', 'west']);
    expect(issues[0]?.message).toContain(message);
    expect(rootsOf(lock, 'west')).toEqual(rootsOf(before, 'west'));
    expect(texts(changes)).toEqual(['west: address of gateway in was 203.0.113.7, is 203.0.113.8']);
  });

  test('never publishes in what is told of it', () => {
    const secret = makePrivateKey();
    const body = secret.split('\n')[1] ?? '';
    const { issues, changes } = merge(before, [root('west', WEST + secret), root('east', `<html>${body}`)]);
    expect(JSON.stringify([issues, changes])).not.toContain(body);
  });

  test('is reported with the place that it was read from', () => {
    const issuesFor = (pem: string) => inFull(merge(before, [root('west', pem)]).issues);
    const source = 'key "root-cert.pem" of ConfigMap "istio-ca-root-cert" in namespace "west"';
    expect(issuesFor('')).toEqual([
      `error LCK020 meshes.west: the root certificate published by mesh "west" is invalid: the text is empty; check ${source} and what else writes to it`,
    ]);
    expect(issuesFor(makePrivateKey())).toEqual([
      `error LCK021 meshes.west: mesh "west" publishes a private key with its root certificate; nothing was written to the lock; remove the key from ${source} and replace it in the mesh, because it is compromised`,
    ]);
  });

  test('may be comments beside certificates', () => {
    expect(merge(undefined, [root('west', `# the root of west\n${WEST}\n# end`)]).lock).toEqual(
      merge(undefined, [root('west', WEST)]).lock,
    );
  });
});

describe('the validity of a root', () => {
  const until = (date: string) => ca('west', { notAfter: new Date(date) });

  test.each([
    ['long before its end', '2027-07-01T12:00:00Z', []],
    ['30 days before its end', '2026-07-01T12:00:00Z', []],
    ['a second less than 30 days before its end', '2026-07-01T11:59:59Z', ['warning LCK023']],
    ['a second before its end', '2026-06-01T12:00:01Z', ['warning LCK023']],
  ])('%s', (_, date, codes) => {
    const merged = merge(undefined, [root('west', until(date))]);
    expect(merged.codes).toEqual(codes);
    expect(rootsIn(merged.lock, 'west')).toHaveLength(1);
  });

  test('ends soon, or has not begun: it is taken with a warning that says when', () => {
    const issuesFor = (pem: string) => inFull(merge(undefined, [root('west', pem)]).issues);
    const fix = 'rotate it now; peers trust both certificates until "ossm-fed fetch --drop-old"';
    const expiry = (when: string) =>
      `warning LCK023 meshes.west: root certificate F of mesh "west" expires on ${when}; ${fix}`;
    expect(issuesFor(until('2026-06-30T12:00:00Z'))).toEqual([expiry('2026-06-30, in 29 days')]);
    expect(issuesFor(until('2026-06-02T12:00:00Z'))).toEqual([expiry('2026-06-02, in 1 day')]);
    expect(issuesFor(until('2026-06-02T11:59:59Z'))).toEqual([expiry('2026-06-02, in 0 days')]);
    expect(issuesFor(ca('west', { notBefore: new Date('2026-06-02') }))).toEqual([
      'warning LCK024 meshes.west: root certificate F of mesh "west" is not valid before 2026-06-02T00:00:00.000Z; compare the clocks of the clusters and of this machine, unless the certificate was made for later use',
    ]);
    expect(issuesFor(ca('west', { notBefore: NOW }))).toEqual([]);
  });

  test('has ended for all of several: it is rejected with the last day', () => {
    const pem = until('2025-01-01T00:00:00Z') + until('2026-01-01T00:00:00Z');
    expect(inFull(merge(undefined, [root('west', pem)]).issues)).toEqual([
      'error LCK022 meshes.west: all root certificates of mesh "west" have expired, the last one on 2026-01-01; rotate the root certificate of the mesh, then run "ossm-fed fetch" again',
    ]);
  });

  test('has ended: it is rejected, and the lock keeps what it had', () => {
    const before = merge(undefined, [root('west', WEST)]).lock;
    const { lock, issues } = merge(before, [root('west', until('2026-06-01T12:00:00Z'))]);
    expect(lock).toEqual(before);
    expect(inFull(issues)).toEqual([
      'error LCK022 meshes.west: the root certificate of mesh "west" expired on 2026-06-01; rotate the root certificate of the mesh, then run "ossm-fed fetch" again',
    ]);
  });

  test('has ended for one of two: the other is taken', () => {
    const { lock, codes } = merge(undefined, [root('west', until('2025-01-01T00:00:00Z') + WEST)]);
    expect(rootsIn(lock, 'west')).toEqual([fingerprint(WEST)]);
    expect(codes).toEqual([]);
  });

  test('has not begun: it is taken with a warning', () => {
    const { lock, codes } = merge(undefined, [root('west', ca('west', { notBefore: new Date('2026-06-02') }))]);
    expect(rootsIn(lock, 'west')).toHaveLength(1);
    expect(codes).toEqual(['warning LCK024']);
  });
});

test.each([
  ['an RSA key of 1024 bits', { rsaBits: 1024 }, 'RSA key of 1024 bits'],
  ['SHA-1', { rsaBits: 2048, hash: 'sha1' }, 'SHA-1 signature'],
  ['MD5 and a short key', { rsaBits: 1024, hash: 'md5' }, 'RSA key of 1024 bits, MD5 signature'],
  ['SHA-1 and an EC key', { hash: 'sha1' }, 'SHA-1 signature'],
] as const)('a root with %s is taken with a warning', (_, options, weaknesses) => {
  const { lock, issues } = merge(undefined, [root('west', ca('west', options))]);
  expect(rootsIn(lock, 'west')).toHaveLength(1);
  expect(inFull(issues)).toEqual([
    `warning LCK032 meshes.west: root certificate F of mesh "west" is weak: ${weaknesses}; rotate it: make the new one with an RSA key of 2,048 bits or more or an EC key, and with SHA-256`,
  ]);
});

test('a root with an RSA key of 2048 bits and SHA-256 is not weak', () => {
  expect(merge(undefined, [root('west', ca('west', { rsaBits: 2048 }))]).codes).toEqual([]);
});

describe('the subject of a root', () => {
  const foreign = makeCertificate({ organization: 'cluster.local' });
  const codesWith = (pem: string, own: Partial<MeshIdentity> = {}) =>
    merge(undefined, [root('west', pem)], { scope: scopeOf({ west: own }) }).codes;

  test('is the trust domain where istiod made it', () => {
    expect(codesWith(foreign)).toEqual(['warning LCK025']);
    expect(codesWith(foreign, { trustDomain: 'cluster.local' })).toEqual([]);
    expect(codesWith(makeCertificate())).toEqual(['warning LCK025']);
  });

  test('is anything where somebody else made it', () => {
    expect(codesWith(foreign, { customCA: true })).toEqual([]);
    expect(codesWith(foreign, { commonRoot: 'corp' })).toEqual([]);
  });

  test('is told apart from that of another istiod, with what to do', () => {
    expect(inFull(merge(undefined, [root('west', foreign)]).issues)).toEqual([
      'warning LCK025 meshes.west: no root certificate of mesh "west" has its trust domain "west.local" as organization, which istiod sets; check that the kubeconfig context refers to the right cluster; write "customCA: true" if the mesh has a key of your own',
    ]);
    expect(inFull(merge(undefined, [root('west', ca('west', { issuer: 'corp' }))]).issues)).toEqual([
      'warning LCK026 meshes.west: mesh "west" publishes CA certificates, but none of them is self-signed; put the root certificate itself into key "root-cert.pem" of ConfigMap "istio-ca-root-cert" in namespace "west", not an intermediate certificate',
    ]);
    expect(merge(undefined, [root('north', foreign)]).codes).toEqual([]);
  });

  test('is the issuer of one of a chain', () => {
    const intermediate = ca('west', { issuer: 'corp' });
    expect(codesWith(intermediate, { customCA: true })).toEqual(['warning LCK026']);
    expect(codesWith(intermediate + makeCertificate({ organization: 'corp' }), { customCA: true })).toEqual([]);
  });
});

describe('a root of the trust domain of another mesh', () => {
  test('is rejected where that one publishes none of its own: the two are swapped', () => {
    const swapped = [root('west', EAST), root('east', WEST), at('west'), at('east')];
    const first = merge(undefined, swapped);
    expect([first.lock, first.codes]).toEqual([{ meshes: {} }, ['error LCK031', 'error LCK031']]);
    const ofMesh = (own: string, other: string) =>
      `error LCK031 meshes.${own}: the cluster of mesh "${own}" publishes a root certificate of the trust domain of mesh "${other}"; the lock keeps what it has of mesh "${own}"; check whether the kubeconfig contexts of "${own}" and "${other}" are swapped`;
    expect(inFull(first.issues)).toEqual([ofMesh('east', 'west'), ofMesh('west', 'east')]);
    const before = merge(undefined, [root('west', WEST), root('east', EAST)]).lock;
    expect(merge(before, swapped)).toMatchObject({ lock: before, codes: ['error LCK031', 'error LCK031'] });
  });

  test('is rejected where that one was not asked', () => {
    expect(merge(undefined, [root('west', EAST)])).toMatchObject({ lock: { meshes: {} }, codes: ['error LCK031'] });
  });

  test('is a doubt where that one publishes its own', () => {
    const { lock, codes } = merge(undefined, [root('west', ca('east')), root('east', EAST)]);
    expect([Object.keys(lock.meshes), codes]).toEqual([['east', 'west'], ['warning LCK025']]);
  });

  test.each([{ customCA: true }, { commonRoot: 'corp' }, { trustDomain: 'east.local' }])(
    'is none where the topology says %j',
    (own) => {
      const { codes } = merge(undefined, [root('west', EAST)], { scope: scopeOf({ west: own, east: {} }) });
      expect(codes).toEqual([]);
    },
  );
});

describe('one root in two meshes', () => {
  const shared = makeCertificate({ organization: 'corp' });
  const corp = { commonRoot: 'corp' };
  const scope = scopeOf({ west: corp, east: corp });

  test('is rejected, as one cluster was asked twice; its addresses are too', () => {
    const before = merge(undefined, [root('east', EAST), at('east', { addresses: ['203.0.113.9'] })]).lock;
    const { lock, codes, issues } = merge(before, [root('west', WEST), root('east', WEST), at('west'), at('east')]);
    expect(codes.filter((code) => code.startsWith('error'))).toEqual(['error LCK027']);
    expect(inFull(issues).at(-1)).toBe(
      'error LCK027 meshes.west: meshes "east", "west" have the same root certificate F; the lock keeps what it has of them; check whether the kubeconfig contexts refer to different clusters; write the same "commonRoot:" for these meshes if they share the certificate on purpose',
    );
    expect(lock).toEqual(before);
  });

  test('is rejected as well where two are swapped that do not tell whose they are', () => {
    const [west, east] = [makeCertificate({ organization: 'a' }), makeCertificate({ organization: 'b' })];
    const options = { scope: scopeOf({ west: { customCA: true }, east: { customCA: true } }) };
    const before = merge(undefined, [root('west', west), root('east', east)], options).lock;
    const swapped = [root('west', east), root('east', west), at('west'), at('east')];
    const { lock, codes } = merge(before, swapped, options);
    expect(codes).toEqual(['error LCK027', 'error LCK027']);
    expect(lock).toEqual(before);
  });

  test('is rejected where they were swapped before, with how to get out of it', () => {
    const options = { scope: scopeOf({ west: { customCA: true }, east: { customCA: true } }) };
    const right = [root('west', WEST), root('east', EAST)];
    const swapped = merge(undefined, [root('west', EAST), root('east', WEST)], options).lock;
    const { lock, issues } = merge(swapped, right, options);
    expect(lock).toEqual(swapped);
    expect(issues[0]?.fix).toContain(
      '; if they do, an earlier fetch mistook them for each other: run "ossm-fed fetch --drop-old"; write',
    );
    expect(merge(swapped, right, { ...options, dropOld: true })).toMatchObject({ codes: [], lock: { meshes: {} } });
    expect(rootsIn(merge(swapped, right, { ...options, dropOld: true }).lock, 'west')).toEqual([fingerprint(WEST)]);
  });

  test('is taken where the topology says so', () => {
    const { lock, codes } = merge(undefined, [root('west', shared), root('east', shared)], { scope });
    expect(codes).toEqual([]);
    expect(rootsIn(lock, 'west')).toEqual(rootsIn(lock, 'east'));
  });

  test('is rejected where the topology says it of one mesh, or of others', () => {
    for (const east of [{ customCA: true }, { commonRoot: 'other' }]) {
      const { codes } = merge(undefined, [root('west', shared), root('east', shared)], {
        scope: scopeOf({ west: corp, east }),
      });
      expect(codes).toEqual(['error LCK027']);
    }
  });

  test('is missed where the topology says so', () => {
    const { codes, issues } = merge(undefined, [root('west', WEST), root('east', EAST)], { scope });
    expect(codes).toEqual(['warning LCK028']);
    expect(inFull(issues)).toEqual([
      'warning LCK028 meshes.east.commonRoot: meshes "west" and "east" have no root certificate in common, although both have "commonRoot: corp"; give the meshes the same root certificate, or give each mesh a "commonRoot" of its own',
    ]);
  });
});

describe('the addresses of a gateway', () => {
  const before = merge(undefined, [at('west')]).lock;

  test('replace those before, each once and sorted', () => {
    const found = { addresses: ['b.example.org', '198.51.100.1', 'b.example.org'], ports: { service: 31443 } };
    const { lock, changes } = merge(before, [at('west', found)]);
    expect(gatewaysOf(lock, 'west').in).toEqual({
      addresses: ['198.51.100.1', 'b.example.org'],
      ports: { discovery: 8188, service: 31443 },
    });
    expect(texts(changes)).toEqual([
      'west: address of gateway in was 203.0.113.7, is 198.51.100.1, b.example.org (ports: discovery 8188, service 31443)',
    ]);
  });

  const neither = 'neither an IP address nor a DNS name';
  const many = (count: number) => Array.from({ length: count }, (_, i) => `10.0.0.${i}`);

  test.each<readonly [string, Found, string]>([
    ['none', { addresses: [] }, 'no address'],
    ['null', { addresses: ['null'] }, '"null": DNS name without a dot'],
    ['a URL', { addresses: ['https://gw.example.org'] }, `"https://gw.example.org": ${neither}`],
    ['an empty text', { addresses: [''] }, `"": ${neither}`],
    ['a name that YAML could take for more', { addresses: ['a.b\n- c.d'] }, `"a.b\\n- c.d": ${neither}`],
    ['a mistyped IP address', { addresses: ['10.0.0.256'] }, `"10.0.0.256": ${neither}`],
    ['an IP address with a zone', { addresses: ['fe80::1%eth0'] }, '"fe80::1%eth0": IPv6 address with a zone'],
    ['a long text', { addresses: ['x '.repeat(50)] }, `"${'x '.repeat(40)}": ${neither}`],
    ['too many', { addresses: many(65) }, 'too many addresses: 65, maximum 64'],
    [
      'several',
      { addresses: ['a', 'b', 'c', 'd'] },
      ['a', 'b', 'c'].map((name) => `"${name}": DNS name without a dot`).join('; '),
    ],
    ['no port', { ports: { service: 0 } }, 'invalid port service 0'],
    ['a port below all ports', { ports: { service: -1 } }, 'invalid port service -1'],
    ['a port beyond all ports', { ports: { discovery: 65536 } }, 'invalid port discovery 65536'],
    ['half a port', { ports: { discovery: 1.5 } }, 'invalid port discovery 1.5'],
  ])('are rejected, and the lock keeps what it had: %s', (_, found, faults) => {
    const { lock, issues } = merge(before, [at('west', found), root('west', WEST)]);
    expect(inFull(issues)).toEqual([
      `error LCK030 meshes.west: the address of gateway "in" of mesh "west" is invalid: ${faults}; check the status of its Service, or write "addresses" of its ingress in the topology`,
    ]);
    expect(gatewaysOf(lock, 'west').in).toEqual(GATEWAY);
    expect(rootsIn(lock, 'west')).toHaveLength(1);
  });

  test('may be 64, and ports from 1 to 65535', () => {
    const found = { addresses: many(64), ports: { discovery: 1, service: 65535 } };
    const { lock, issues } = merge(before, [at('west', found)]);
    expect(issues).toEqual([]);
    expect(gatewaysOf(lock, 'west').in).toEqual({ ...found, addresses: [...found.addresses].sort() });
    expect(readLock(lockText(lock, KINDS), KINDS)).toMatchObject({ lock, issues: [] });
  });

  test('are the same in any order', () => {
    const [one, other] = ['198.51.100.1', 'b.example.org'];
    const first = merge(undefined, [at('west', { addresses: [one, other] })]).lock;
    const unsorted = {
      meshes: { west: { gateways: { in: { addresses: [other, one], ports: { service: 15443, discovery: 8188 } } } } },
    };
    expect(merge(unsorted, [at('west', { addresses: [one, other] })]).changes).toEqual([]);
    expect(merge(first, [at('west', { addresses: [one] })]).changes).toEqual([
      {
        kind: 'gateway-changed',
        mesh: 'west',
        gateway: 'in',
        before: { addresses: [one, other], ports: PORTS },
        after: { addresses: [one], ports: PORTS },
        text: 'west: address of gateway in was 198.51.100.1, b.example.org, is 198.51.100.1',
      },
    ]);
  });
});

describe('what the federation no longer needs from the lock', () => {
  const { lock } = merge(undefined, [root('west', WEST), at('west'), at('west', {}, 'other'), root('east', EAST)]);
  const scope = { ...scopeOf({ west: {} }), facts: [addressFact('west', 'in')] };

  test('is dropped where all clusters were asked', () => {
    const { lock: after, changes } = merge(lock, [], { scope, whole: true });
    expect(after).toEqual({ meshes: { west: { gateways: { in: GATEWAY } } } });
    expect(texts(changes)).toEqual([
      'east: root certificate F is dropped',
      'west: root certificate F is dropped',
      'west: address of gateway other, 203.0.113.7, is dropped',
    ]);
  });

  test('stays where some were', () => {
    expect(merge(lock, [], { scope }).changes).toEqual([]);
  });
});

test('of more retired certificates than there is room for, those that are valid longest are kept', () => {
  const ending = (year: number) => ca('west', { notAfter: new Date(`${year}-01-01T00:00:00Z`) });
  const old = Array.from({ length: 64 }, (_, i) => ending(2030 + ((i * 7) % 64)));
  const lock = old.reduce((known: Lock | undefined, pem) => merge(known, [root('west', pem)]).lock, undefined);
  const kept = rootsOf(merge(lock, [root('west', WEST + NEXT)]).lock, 'west');
  expect(kept.map(({ retired }) => retired)).toEqual([undefined, undefined, ...Array.from({ length: 62 }, () => true)]);
  expect(
    kept
      .slice(2)
      .map(({ notAfter }) => Number(notAfter.slice(0, 4)))
      .sort()[0],
  ).toBe(2032);
});

test('the readings may come in any order', () => {
  const readings = [root('west', WEST), at('west'), at('west', {}, 'other'), root('east', EAST), at('east')];
  expect(merge(undefined, [...readings].reverse())).toEqual(merge(undefined, readings));
});

test('a mesh and a gateway may be called what every object has', () => {
  const { lock, changes } = merge({ meshes: {} }, [root('constructor', WEST), at('constructor', {}, 'constructor')]);
  expect(texts(changes)).toEqual([
    'constructor: root certificate F is new',
    'constructor: address of gateway constructor is 203.0.113.7',
  ]);
  const named = merge(lock, [at('constructor', {}, 'in')]);
  expect(texts(named.changes)).toEqual(['constructor: address of gateway in is 203.0.113.7']);
  const without = merge({ meshes: { west: {} } }, [at('west', {}, 'constructor')]);
  expect(texts(without.changes)).toEqual(['west: address of gateway constructor is 203.0.113.7']);
});
