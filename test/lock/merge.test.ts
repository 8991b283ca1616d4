import { X509Certificate } from 'node:crypto';
import { changeText, type LockChange } from '../../lib/lock/change';
import { type MergeOptions, mergeReadings } from '../../lib/lock/merge';
import type { Lock, LockedGateway, Reading } from '../../lib/lock/model';
import { readLock } from '../../lib/lock/read';
import type { LockScope, MeshScope } from '../../lib/lock/scope';
import { lockText } from '../../lib/lock/text';
import { makeCertificate, makePrivateKey } from '../helpers/make-certificate';

const NOW = new Date('2026-06-01T12:00:00Z');
const GATEWAY: LockedGateway = { addresses: ['203.0.113.7'], servicePort: 15443, discoveryPort: 8188 };

function scopeOf(meshes: { readonly [mesh: string]: Partial<MeshScope> } = { west: {}, east: {} }): LockScope {
  const entries = Object.entries(meshes).map(([name, own]) => [
    name,
    { trustDomain: `${name}.local`, customCA: false, needsRoot: true, gateways: ['in'], ...own },
  ]);
  return { meshes: Object.fromEntries(entries) as LockScope['meshes'] };
}

function merge(lock: Lock | undefined, readings: readonly Reading[], options: Partial<MergeOptions> = {}) {
  const { issues, changes, ...rest } = mergeReadings(lock, readings, { scope: scopeOf(), now: NOW, ...options });
  return { ...rest, issues, changes, codes: issues.map(({ code, level = 'error' }) => `${level} ${code}`) };
}

const root = (mesh: string, pem: string): Reading => ({ kind: 'root', mesh, pem });
const at = (mesh: string, found: Partial<LockedGateway> = {}, gateway = 'in'): Reading => ({
  kind: 'address',
  mesh,
  gateway,
  found: { ...GATEWAY, ...found },
});
const ca = (mesh: string, options = {}) => makeCertificate({ organization: `${mesh}.local`, ...options });
const fingerprint = (pem: string) => new X509Certificate(pem).fingerprint256;
const texts = (changes: readonly LockChange[]) =>
  changes.map((change) => changeText(change).replace(/([0-9A-F]{2}:){8}…/, 'F'));

/** The roots of a mesh, the retired ones marked. */
function rootsIn(lock: Lock, mesh: string): readonly string[] {
  return (lock.meshes[mesh]?.roots ?? []).map(({ pem, retired }) => `${retired ? 'old ' : ''}${fingerprint(pem)}`);
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
      'east: the root F is new',
      'west: the root F is new',
      'west: the address of in is 203.0.113.7',
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
      'west: the root F is new',
      'west: the root F is no longer shown; it stays trusted until "ossm-fed fetch --drop-old"',
    ]);
    expect(during.codes).toEqual([]);
  });

  test('is no change while the old one is kept', () => {
    expect(merge(during.lock, [root('west', NEXT), at('west')]).changes).toEqual([]);
  });

  test('ends with dropOld', () => {
    const after = merge(during.lock, [root('west', NEXT)], { dropOld: true });
    expect(rootsIn(after.lock, 'west')).toEqual([fingerprint(NEXT)]);
    expect(texts(after.changes)).toEqual(['west: the root F is dropped']);
  });

  test('does not end where the mesh could not be asked, or shows nothing of use', () => {
    expect(merge(during.lock, [at('west')], { dropOld: true }).changes).toEqual([]);
    expect(merge(during.lock, [root('west', '')], { dropOld: true }).changes).toEqual([]);
  });

  test('is undone where the old one is shown again', () => {
    const back = merge(during.lock, [root('west', WEST)]);
    expect(rootsIn(back.lock, 'west')).toEqual([fingerprint(WEST), `old ${fingerprint(NEXT)}`]);
    expect(texts(back.changes)).toEqual([
      'west: the root F is shown again',
      'west: the root F is no longer shown; it stays trusted until "ossm-fed fetch --drop-old"',
    ]);
  });

  test('may show both at once', () => {
    const both = merge(before, [root('west', NEXT + WEST)]);
    expect(rootsIn(both.lock, 'west')).toEqual([fingerprint(WEST), fingerprint(NEXT)].sort());
    expect(texts(both.changes)).toEqual(['west: the root F is new']);
  });

  test('goes on where nobody ever drops an old one', () => {
    const shown = Array.from({ length: 70 }, () => ca('west'));
    const lock = shown.reduce((known: Lock | undefined, pem) => merge(known, [root('west', pem)]).lock, undefined);
    const last = fingerprint(shown.at(-1) ?? '');
    expect(lock?.meshes.west?.roots).toHaveLength(64);
    expect(lock?.meshes.west?.roots[0]?.fingerprint).toBe(last);
    expect(readLock(lockText(lock ?? { meshes: {} })).issues).toEqual([]);
  });

  test('tells an old one that has expired, and drops it only when it is told to', () => {
    const old = ca('west', { notAfter: new Date('2026-06-15T00:00:00Z') });
    const kept = merge(merge(undefined, [root('west', old)]).lock, [root('west', NEXT)]).lock;
    const later = { now: new Date('2026-07-01T00:00:00Z') };
    const told = merge(kept, [root('west', NEXT)], later);
    expect(told.codes).toEqual(['warning LCK029']);
    expect(told.changes).toEqual([]);
    expect(merge(kept, [root('west', NEXT)], { ...later, dropOld: true }).codes).toEqual([]);
  });
});

describe('a text that is no root certificate', () => {
  const before = merge(undefined, [root('west', WEST), at('west')]).lock;

  test.each([
    ['an empty one', '', 'LCK020', 'the text is empty'],
    ['blanks', ' \n\n', 'LCK020', 'the text is empty'],
    ['an HTML page', '<!DOCTYPE html>\n<html><body>Sign in</body></html>', 'LCK020', 'the text is an HTML page'],
    ['an HTML page without a type', '\n<html>', 'LCK020', 'the text is an HTML page'],
    ['null', 'null', 'LCK020', 'the text holds no certificate in PEM form'],
    ['a certificate that is cut off', WEST.slice(0, -40), 'LCK020', 'the text holds no certificate in PEM form'],
    ['one on a single line', JSON.stringify(WEST), 'LCK020', 'joined by a backslash and an "n"'],
    ['a certificate and more', `${WEST}more\n`, 'LCK020', 'the text holds more than certificates in PEM form'],
    [
      'a certificate of a workload',
      ca('west', { ca: false }),
      'LCK020',
      'the certificate of "O=west.local" is not one',
    ],
    ['a broken certificate', WEST.replace(/M/g, 'N'), 'LCK020', 'a certificate cannot be parsed'],
    [
      'the name of a key',
      makeCertificate({ organization: 'A PRIVATE KEY' }),
      'LCK020',
      'a certificate cannot be parsed',
    ],
    ['a name with commands', ca('\u009b2J', { ca: false }), 'LCK020', 'the certificate of "O=?2J.local" is not one'],
    ['too many certificates', Array.from({ length: 17 }, () => ca('west')).join(''), 'LCK020', '17 certificates'],
    ['a text without an end', `${WEST}${'\n'.repeat(70_000)}`, 'LCK020', 'characters, more than 65536'],
    ['a private key', makePrivateKey(), 'LCK021', 'the mesh "west" shows a private key'],
    ['a private key behind it', WEST + makePrivateKey(), 'LCK021', 'the mesh "west" shows a private key'],
  ])('is refused, and the lock keeps what it had: %s', (_, pem, code, message) => {
    const { lock, changes, issues } = merge(before, [root('west', pem), at('west', { addresses: ['203.0.113.8'] })]);
    expect(issues.map((issue) => issue.code)).toEqual([code]);
    expect(issues[0]?.path).toEqual(['meshes', 'west']);
    expect(issues[0]?.message).toContain(message);
    expect(lock.meshes.west?.roots).toEqual(before.meshes.west?.roots);
    expect(texts(changes)).toEqual(['west: the address of in was 203.0.113.7, is 203.0.113.8']);
  });

  test('never shows in what is told of it', () => {
    const secret = makePrivateKey();
    const body = secret.split('\n')[1] ?? '';
    const { issues, changes } = merge(before, [root('west', WEST + secret), root('east', `<html>${body}`)]);
    expect(JSON.stringify([issues, changes])).not.toContain(body);
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
    ['long before its end', '2026-07-01T12:00:00Z', []],
    ['29 days before its end', '2026-06-30T12:00:00Z', ['warning LCK023']],
    ['a second before its end', '2026-06-01T12:00:01Z', ['warning LCK023']],
  ])('%s', (_, date, codes) => {
    const merged = merge(undefined, [root('west', until(date))]);
    expect(merged.codes).toEqual(codes);
    expect(rootsIn(merged.lock, 'west')).toHaveLength(1);
  });

  test('has ended: it is refused, and the lock keeps what it had', () => {
    const before = merge(undefined, [root('west', WEST)]).lock;
    const { lock, issues } = merge(before, [root('west', until('2026-06-01T12:00:00Z'))]);
    expect(lock).toEqual(before);
    expect(issues.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'LCK022 the root certificate of the mesh "west" expired on 2026-06-01',
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

describe('the subject of a root', () => {
  const foreign = makeCertificate({ organization: 'cluster.local' });
  const codesWith = (pem: string, own: Partial<MeshScope> = {}) =>
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

  test('is the issuer of one of a chain', () => {
    const intermediate = ca('west', { issuer: 'corp' });
    expect(codesWith(intermediate, { customCA: true })).toEqual(['warning LCK026']);
    expect(codesWith(intermediate + makeCertificate({ organization: 'corp' }), { customCA: true })).toEqual([]);
  });
});

describe('a root of the trust domain of another mesh', () => {
  test('is refused where that one shows none of its own: the two are swapped', () => {
    const swapped = [root('west', EAST), root('east', WEST), at('west'), at('east')];
    const first = merge(undefined, swapped);
    expect([first.lock, first.codes]).toEqual([{ meshes: {} }, ['error LCK031', 'error LCK031']]);
    expect(first.issues[0]?.message).toBe(
      'the cluster that was asked for the mesh "east" shows a root of the trust domain of "west"; the lock keeps what it had of "east"',
    );
    const before = merge(undefined, [root('west', WEST), root('east', EAST)]).lock;
    expect(merge(before, swapped)).toMatchObject({ lock: before, codes: ['error LCK031', 'error LCK031'] });
  });

  test('is refused where that one was not asked', () => {
    expect(merge(undefined, [root('west', EAST)])).toMatchObject({ lock: { meshes: {} }, codes: ['error LCK031'] });
  });

  test('is a doubt where that one shows its own', () => {
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

  test('is refused, as one cluster was asked twice; its addresses are too', () => {
    const before = merge(undefined, [root('east', EAST), at('east', { addresses: ['203.0.113.9'] })]).lock;
    const { lock, codes, issues } = merge(before, [root('west', WEST), root('east', WEST), at('west'), at('east')]);
    expect(codes.filter((code) => code.startsWith('error'))).toEqual(['error LCK027']);
    expect(issues.find(({ code }) => code === 'LCK027')?.message).toMatch(
      /^the meshes "east", "west" show the same root .*; the lock keeps what it had of them$/,
    );
    expect(lock).toEqual(before);
  });

  test('is refused as well where two are swapped that do not tell whose they are', () => {
    const [west, east] = [makeCertificate({ organization: 'a' }), makeCertificate({ organization: 'b' })];
    const options = { scope: scopeOf({ west: { customCA: true }, east: { customCA: true } }) };
    const before = merge(undefined, [root('west', west), root('east', east)], options).lock;
    const swapped = [root('west', east), root('east', west), at('west'), at('east')];
    const { lock, codes } = merge(before, swapped, options);
    expect(codes).toEqual(['error LCK027', 'error LCK027']);
    expect(lock).toEqual(before);
  });

  test('is refused where they were swapped before, with how to get out of it', () => {
    const options = { scope: scopeOf({ west: { customCA: true }, east: { customCA: true } }) };
    const right = [root('west', WEST), root('east', EAST)];
    const swapped = merge(undefined, [root('west', EAST), root('east', WEST)], options).lock;
    const { lock, issues } = merge(swapped, right, options);
    expect(lock).toEqual(swapped);
    expect(issues[0]?.fix).toContain(
      'where they do, an earlier fetch mistook them, so run "ossm-fed fetch --drop-old"',
    );
    expect(merge(swapped, right, { ...options, dropOld: true })).toMatchObject({ codes: [], lock: { meshes: {} } });
    expect(rootsIn(merge(swapped, right, { ...options, dropOld: true }).lock, 'west')).toEqual([fingerprint(WEST)]);
  });

  test('is taken where the topology says so', () => {
    const { lock, codes } = merge(undefined, [root('west', shared), root('east', shared)], { scope });
    expect(codes).toEqual([]);
    expect(rootsIn(lock, 'west')).toEqual(rootsIn(lock, 'east'));
  });

  test('is refused where the topology says it of one mesh, or of others', () => {
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
    expect(issues[0]?.path).toEqual(['meshes', 'east', 'commonRoot']);
  });
});

describe('the addresses of a gateway', () => {
  const before = merge(undefined, [at('west')]).lock;

  test('replace those before, each once and sorted', () => {
    const found = { addresses: ['b.example.org', '198.51.100.1', 'b.example.org'], servicePort: 31443 };
    const { lock, changes } = merge(before, [at('west', found)]);
    expect(lock.meshes.west?.gateways.in).toEqual({
      addresses: ['198.51.100.1', 'b.example.org'],
      servicePort: 31443,
      discoveryPort: 8188,
    });
    expect(texts(changes)).toEqual([
      'west: the address of in was 203.0.113.7, is 198.51.100.1, b.example.org (ports 31443 and 8188)',
    ]);
  });

  test.each([
    ['none', { addresses: [] }, 'it has none'],
    ['null', { addresses: ['null'] }, '"null": it is a DNS name without a dot'],
    ['a URL', { addresses: ['https://gw.example.org'] }, 'it is neither an IP address nor a DNS name'],
    ['an empty text', { addresses: [''] }, '"": it is neither'],
    ['a name that YAML could take for more', { addresses: ['a.b\n- c.d'] }, 'it is neither'],
    ['a mistyped IP address', { addresses: ['10.0.0.256'] }, 'it is neither'],
    ['an IP address with a zone', { addresses: ['fe80::1%eth0'] }, 'it has a zone'],
    ['too many', { addresses: Array.from({ length: 65 }, (_, i) => `10.0.0.${i}`) }, 'it has 65, more than 64'],
    ['no port', { servicePort: 0 }, 'the port 0 is none'],
    ['a port beyond all ports', { discoveryPort: 65536 }, 'the port 65536 is none'],
    ['half a port', { discoveryPort: 1.5 }, 'the port 1.5 is none'],
  ])('are refused, and the lock keeps what it had: %s', (_, found, message) => {
    const { lock, issues } = merge(before, [at('west', found), root('west', WEST)]);
    expect(issues.map(({ code }) => code)).toEqual(['LCK030']);
    expect(issues[0]?.message).toContain(message);
    expect(lock.meshes.west?.gateways.in).toEqual(GATEWAY);
    expect(rootsIn(lock, 'west')).toHaveLength(1);
  });
});

describe('what the federation no longer takes from the lock', () => {
  const { lock } = merge(undefined, [root('west', WEST), at('west'), at('west', {}, 'other'), root('east', EAST)]);
  const scope = scopeOf({ west: { needsRoot: false } });

  test('is dropped where all clusters were asked', () => {
    const { lock: after, changes } = merge(lock, [], { scope, whole: true });
    expect(after).toEqual({ meshes: { west: { roots: [], gateways: { in: GATEWAY } } } });
    expect(texts(changes)).toEqual([
      'east: the root F is dropped',
      'west: the root F is dropped',
      'west: the address of other, 203.0.113.7, is dropped',
    ]);
  });

  test('stays where some were', () => {
    expect(merge(lock, [], { scope }).changes).toEqual([]);
  });
});

test('the readings may come in any order', () => {
  const readings = [root('west', WEST), at('west'), at('west', {}, 'other'), root('east', EAST), at('east')];
  expect(merge(undefined, [...readings].reverse())).toEqual(merge(undefined, readings));
});

test('a mesh and a gateway may be called what every object has', () => {
  const { lock, changes } = merge({ meshes: {} }, [root('constructor', WEST), at('constructor', {}, 'constructor')]);
  expect(texts(changes)).toEqual([
    'constructor: the root F is new',
    'constructor: the address of constructor is 203.0.113.7',
  ]);
  const named = merge(lock, [at('constructor', {}, 'in')]);
  expect(texts(named.changes)).toEqual(['constructor: the address of in is 203.0.113.7']);
  const without = merge({ meshes: { west: { roots: [], gateways: {} } } }, [at('west', {}, 'constructor')]);
  expect(texts(without.changes)).toEqual(['west: the address of constructor is 203.0.113.7']);
});
