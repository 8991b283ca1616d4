import { X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import type { Reading } from '../../lib/facts/model';
import { mergeReadings } from '../../lib/lock/merge';
import type { Lock } from '../../lib/lock/model';
import { readLock as read } from '../../lib/lock/read';
import { lockText as textOf } from '../../lib/lock/text';
import { addressOf, addressReading, KINDS, lockFrom, rootReading, rootsOf } from '../helpers/facts';
import { makeCertificate, makePrivateKey } from '../helpers/make-certificate';

const NOW = new Date('2026-06-01T12:00:00Z');
const WEST = makeCertificate({ organization: 'west.local' });
const EAST = makeCertificate({ organization: 'east.local' });
const OLD = makeCertificate({ organization: 'east.local', notAfter: new Date('2030-01-01T00:00:00Z') });

const lockOf = (readings: readonly Reading[], before?: Lock) => lockFrom(readings, NOW, before);
const readLock = (text: string) => read(text, KINDS);
const lockText = (lock: Lock) => textOf(lock, KINDS);

const GATEWAY = addressOf(['203.0.113.7', 'gw.example.org']);
const LOCK = lockOf(
  [rootReading('west', WEST), rootReading('east', EAST), addressReading('west', 'east-ingress', GATEWAY)],
  lockOf([rootReading('east', OLD)]),
);
const TEXT = lockText(LOCK);

/** The problems of a text, each as one line such as `3:7 LCK004`. */
function problemsOf(text: string): readonly string[] {
  const { lock, issues, locate } = readLock(text);
  expect(lock === undefined).toBe(issues.length > 0);
  return issues.map((issue) => {
    const { line, column } = locate(issue);
    return `${line}:${column} ${issue.code} ${issue.message}`;
  });
}

describe('the text of a lock', () => {
  test('says what it is, is sorted, and is read back as it was', () => {
    const lines = TEXT.split('\n').filter((line) => !/^ {10}\S/.test(line) || /- |^ {10}\w+: /.test(line));
    const fingerprint = (pem: string) => new X509Certificate(pem).fingerprint256;
    expect(lines).toEqual([
      '# Values that "ossm-fed fetch" read from running clusters: root certificates, and addresses of gateways.',
      '# Nothing in it is secret. Commit it, and review its changes as changes of what is trusted.',
      'version: 2',
      'meshes:',
      '  east:',
      '    roots:',
      `      - fingerprint: ${fingerprint(EAST)}`,
      '        subject: O=east.local',
      '        notBefore: "2024-01-01T00:00:00Z"',
      '        notAfter: "2044-01-01T00:00:00Z"',
      '        pem: |',
      `      - fingerprint: ${fingerprint(OLD)}`,
      '        subject: O=east.local',
      '        notBefore: "2024-01-01T00:00:00Z"',
      '        notAfter: "2030-01-01T00:00:00Z"',
      '        retired: true',
      '        pem: |',
      '    gateways: {}',
      '  west:',
      '    roots:',
      `      - fingerprint: ${fingerprint(WEST)}`,
      '        subject: O=west.local',
      '        notBefore: "2024-01-01T00:00:00Z"',
      '        notAfter: "2044-01-01T00:00:00Z"',
      '        pem: |',
      '    gateways:',
      '      east-ingress:',
      '        addresses:',
      '          - 203.0.113.7',
      '          - gw.example.org',
      '        ports:',
      '          discovery: 8188',
      '          service: 15443',
      '',
    ]);
    expect(readLock(TEXT).lock).toEqual(LOCK);
  });

  test('is the same whatever the order of its maps', () => {
    expect(lockText({ meshes: Object.fromEntries(Object.entries(LOCK.meshes).reverse()) })).toBe(TEXT);
  });

  test('may be of nothing', () => {
    expect(readLock(lockText({ meshes: {} })).lock).toEqual({ meshes: {} });
  });

  test('is read with the line ends of Windows as well', () => {
    expect(readLock(TEXT.replaceAll('\n', '\r\n')).lock).toEqual(LOCK);
  });

  test('holds names that YAML takes for something else, and any subject', () => {
    const names = fc.constantFrom('yes', 'null', '1e3', '0x1', '12', 'west', '0', 'true', '1-1');
    fc.assert(
      fc.property(names, names, fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), (mesh, gateway, name) => {
        const readings: readonly Reading[] = [
          rootReading(mesh, makeCertificate({ organization: name })),
          addressReading(mesh, gateway, GATEWAY),
        ];
        const lock = lockOf(readings);
        expect(rootsOf(lock, mesh)).toHaveLength(1);
        expect(readLock(lockText(lock))).toMatchObject({ lock, issues: [] });
      }),
      {
        examples: [
          ['yes', '1e3', 'a\nb'],
          ['12', 'no', '\u0085\u2028\0\x7f'],
          ['1-1', '0x1', '- # : "x"'],
          ['yes', 'yes', '\u00a0'],
        ],
      },
    );
  });
});

/** The text of a lock as the first format had it. */
function inFormat1(text: string): string {
  return text
    .replace('version: 2\n', '')
    .replace(
      / {8}ports:\n {10}discovery: (\d+)\n {10}service: (\d+)\n/g,
      '        servicePort: $2\n        discoveryPort: $1\n',
    );
}

describe('the format version of a lock', () => {
  test('is 1 where none is stated: the lock is read as one of the current version', () => {
    const old = inFormat1(TEXT);
    expect(old).toContain('        servicePort: 15443\n        discoveryPort: 8188\n');
    expect(old).not.toMatch(/version|ports:/);
    expect(readLock(old)).toMatchObject({ lock: LOCK, issues: [] });
    expect(lockText(readLock(old).lock ?? { meshes: {} })).toBe(TEXT);
  });

  test.each([
    [
      'a port without its key',
      /servicePort.*/,
      'port: 1',
      ['LCK003 unknown key "port"', 'LCK005 missing key "servicePort"'],
    ],
    ['a port of 0', 'servicePort: 15443', 'servicePort: 0', ['LCK006 invalid port "servicePort"']],
    ['a port of 65536', 'discoveryPort: 8188', 'discoveryPort: 65536', ['LCK006 invalid port "discoveryPort"']],
    ['a port in quotes', 'discoveryPort: 8188', 'discoveryPort: "8188"', ['LCK006 invalid port "discoveryPort"']],
    [
      'ports with names',
      /servicePort.*\n.*discoveryPort.*/,
      'ports: { service: 1 }',
      ['LCK003 unknown key "ports"', 'LCK005 missing key "servicePort"', 'LCK005 missing key "discoveryPort"'],
    ],
  ])('is 1 where none is stated, which rejects %s', (_, from, to, expected) => {
    const { lock, issues } = readLock(inFormat1(TEXT).replace(from, to));
    expect(lock).toBeUndefined();
    expect(issues.map(({ code, message }) => `${code} ${message}`)).toEqual(expected);
  });

  test('is 2, which rejects ports without a map of names', () => {
    expect(problemsOf(`version: 2\n${inFormat1(TEXT)}`).map((problem) => problem.replace(/^\S+ /, ''))).toEqual([
      'LCK003 unknown key "servicePort"',
      'LCK003 unknown key "discoveryPort"',
      'LCK005 missing key "ports"',
    ]);
  });

  const RESTORED =
    'write "version: 2" if ossm-fed wrote the rest of the file in that version, else restore the committed file';
  const NEWER = 'use the release of ossm-fed that wrote the file, or a newer one';

  test.each([
    ['3', 'unsupported lock version 3; this ossm-fed supports version 2 and older ones', NEWER],
    ['1000', 'unsupported lock version 1000; this ossm-fed supports version 2 and older ones', NEWER],
    ['1', 'invalid lock version 1', RESTORED],
    ['0', 'invalid lock version 0', RESTORED],
    ['2.5', 'invalid lock version 2.5', RESTORED],
    ['"2"', 'invalid lock version "2"', RESTORED],
    ['', 'invalid lock version null', RESTORED],
    ['[2]', 'invalid lock version [2]', RESTORED],
    [`"${'x'.repeat(100)}"`, `invalid lock version "${'x'.repeat(79)}`, RESTORED],
  ])('is rejected where it is %s, whatever else is wrong', (version, message, fix) => {
    const { lock, issues, locate } = readLock(`# a comment\nversion: ${version}\nmeshes: 7\nmore: 1\n`);
    expect(lock).toBeUndefined();
    expect(issues).toEqual([{ code: 'LCK012', path: ['version'], message, fix }]);
    expect(issues.map(locate).map(({ line }) => line)).toEqual([2]);
  });
});

describe('a lock that was edited', () => {
  /** The problems of a text in full, each with the beginning of the text at its place. */
  const inFull = (text: string) => {
    const { lock, issues, locate } = readLock(text);
    expect(lock).toBeUndefined();
    return issues.map((issue) => {
      const { line, column } = locate(issue);
      const at = text.split('\n')[line - 1]?.slice(column - 1, column + 15);
      const level = issue.level === undefined ? '' : ` ${issue.level}`;
      return `${issue.code}${level} at ${JSON.stringify(at)}: ${issue.message}; ${issue.fix}`;
    });
  };
  const print = new X509Certificate(EAST).fingerprint256;
  const other = print.replace(/^../, print.startsWith('00') ? '11' : '00');
  const line = WEST.split('\n')[1];
  const RESTORE = 'restore the committed file, or remove it and run "ossm-fed fetch"';
  const FIND_OUT = `find out who changed which of the two, then ${RESTORE}`;

  test.each<readonly [string, string | RegExp, string, readonly string[]]>([
    ['is empty', /.*/s, '', [`LCK002 at "": the lock is empty; ${RESTORE}`]],
    ['has only a comment', /.*/s, '# nothing\n', [`LCK004 at "# nothing": expected a map, found null; ${RESTORE}`]],
    ['is a string', /.*/s, 'nonsense', [`LCK004 at "nonsense": expected a map, found a string; ${RESTORE}`]],
    ['is a number', /.*/s, '7', [`LCK004 at "7": expected a map, found a number; ${RESTORE}`]],
    ['is a list', /.*/s, '- a', [`LCK004 at "- a": expected a map, found a list; ${RESTORE}`]],
    [
      'has another document',
      /$/,
      '---\nmeshes: {}\n',
      [`LCK002 at "# Values that \\"o": the lock has 2 documents instead of one; ${RESTORE}`],
    ],
    [
      'has a key twice',
      /^ {2}west:/m,
      '  east:',
      [`LCK002 at "east:": the lock is invalid YAML: duplicate key "east"; ${RESTORE}`],
    ],
    [
      'has an unknown key',
      /^meshes:/m,
      'mehses:',
      [
        'LCK003 at "mehses:": unknown key "mehses"; write "meshes"',
        `LCK005 at "version: 2": missing key "meshes"; ${RESTORE}`,
      ],
    ],
    [
      'has an unknown key in a mesh',
      /^ {4}gateways: \{\}/m,
      '    gateways: {}\n    hosts: {}',
      ['LCK003 at "hosts: {}": unknown key "hosts"; write one of "gateways", "roots"'],
    ],
    [
      'has a long unknown key',
      /^meshes:/m,
      `${'x'.repeat(100)}: 1\nmeshes:`,
      [`LCK003 at "xxxxxxxxxxxxxxxx": unknown key "${'x'.repeat(80)}"; write one of "clusters", "meshes", "version"`],
    ],
    ['lacks a key', / {8}ports:\n.*\n.*\n/, '', [`LCK005 at "addresses:": missing key "ports"; ${RESTORE}`]],
    ['lacks a kind', /^ {4}gateways: \{\}\n/m, '', [`LCK005 at "roots:": missing key "gateways"; ${RESTORE}`]],
    ['has null for meshes', /^meshes:.*/ms, 'meshes:\n', [`LCK004 at "": expected a map, found null; ${RESTORE}`]],
    [
      'has a list for a mesh',
      /^meshes:.*/ms,
      'meshes: { west: [] }',
      [`LCK004 at "[] }": expected a map, found a list; ${RESTORE}`],
    ],
    [
      'has a map for a list',
      /roots:\n(?:.*\n)*? {4}gateways/,
      'roots: {}\n    gateways',
      [`LCK004 at "{}": expected a list, found a map; ${RESTORE}`],
    ],
    [
      'has a list for gateways',
      'gateways: {}',
      'gateways: []',
      [`LCK004 at "[]": expected a map, found a list; ${RESTORE}`],
    ],
    [
      'has a string for a port',
      '15443',
      '"15443"',
      ['LCK006 at "\\"15443\\"": invalid port "service"; write a number from 1 to 65535'],
    ],
    ['has the port 0', '15443', '0', ['LCK006 at "0": invalid port "service"; write a number from 1 to 65535']],
    [
      'has the port 65536',
      '8188',
      '65536',
      ['LCK006 at "65536": invalid port "discovery"; write a number from 1 to 65535'],
    ],
    ['has half a port', '8188', '81.5', ['LCK006 at "81.5": invalid port "discovery"; write a number from 1 to 65535']],
    [
      'has null for a port',
      '8188',
      'null',
      ['LCK006 at "null": invalid port "discovery"; write a number from 1 to 65535'],
    ],
    ['has no ports', /ports:\n.*\n.*\n/, 'ports: {}\n', [`LCK006 at "{}": the map of ports is empty; ${RESTORE}`]],
    [
      'has a list of ports',
      /ports:\n.*\n.*\n/,
      'ports: [8188]\n',
      [`LCK004 at "[8188]": expected a map, found a list; ${RESTORE}`],
    ],
    [
      'has an invalid name for a port',
      'discovery:',
      'Discovery_1:',
      ['LCK006 at "Discovery_1: 818": invalid name "Discovery_1"; remove it'],
    ],
    ['has null for an address', '203.0.113.7', 'null', [`LCK004 at "null": expected a string, found null; ${RESTORE}`]],
    [
      'has a URL for an address',
      '203.0.113.7',
      'https://gw',
      [`LCK006 at "https://gw": invalid address "https://gw": neither an IP address nor a DNS name; ${RESTORE}`],
    ],
    [
      'has a name without a dot for an address',
      'gw.example.org',
      'gw',
      [`LCK006 at "gw": invalid address "gw": DNS name without a dot; ${RESTORE}`],
    ],
    [
      'has a long address',
      'gw.example.org',
      `"${'x '.repeat(100)}"`,
      [
        `LCK006 at "\\"x x x x x x x x": invalid address "${'x '.repeat(40)}": neither an IP address nor a DNS name; ${RESTORE}`,
      ],
    ],
    [
      'has no address',
      /addresses:\n.*\n.*\n/,
      'addresses: []\n',
      [`LCK006 at "[]": the list of addresses is empty; ${RESTORE}`],
    ],
    ['has a path for a name', /^ {2}west:/m, '  ../west:', ['LCK006 at "../west:": invalid name "../west"; remove it']],
    ['has an empty name', /^ {2}west:/m, '  "":', ['LCK006 at "\\"\\":": invalid name ""; remove it']],
    [
      'has a name with a hyphen at its end',
      /^ {2}west:/m,
      '  west-:',
      ['LCK006 at "west-:": invalid name "west-"; remove it'],
    ],
    [
      'has a name of 64 characters',
      /^ {2}west:/m,
      `  ${'a'.repeat(64)}:`,
      [`LCK006 at "aaaaaaaaaaaaaaaa": invalid name "${'a'.repeat(64)}"; remove it`],
    ],
    [
      'has the name of all objects',
      /^ {2}west:/m,
      '  __proto__:',
      ['LCK006 at "__proto__:": invalid name "__proto__"; remove it'],
    ],
    [
      'has another fingerprint',
      print,
      other,
      [`LCK009 at "${other.slice(0, 16)}": "fingerprint" is not that of the certificate, "${print}"; ${FIND_OUT}`],
    ],
    [
      'has another subject',
      'O=east.local',
      'O=west.local',
      [`LCK009 at "O=west.local": "subject" is not that of the certificate, "O=east.local"; ${FIND_OUT}`],
    ],
    [
      'has another beginning',
      '2024',
      '2023',
      [
        `LCK009 at "\\"2023-01-01T00:0": "notBefore" is not that of the certificate, "2024-01-01T00:00:00Z"; ${FIND_OUT}`,
      ],
    ],
    [
      'has another end',
      '2044',
      '2054',
      [
        `LCK009 at "\\"2054-01-01T00:0": "notAfter" is not that of the certificate, "2044-01-01T00:00:00Z"; ${FIND_OUT}`,
      ],
    ],
    [
      'has a date without quotes',
      '"2044-01-01T00:00:00Z"',
      '2044-01-01',
      [`LCK009 at "2044-01-01": "notAfter" is not that of the certificate, "2044-01-01T00:00:00Z"; ${FIND_OUT}`],
    ],
    [
      'has a number for a subject',
      'O=east.local',
      '17',
      [`LCK004 at "17": expected a string, found a number; ${RESTORE}`],
    ],
    [
      'has false for retired',
      'retired: true',
      'retired: false',
      ['LCK006 at "false": "retired" is not "true"; write "retired: true", or remove it'],
    ],
    [
      'has null for a certificate',
      /pem: \|\n(?: {10}.*\n)+/,
      'pem:\n',
      [`LCK004 at "": expected a string, found null; ${RESTORE}`],
    ],
    [
      'has no certificate',
      / {8}pem: \|\n(?: {10}.*\n)+/,
      '',
      [`LCK005 at "fingerprint: ${print.slice(0, 3)}": missing key "pem"; ${RESTORE}`],
    ],
    [
      'has a certificate without one of its lines',
      `          ${line}\n`,
      '',
      [`LCK008 at "|": the text contains an invalid certificate; ${RESTORE}`],
    ],
    [
      'has an HTML page',
      /pem: \|\n(?: {10}.*\n)+/,
      'pem: |\n          <html></html>\n',
      [
        `LCK008 at "|": the text is an HTML page instead of a certificate, such as the answer of a proxy or a login page; ${RESTORE}`,
      ],
    ],
    [
      'has a certificate of a workload',
      WEST.trimEnd().replace(/^/gm, '          '),
      makeCertificate({ ca: false }).trimEnd().replace(/^/gm, '          '),
      [`LCK008 at "|": the certificate of "" is not a CA certificate; ${RESTORE}`],
    ],
  ])('is rejected: it %s', (_, from, to, problems) => {
    const text = TEXT.replace(from, to);
    expect(text).not.toBe(TEXT);
    expect(inFull(text)).toEqual(problems);
  });

  test('is rejected with all that is wrong', () => {
    const text = TEXT.replace('15443', '0').replace('O=east.local', 'O=x').replace('gw.example.org', 'gw');
    expect(problemsOf(text).map((problem) => problem.split(' ')[1])).toEqual(['LCK009', 'LCK006', 'LCK006']);
  });

  test('is rejected with a root twice, or two in one', () => {
    const twice = lockText({ meshes: { west: { roots: [...rootsOf(LOCK, 'west'), ...rootsOf(LOCK, 'west')] } } });
    expect(problemsOf(twice)).toEqual([expect.stringMatching(/LCK010 duplicate root certificate$/)]);
    const [root] = rootsOf(LOCK, 'west');
    const both = lockText({ meshes: { west: { roots: root ? [{ ...root, pem: WEST + EAST }] : [] } } });
    expect(problemsOf(both)).toEqual([expect.stringMatching(/LCK008 "pem" has 2 certificates instead of one$/)]);
  });

  test('has fixes that work: "fetch" does not replace an invalid lock', () => {
    const text = TEXT.replace('15443', '0').replace('O=east.local', 'O=x').replace('addresses:', 'adresses:');
    const fixes = [text, 'meshes: []', ''].flatMap((each) => readLock(each).issues).map(({ fix }) => fix);
    expect(fixes.length).toBeGreaterThan(4);
    expect(fixes.filter((fix) => /^run|then run/.test(fix))).toEqual([]);
  });

  test.each(['<<<<<<< HEAD', '=======', '>>>>>>> other\r'])('is rejected with a merge conflict marker: %j', (mark) => {
    const problem = 'LCK002 the lock has unresolved merge conflict markers';
    expect(problemsOf(TEXT.replace('meshes:', `${mark}\nmeshes:`))).toEqual([`4:1 ${problem}`]);
  });

  test('is rejected with a private key, of which nothing is repeated', () => {
    const key = makePrivateKey();
    const secret = key.split('\n')[1] ?? '';
    for (const text of [
      `${TEXT}# ${key.replaceAll('\n', '\n# ')}`,
      TEXT.replace('O=east.local', JSON.stringify(key)),
      key,
    ]) {
      const problems = problemsOf(text);
      expect(problems).toEqual([expect.stringMatching(/^\d+:\d+ LCK007 the lock has a private key$/)]);
      expect(JSON.stringify(readLock(text).issues)).not.toContain(secret);
    }
  });
});

describe('a hostile lock', () => {
  test('is rejected before anything grows: aliases, nesting, size, control characters', () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...'bcdefghij'.split('').map((name, i) => `${name}: &${name} [${`*${'abcdefghij'[i]},`.repeat(9)}]`),
    ].join('\n');
    for (const text of [
      bomb,
      `meshes: ${'['.repeat(20_000)}`,
      `meshes: ${'{a: '.repeat(300)}${'}'.repeat(300)}`,
      'meshes: \u0000',
      '\ufffe',
    ]) {
      expect(problemsOf(text)).toHaveLength(1);
    }
    expect(problemsOf(`#${'x'.repeat(10_000_000)}`)).toEqual([
      expect.stringMatching(/^1:1 LCK001 the lock is too large: 10000001 characters, maximum 10000000/),
    ]);
  });

  test('is rejected with too many of anything', () => {
    const roots = `version: 2\nmeshes: { west: { gateways: {}, roots: [${'{},'.repeat(65)}] } }`;
    expect(problemsOf(roots)).toEqual([expect.stringMatching(/LCK006 too many items: 65, maximum 64/)]);
    const meshes = `version: 2\nmeshes:\n${Array.from({ length: 10_001 }, (_, i) => `  m${i}: {}`).join('\n')}`;
    expect(problemsOf(meshes)).toEqual([expect.stringMatching(/LCK006 too many keys: 10001, maximum 10000/)]);
  });

  test('of any kind is a value, and no exception', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: TEXT.length }), fc.nat(40), fc.string(), (start, length, text) => {
        const { lock, issues, locate } = readLock(TEXT.slice(0, start) + text + TEXT.slice(start + length));
        for (const issue of issues) expect(locate(issue).line).toBeGreaterThan(0);
        expect(lock === undefined).toBe(issues.length > 0);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the identities of clusters in a lock', () => {
  const UID = '0d5b3a5e-3c0a-4c1c-9a55-7f3a0f1f9b11';

  test('stand before the meshes, sorted, and are read back', () => {
    const lock = { ...LOCK, clusters: { west: UID, east: UID } };
    const text = lockText(lock);
    expect(text).toContain(`version: 2\nclusters:\n  east:\n    uid: ${UID}\n  west:\n    uid: ${UID}\nmeshes:\n`);
    expect(readLock(text).lock).toEqual(lock);
  });

  test('are optional, so that an older lock is valid', () => {
    expect(TEXT).not.toMatch(/^clusters:/m);
    expect(readLock(TEXT).lock).toEqual(LOCK);
  });

  test.each([
    ['clusters: { west: { uid: someone } }', 'LCK006 invalid UID "someone"'],
    ['clusters: { west: {} }', 'LCK005 missing key "uid"'],
    [`clusters: { west: { uid: ${UID}, name: x } }`, 'LCK003 unknown key "name"'],
    ['clusters: [west]', 'LCK004 expected a map, found a list'],
    [`clusters: { ../x: { uid: ${UID} } }`, 'LCK006 invalid name "../x"'],
  ])('are checked: %s', (clusters, problem) => {
    expect(problemsOf(`version: 2\n${clusters}\nmeshes: {}\n`).map((line) => line.replace(/^\S+ /, ''))).toEqual([
      problem,
    ]);
  });

  test('are kept by a merge, and those that were read are added', () => {
    const options = { kinds: KINDS, scope: { facts: [], meshes: {} }, now: NOW };
    const before = { meshes: {}, clusters: { west: UID } };
    expect(mergeReadings(before, [], options).lock).toEqual(before);
    const other = UID.replace('0d', '1d');
    expect(mergeReadings(before, [], { ...options, identities: { east: other } }).lock.clusters).toEqual({
      west: UID,
      east: other,
    });
  });
});
