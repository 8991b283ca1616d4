import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeKey } from './harness/certificates';
import { startedFleet } from './harness/fleet';
import { expectHarmless, secretLines } from './harness/place';
import { RenewedMeshes } from './harness/renewed';

const fleet = startedFleet();
const fixture = new RenewedMeshes(fleet, 'torn');
beforeAll(() => fixture.make());

const NOBODY = { server: 'https://127.0.0.1:1' };
/** What a command did not do. */
const OUTCOMES: { readonly [command: string]: string } = { fetch: 'fetched', inject: 'changed', synth: 'written' };
/** No command goes on with a lock that it cannot use, "fetch" neither. */
const RESTORE = 'restore the committed file, or remove it and run "ossm-fed fetch"';
const KEY = makeKey();

/** Lists of lists, each twice in the next: written out they would have 67 million items. */
const BOMB = [...'bcdefghijklmnopqrstuvwxyz'].reduce(
  (text, name, i) =>
    `${text}${name}: &${name} [*${'abcdefghijklmnopqrstuvwxy'[i]}, *${'abcdefghijklmnopqrstuvwxy'[i]}]\n`,
  'a: &a [x, x]\n',
);

/** A lock that was edited: how, its text made of the good one, and what is told of it. */
type Edit = readonly [string, (text: string) => string, string];

const EDITS: readonly Edit[] = [
  ['nothing', () => '', `1:1: error LCK002: the lock is empty\n  fix: ${RESTORE}`],
  [
    'merge conflict markers',
    (text) => text.replace('meshes:\n', '<<<<<<< HEAD\nmeshes:\n=======\nmeshes: {}\n>>>>>>> theirs\n'),
    '11:1: error LCK002: the lock has unresolved merge conflict markers\n  fix: restore the file of either side, then run "ossm-fed fetch"',
  ],
  [
    'two documents',
    (text) => `${text}---\n${text}`,
    `1:1: error LCK002: the lock has 2 documents instead of one\n  fix: ${RESTORE}`,
  ],
  ['its first half', (text) => text.slice(0, text.length / 2), ': error LCK0'],
  [
    'bytes',
    () => '\u0000\u0001\u0002\ufffd',
    `1:1: error LCK001: cannot read the lock: not UTF-8: invalid byte 0x00 at offset 0 (line 1, column 1)\n  fix: ${RESTORE}`,
  ],
  [
    'aliases of aliases',
    () => `${BOMB}meshes: *z\n`,
    '1:1: error LCK002: the lock is invalid YAML: Excessive alias count',
  ],
  ['a list of meshes', () => 'meshes: []\n', `1:9: error LCK004: expected a map, found a list\n  fix: ${RESTORE}`],
  [
    'a key with a letter less',
    (text) => text.replace('gateways:', 'gateway:'),
    ': error LCK003: unknown key "gateway"\n  fix: write "gateways"',
  ],
  [
    'another fingerprint',
    (text) => text.replace(/fingerprint: ../, 'fingerprint: ZZ'),
    '14:22: error LCK009: "fingerprint" is not that of the certificate, ',
  ],
  [
    'the certificate of another mesh',
    (text) => {
      const [first = '', second = ''] = text.match(/pem: \|\n(?: {10}.*\n)+/g) ?? [];
      return text.replace(first, second);
    },
    '14:22: error LCK009: "fingerprint" is not that of the certificate, ',
  ],
  [
    'an HTML page for a certificate',
    (text) => text.replace(/pem: \|\n(?: {10}.*\n)+/, 'pem: |\n          <html>secret page</html>\n'),
    `18:14: error LCK008: the text is an HTML page instead of a certificate, such as the answer of a proxy or a login page\n  fix: ${RESTORE}`,
  ],
  [
    'null for addresses',
    (text) => text.replace(/addresses:\n +- .*\n/, 'addresses: null\n'),
    `: error LCK004: expected a list, found null\n  fix: ${RESTORE}`,
  ],
  [
    'a URL for an address',
    (text) => text.replace(/- gateway-0\S*/, '- https://gateway.test/'),
    `: error LCK006: invalid address "https://gateway.test/": neither an IP address nor a DNS name\n  fix: ${RESTORE}`,
  ],
  [
    'a private key',
    (text) => text + KEY.replaceAll(/^/gm, '# '),
    `: error LCK007: the lock has a private key\n  fix: remove it and replace it where it is used, because it is compromised; then ${RESTORE}`,
  ],
];

describe('a lock that was edited into nonsense', () => {
  test.each(EDITS)('and holds %s is refused by every command, and left as it is', async (_, edit, expected) => {
    const text = edit(fixture.oldText);
    expect(text).not.toBe(fixture.oldText);
    const place = fixture.placeWithLock(text);
    const config = fixture.kubeconfig({ rosa: NOBODY, aro: NOBODY, rog: NOBODY });
    const before = place.files();
    const commands = [['fetch'], ['fetch', '--check'], ['inject'], ['synth']];
    const results = await Promise.all(commands.map((args) => place.run(args, config)));
    for (const [i, { code, stdout, stderr }] of results.entries()) {
      expect([code, stdout]).toEqual([/error LCK00[12]/.test(stderr) ? 3 : 1, '']);
      expect(stderr.split('\n  fix: ')[0]).toMatch(/^federation\.lock\.yaml:\d+:\d+: error LCK\d+: [^\n]+$/);
      expect(stderr).toContain(expected);
      expect(stderr).toMatch(new RegExp(`\\n\\d+ problems?; nothing was ${OUTCOMES[commands[i]?.[0] ?? '']}\\n$`));
      expectHarmless(stdout + stderr, [...secretLines(KEY), 'secret page']);
    }
    expect([place.lockText(), place.files()]).toEqual([text, before]);
  });

  test('is made anew where it was removed, as told', async () => {
    const place = fixture.placeWithLock('nonsense: [');
    expect((await place.run(['fetch'], fixture.kubeconfig())).code).toBe(3);
    rmSync(join(place.directory, 'federation.lock.yaml'));
    expect((await place.run(['fetch'], fixture.kubeconfig())).code).toBe(0);
    expect(Object.keys(place.lock().meshes)).toEqual(['torn-aro', 'torn-rog', 'torn-rosa']);
  });

  test('is told where it is no file at all', async () => {
    const place = fixture.placeWithLock(undefined);
    mkdirSync(join(place.directory, 'federation.lock.yaml'));
    const { code, stderr } = await place.run(['fetch'], fixture.kubeconfig());
    expect([code, stderr]).toEqual([
      3,
      'federation.lock.yaml: error LCK001: cannot read the lock: it is not a file\n' +
        '  fix: fix the permissions of the file and its directory, or move it away\n' +
        '1 problem; nothing was fetched\n',
    ]);
    writeFileSync(join(place.directory, 'federation.lock.yaml', 'x'), '');
  });
});
