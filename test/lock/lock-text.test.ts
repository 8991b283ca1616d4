import { X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { mergeReadings } from '../../lib/lock/merge';
import type { Lock, Reading } from '../../lib/lock/model';
import { readLock } from '../../lib/lock/read';
import { lockText } from '../../lib/lock/text';
import { makeCertificate, makePrivateKey } from '../helpers/make-certificate';

const NOW = new Date('2026-06-01T12:00:00Z');
const WEST = makeCertificate({ organization: 'west.local' });
const EAST = makeCertificate({ organization: 'east.local' });
const OLD = makeCertificate({ organization: 'east.local', notAfter: new Date('2030-01-01T00:00:00Z') });

function lockOf(readings: readonly Reading[], before?: Lock): Lock {
  return mergeReadings(before, readings, { scope: { meshes: {} }, now: NOW }).lock;
}

const GATEWAY = { addresses: ['203.0.113.7', 'gw.example.org'], servicePort: 15443, discoveryPort: 8188 };
const LOCK = lockOf(
  [
    { kind: 'root', mesh: 'west', pem: WEST },
    { kind: 'root', mesh: 'east', pem: EAST },
    { kind: 'address', mesh: 'west', gateway: 'east-ingress', found: GATEWAY },
  ],
  lockOf([{ kind: 'root', mesh: 'east', pem: OLD }]),
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
    const lines = TEXT.split('\n').filter((line) => !/^ {10}\S/.test(line) || line.includes('- '));
    const fingerprint = (pem: string) => new X509Certificate(pem).fingerprint256;
    expect(lines).toEqual([
      '# What running clusters told "ossm-fed fetch" of this federation: root certificates, and where gateways are reached.',
      '# Nothing in it is secret. Commit it, and review its changes as those of what is trusted.',
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
      '        servicePort: 15443',
      '        discoveryPort: 8188',
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
          { kind: 'root', mesh, pem: makeCertificate({ organization: name }) },
          { kind: 'address', mesh, gateway, found: GATEWAY },
        ];
        const lock = lockOf(readings);
        expect(lock.meshes[mesh]?.roots).toHaveLength(1);
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

describe('a lock that was edited', () => {
  const edited = (from: string | RegExp, to: string) => {
    const text = TEXT.replace(from, to);
    expect(text).not.toBe(TEXT);
    return problemsOf(text);
  };
  const print = new X509Certificate(EAST).fingerprint256;
  const line = WEST.split('\n')[1];

  test.each([
    ['is empty', /.*/s, '', ['1:1 LCK002 the lock is empty']],
    ['holds nothing', /.*/s, '# nothing\n', ['1:1 LCK004 the value is empty instead of a map']],
    ['is a text', /.*/s, 'nonsense', ['1:1 LCK004 the value is a string instead of a map']],
    ['is a list', /.*/s, '- a', ['1:1 LCK004 the value is a list instead of a map']],
    ['has another document', /$/, '---\nmeshes: {}\n', ['1:1 LCK002 the lock holds 2 documents']],
    [
      'has marks of a merge',
      /^meshes:/m,
      '<<<<<<< ours\nmeshes:',
      [expect.stringMatching(/^3:1 LCK002 the lock holds the marks of a merge/)],
    ],
    ['has a key twice', /^ {2}west:/m, '  east:', [expect.stringMatching(/LCK002 .*"east" stands twice/)]],
    ['has an unknown key', /^meshes:/m, 'version: 1\nmeshes:', ['3:1 LCK003 the key "version" is unknown']],
    ['lacks a key', / {8}discoveryPort.*\n/, '', [expect.stringMatching(/LCK005 the key "discoveryPort" is missing/)]],
    ['has null for meshes', /^meshes:.*/ms, 'meshes:\n', ['3:8 LCK004 the value is empty instead of a map']],
    [
      'has a list for a mesh',
      /^meshes:.*/ms,
      'meshes: { west: [] }',
      ['3:17 LCK004 the value is a list instead of a map'],
    ],
    ['has a wrong port', '15443', '"15443"', [expect.stringMatching(/LCK006 "servicePort" is not a port/)]],
    ['has a port beyond all', '15443', '70000', [expect.stringMatching(/LCK006 "servicePort" is not a port/)]],
    [
      'has null for an address',
      '203.0.113.7',
      'null',
      [expect.stringMatching(/LCK004 the value is empty instead of a text/)],
    ],
    [
      'has a URL for an address',
      '203.0.113.7',
      'https://gw',
      [expect.stringMatching(/LCK006 "https:\/\/gw" cannot be dialled/)],
    ],
    [
      'has no address',
      /addresses:\n.*\n.*\n/,
      'addresses: []\n',
      [expect.stringMatching(/LCK006 the list of addresses is empty/)],
    ],
    [
      'has a name with a path',
      /^ {2}west:/m,
      '  ../west:',
      [expect.stringMatching(/LCK006 "\.\.\/west" is not a name/)],
    ],
    [
      'has the name of all objects',
      /^ {2}west:/m,
      '  __proto__:',
      [expect.stringMatching(/LCK006 "__proto__" is not a name/)],
    ],
    [
      'has another fingerprint',
      print,
      print.replace(/^../, print.startsWith('00') ? '11' : '00'),
      [expect.stringMatching(/^6:22 LCK009 "fingerprint" is not that of the certificate/)],
    ],
    [
      'has another subject',
      'O=east.local',
      'O=west.local',
      [expect.stringMatching(/^7:18 LCK009 "subject" is not .* "O=east.local"$/)],
    ],
    ['has another end', '2044', '2054', [expect.stringMatching(/LCK009 "notAfter" is not/)]],
    [
      'has a date without quotes',
      '"2044-01-01T00:00:00Z"',
      '2044-01-01',
      [expect.stringMatching(/LCK009 "notAfter" is not/)],
    ],
    [
      'has a number for a subject',
      'O=east.local',
      '17',
      [expect.stringMatching(/LCK004 the value is a number instead of a text/)],
    ],
    [
      'has an answer for retired',
      'retired: true',
      'retired: false',
      [expect.stringMatching(/LCK006 "retired" is not "true"/)],
    ],
    [
      'has a line of a certificate less',
      `          ${line}\n`,
      '',
      [expect.stringMatching(/LCK008 a certificate cannot be parsed/)],
    ],
    [
      'has an HTML page',
      /pem: \|\n(?:.*\n)*?.*-----END.*\n/,
      'pem: |\n          <html></html>\n',
      [expect.stringMatching(/LCK008 the text is an HTML page/)],
    ],
    [
      'has a certificate of a workload',
      WEST.trimEnd().replace(/^/gm, '          '),
      makeCertificate({ ca: false }).trimEnd().replace(/^/gm, '          '),
      [expect.stringMatching(/LCK008 the certificate of "" is not one of a CA/)],
    ],
  ] as const)('is refused: it %s', (_, from, to, problems) => {
    expect(edited(from, to)).toEqual(problems);
  });

  test('is refused with all that is wrong', () => {
    const text = TEXT.replace('15443', '0').replace('O=east.local', 'O=x').replace('gw.example.org', 'gw');
    expect(problemsOf(text).map((problem) => problem.split(' ')[1])).toEqual(['LCK009', 'LCK006', 'LCK006']);
  });

  test('is refused with a root twice, or two in one', () => {
    const twice = lockText({
      meshes: {
        west: { roots: [...(LOCK.meshes.west?.roots ?? []), ...(LOCK.meshes.west?.roots ?? [])], gateways: {} },
      },
    });
    expect(problemsOf(twice)).toEqual([expect.stringMatching(/LCK010 the root certificate is in the list already/)]);
    const [root] = LOCK.meshes.west?.roots ?? [];
    const both = lockText({ meshes: { west: { roots: root ? [{ ...root, pem: WEST + EAST }] : [], gateways: {} } } });
    expect(problemsOf(both)).toEqual([expect.stringMatching(/LCK008 "pem" holds 2 certificates instead of one/)]);
  });

  test('is told to be made anew, as "fetch" goes on with none that it cannot use', () => {
    const text = TEXT.replace('15443', '0').replace('O=east.local', 'O=x').replace('addresses:', 'adresses:');
    const fixes = [text, 'meshes: []', ''].flatMap((each) => readLock(each).issues).map(({ fix }) => fix);
    expect(fixes.length).toBeGreaterThan(4);
    expect(fixes.filter((fix) => /^run|then run/.test(fix))).toEqual([]);
  });

  test.each(['<<<<<<< HEAD', '=======', '>>>>>>> other\r'])('is refused with the mark of a merge: %j', (mark) => {
    const problem = 'LCK002 the lock holds the marks of a merge that did not work out';
    expect(problemsOf(TEXT.replace('meshes:', `${mark}\nmeshes:`))).toEqual([`3:1 ${problem}`]);
  });

  test('is refused with a private key, of which nothing is repeated', () => {
    const key = makePrivateKey();
    const secret = key.split('\n')[1] ?? '';
    for (const text of [
      `${TEXT}# ${key.replaceAll('\n', '\n# ')}`,
      TEXT.replace('O=east.local', JSON.stringify(key)),
      key,
    ]) {
      const problems = problemsOf(text);
      expect(problems).toEqual([expect.stringMatching(/^\d+:\d+ LCK007 the lock holds a private key$/)]);
      expect(JSON.stringify(readLock(text).issues)).not.toContain(secret);
    }
  });
});

describe('a hostile lock', () => {
  test('is refused before anything grows: aliases, nesting, size, control characters', () => {
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
      expect.stringMatching(/^1:1 LCK001 the lock has 10000001 characters/),
    ]);
  });

  test('is refused with too many of anything', () => {
    const roots = `meshes: { west: { gateways: {}, roots: [${'{},'.repeat(65)}] } }`;
    expect(problemsOf(roots)).toEqual([expect.stringMatching(/LCK006 the list has 65 items, more than 64/)]);
    const meshes = `meshes:\n${Array.from({ length: 10_001 }, (_, i) => `  m${i}: {}`).join('\n')}`;
    expect(problemsOf(meshes)).toEqual([expect.stringMatching(/LCK006 the map has 10001 keys, more than 10000/)]);
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
