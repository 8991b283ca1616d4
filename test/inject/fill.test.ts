import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import type { GatewayAddress } from '../../lib/facts/address/locked-address';
import type { FilledText } from '../../lib/inject/fill';
import type { Lock } from '../../lib/lock/model';
import { addressOf, gatewaysOf, KINDS, rootsOf } from '../helpers/facts';
import { fillText as fillAny } from '../helpers/fill-text';
import { runs } from '../properties/runs';

const fillText = (text: string, lock: Lock) => fillAny(text, lock, KINDS);

const pem = (text: string) => `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`;
const root = (text: string) => ({ fingerprint: text, subject: '', notBefore: '', notAfter: '', pem: pem(text) });
const gateway = addressOf;

/** A lock of one mesh `east` with a gateway `in`. */
function lockOf(roots: readonly string[], addresses: readonly string[], ...ports: readonly number[]): Lock {
  const [service, discovery] = ports;
  return {
    meshes: {
      east: {
        ...(roots.length > 0 && { roots: roots.map(root) }),
        ...(addresses.length > 0 && { gateways: { in: gateway(addresses, service, discovery) } }),
      },
    },
  };
}

const LOCK = lockOf(['MIIB/east+1=='], ['203.0.113.7']);
const EMPTY: Lock = { meshes: {} };

const CONFIG_MAP = `# Written by ossm-fed as west/40-federation/west.east.yaml; the next synth overwrites it.
apiVersion: v1
kind: ConfigMap
metadata:
  name: east-ca-root-cert
  namespace: west
data:
  root-cert.pem.incomplete: <ossm-fed:root:east>
`;
/** As it was written before incomplete root certificates had a key of their own. */
const OLD_CONFIG_MAP = CONFIG_MAP.replace('.incomplete', '');
const PEER = `apiVersion: federation.maistra.io/v1
kind: ServiceMeshPeer
metadata:
  name: east
  namespace: west
spec:
  gateways:
    egress:
      name: east-egress
  remote:
    addresses:
      - <ossm-fed:address:east:in>
    discoveryPort: 8188
    servicePort: 15443
  security:
    certificateChain:
      kind: ConfigMap
      name: east-ca-root-cert
    trustDomain: east.local
`;
const IN_FULL = `${CONFIG_MAP}---\n${PEER}`;

const states = ({ slots }: FilledText) => slots.map(({ token, state }) => `${state} ${token}`);
const problems = (filled: FilledText) =>
  filled.problems.map(({ kind, line, column, message }) => `${line}:${column} ${kind} ${message}`);

/** The documents of a text; undefined for those that cannot be read. */
function objects(text: string) {
  return parseAllDocuments(text).map((document) => {
    try {
      return 'toJS' in document && document.errors.length === 0 ? document.toJS() : undefined;
    } catch {
      return undefined;
    }
  });
}

/** A text after filling, in which there must be nothing wrong. */
function fill(text: string, lock: Lock): string {
  const filled = fillText(text, lock);
  expect(filled.problems).toEqual([]);
  return filled.text;
}

describe('filling what synth writes', () => {
  test('gives each token its value and keeps it as a comment', () => {
    expect(fill(IN_FULL, LOCK)).toBe(
      IN_FULL.replace(
        'root-cert.pem.incomplete: <ossm-fed:root:east>\n',
        'root-cert.pem: | # <ossm-fed:root:east>\n    -----BEGIN CERTIFICATE-----\n    MIIB/east+1==\n    -----END CERTIFICATE-----\n',
      ).replace('- <ossm-fed:address:east:in>', '- 203.0.113.7 # <ossm-fed:address:east:in>'),
    );
  });

  test('gives both roots while one is replaced, and an item to each address', () => {
    const text = fill(IN_FULL, lockOf(['NEW', 'OLD'], ['a.example.org', '2001:db8::7']));
    const [configMap, peer] = objects(text);
    expect(configMap.data['root-cert.pem']).toBe(pem('NEW') + pem('OLD'));
    expect(peer.spec.remote).toEqual({
      addresses: ['a.example.org', '2001:db8::7'],
      discoveryPort: 8188,
      servicePort: 15443,
    });
    expect(text).toContain(
      '      - a.example.org # <ossm-fed:address:east:in>\n      - "2001:db8::7" # <ossm-fed:address:east:in>\n',
    );
  });

  test('adds ports that are not there, and keeps those that are', () => {
    const bare = PEER.replace(/ {4}(discovery|service)Port.*\n/g, '');
    const filled = fill(bare, lockOf([], ['203.0.113.7'], 31443, 30188));
    expect(filled).toContain(
      '      - 203.0.113.7 # <ossm-fed:address:east:in>\n    discoveryPort: 30188 # <ossm-fed:address:east:in>\n    servicePort: 31443 # <ossm-fed:address:east:in>\n  security:',
    );
    expect(objects(fill(filled, lockOf([], ['203.0.113.8'], 32443, 32188)))[0].spec.remote).toEqual({
      addresses: ['203.0.113.8'],
      discoveryPort: 32188,
      servicePort: 32443,
    });
    expect(objects(fill(PEER, lockOf([], ['203.0.113.7'], 31443, 30188)))[0].spec.remote.servicePort).toBe(15443);
    const one = fill(PEER.replace(/ {4}servicePort.*\n/, ''), lockOf([], ['203.0.113.7'], 31443, 30188));
    expect(objects(one)[0].spec.remote).toEqual({
      addresses: ['203.0.113.7'],
      discoveryPort: 8188,
      servicePort: 31443,
    });
  });

  test('tells what it filled, what is missing, and what an earlier value stands for', () => {
    expect(states(fillText(IN_FULL, LOCK))).toEqual([
      'filled <ossm-fed:root:east>',
      'filled <ossm-fed:address:east:in>',
    ]);
    expect(states(fillText(IN_FULL, EMPTY))).toEqual([
      'missing <ossm-fed:root:east>',
      'missing <ossm-fed:address:east:in>',
    ]);
    expect(fill(IN_FULL, EMPTY)).toBe(IN_FULL);
    const filled = fill(IN_FULL, LOCK);
    expect(states(fillText(filled, EMPTY))).toEqual(['kept <ossm-fed:root:east>', 'kept <ossm-fed:address:east:in>']);
    expect(fill(filled, EMPTY)).toBe(filled);
  });

  test('leaves a text without tokens alone, whatever it is', () => {
    expect(fillText('{ not: [ yaml', LOCK)).toEqual({ text: '{ not: [ yaml', slots: [], problems: [] });
  });

  test('takes a mesh by the name of what every object has for one like others', () => {
    const text = CONFIG_MAP.replace('root:east', 'root:constructor');
    expect(states(fillText(text, LOCK))).toEqual(['missing <ossm-fed:root:constructor>']);
  });
});

describe('filling what people have edited', () => {
  const valuesOf = (text: string) => {
    const [{ data, spec }] = objects(text);
    return data?.['root-cert.pem'] ?? spec?.remote;
  };

  test.each([
    ['double quotes', CONFIG_MAP.replace('<ossm-fed:root:east>', '"<ossm-fed:root:east>"')],
    ['single quotes', CONFIG_MAP.replace('<ossm-fed:root:east>', "'<ossm-fed:root:east>'")],
    ['a quoted key', CONFIG_MAP.replace('root-cert.pem.incomplete:', '"root-cert.pem.incomplete" :')],
    ['the key of a complete one', OLD_CONFIG_MAP],
    ['the key of a complete one in quotes', OLD_CONFIG_MAP.replace('root-cert.pem:', "'root-cert.pem' :")],
    ['a comment', CONFIG_MAP.replace(/east>$/m, 'east>  # of the cluster in the east')],
    ['other keys', CONFIG_MAP.replace('data:', 'data:\n  a: "1"').concat('  z: |\n    root\n')],
    ['no line end', CONFIG_MAP.trimEnd()],
    ['blank lines and a comment behind it', `${CONFIG_MAP}\n\n# the end\n`],
    ['the line ends of Windows', CONFIG_MAP.replaceAll('\n', '\r\n')],
    ['a deep indent', CONFIG_MAP.replace('  root-cert', '       root-cert')],
    ['a document mark before it', `---\n${CONFIG_MAP}`],
    ['a version before it', `%YAML 1.1\n---\n${CONFIG_MAP}...\n`],
    ['an anchor elsewhere', CONFIG_MAP.replace('name: east', 'labels: { a: &x y, b: *x }\n  name: east')],
  ])('a root certificate: %s', (_, text) => {
    const once = fill(text, LOCK);
    expect(valuesOf(once)?.trimEnd()).toBe(pem('MIIB/east+1==').trimEnd());
    expect(fill(once, LOCK)).toBe(once);
    const next = lockOf(['A', 'B'], []);
    expect(fill(once, next)).toBe(fill(text, next));
    expect(once.split('\n').filter((line) => !text.includes(line.trimEnd()))).toHaveLength(4);
    expect(once.includes('\r\n')).toBe(text.includes('\r\n'));
    expect(/[^\r]\n/.test(once)).toBe(!text.includes('\r\n'));
  });

  const list = (text: string) => PEER.replace('\n      - <ossm-fed:address:east:in>', text);

  test.each([
    ['double quotes', list('\n      - "<ossm-fed:address:east:in>"'), []],
    ['brackets', list(' [<ossm-fed:address:east:in>]'), []],
    ['brackets, quotes and a comment', list(' [ "<ossm-fed:address:east:in>" ] # the east'), []],
    ['no indent of the list', list('\n    - <ossm-fed:address:east:in>'), []],
    ['a wide dash', list('\n      -   <ossm-fed:address:east:in>   # the east'), []],
    [
      'comments and blank lines',
      list('\n\n      # the east\n      - <ossm-fed:address:east:in>\n\n      # the end'),
      [],
    ],
    ['another item', list('\n      - <ossm-fed:address:east:in>\n      - 198.51.100.1'), ['198.51.100.1']],
    [
      'another item before',
      list('\n      - 198.51.100.1 # by hand\n      - <ossm-fed:address:east:in>'),
      ['198.51.100.1'],
    ],
    ['a key behind a comment', list(' # of the load balancer\n      - <ossm-fed:address:east:in>'), []],
    ['the line ends of Windows', PEER.replaceAll('\n', '\r\n'), []],
    ['nothing behind it', PEER.replace(/ {4}discoveryPort.*/s, '').trimEnd(), []],
  ])('an address: %s', (_, text, others) => {
    const once = fill(text, LOCK);
    expect(new Set(valuesOf(once).addresses)).toEqual(new Set(['203.0.113.7', ...others]));
    expect(fill(once, LOCK)).toBe(once);
    const more = lockOf([], ['192.0.2.1', '192.0.2.2', '192.0.2.3'], 31443, 30188);
    expect(fill(once, more)).toBe(fill(text, more));
    expect(fill(fill(text, more), LOCK)).toBe(once);
    expect(/[^\r]\n/.test(once)).toBe(!text.includes('\r\n'));
  });

  test("a value without the token is nobody else's", () => {
    const text = fill(IN_FULL, LOCK).replaceAll(/ # <ossm-fed.*/g, '');
    expect(fillText(text, lockOf(['X'], ['192.0.2.1']))).toEqual({ text, slots: [], problems: [] });
  });

  test('two gateways in one list keep to themselves', () => {
    const lock: Lock = {
      meshes: {
        east: { gateways: { in: gateway(['192.0.2.1']), other: gateway(['192.0.2.2', '192.0.2.3']) } },
      },
    };
    const text = list('\n      - <ossm-fed:address:east:in>\n      - <ossm-fed:address:east:other>');
    const once = fill(text, lock);
    expect(valuesOf(once).addresses).toEqual(['192.0.2.1', '192.0.2.2', '192.0.2.3']);
    expect(fill(once, lock)).toBe(once);
    expect(states(fillText(once, LOCK))).toEqual([
      'filled <ossm-fed:address:east:in>',
      'kept <ossm-fed:address:east:other>',
    ]);
  });
});

describe('a token where none belongs', () => {
  test.each([
    [
      'in another key',
      OLD_CONFIG_MAP.replace('root-cert.pem', 'ca.crt'),
      /^8:11 misplaced the token "<ossm-fed:root:east>" is not filled in here, only as the value of "data.root-cert.pem" of a ConfigMap, on the line of its key$/,
    ],
    ['in another kind', CONFIG_MAP.replace('ConfigMap', 'Secret'), /^8:29 misplaced the token/],
    [
      'as a key',
      OLD_CONFIG_MAP.replace('root-cert.pem: <ossm-fed:root:east>', '<ossm-fed:root:east>: x'),
      /^8:3 misplaced/,
    ],
    ['within a text', CONFIG_MAP.replace('<ossm-fed', 'of <ossm-fed'), /^8:29 misplaced/],
    [
      'in braces',
      OLD_CONFIG_MAP.replace(
        'data:\n  root-cert.pem: <ossm-fed:root:east>',
        'data: { root-cert.pem: <ossm-fed:root:east> }',
      ),
      /^7:24 misplaced/,
    ],
    ['on a line below its key', CONFIG_MAP.replace('incomplete: <', 'incomplete:\n    <'), /^9:5 misplaced/],
    ['behind a tag', CONFIG_MAP.replace('incomplete: <', 'incomplete: !!str <'), /^8:/],
    ['in a block of text', CONFIG_MAP.replace('incomplete: <', 'incomplete: |\n    <'), /^8:29 misplaced/],
    [
      'in a block of text that looks like the key',
      CONFIG_MAP.replace('\ndata:', '\ndata:\n  note: |\n    root-cert.pem.incomplete: <ossm-fed:root:east>'),
      /^8:9 misplaced/,
    ],
    ['as an address of a root', PEER.replace('address:east:in', 'root:east'), /^12:9 misplaced/],
    ['as a root of an address', CONFIG_MAP.replace('root:east', 'address:east:in'), /^8:29 misplaced/],
    [
      'as a name',
      PEER.replace('name: east-egress', 'name: <ossm-fed:address:east:in>'),
      /^9:13 misplaced the token "<ossm-fed:address:east:in>" is not filled in here, only as an item of "spec.remote.addresses" of a ServiceMeshPeer, on a line of its own$/,
    ],
    [
      'with too many parts',
      CONFIG_MAP.replace('root:east', 'root:east:west'),
      /^8:29 misplaced invalid token "<ossm-fed:root:east:west>"$/,
    ],
    ['without its end', CONFIG_MAP.replace('east>', 'east'), /^8:29 misplaced invalid token "<ossm-fed:root:east"$/],
    [
      'in an item of a List',
      `kind: List\napiVersion: v1\nitems:\n- ${CONFIG_MAP.replace(/^#.*\n/, '')
        .replaceAll('\n', '\n  ')
        .trimEnd()}\n`,
      /^10:31 misplaced/,
    ],
    ['beside addresses that are no list', PEER.replace('addresses:\n      - ', 'addresses: '), /^11:16 misplaced/],
    ['as a part of an item', PEER.replace('- <', '- host: <'), /^12:15 misplaced/],
    ['in a list in brackets with more', PEER.replace(/\n {6}- (<.*>)/, ' [$1, 192.0.2.1]'), /^11:17 misplaced/],
  ])('is told and left alone: %s', (_, text, message) => {
    const filled = fillText(text, LOCK);
    expect(problems(filled)).toEqual(expect.arrayContaining([expect.stringMatching(message)]));
    if (!text.includes('address:east:in>\n    discovery')) expect(filled.text).toBe(text);
  });

  test('is told with the line in the whole file, and the others are filled', () => {
    const filled = fillText(`${CONFIG_MAP}---\n${OLD_CONFIG_MAP.replace('root-cert.pem', 'ca.crt')}`, LOCK);
    expect(problems(filled)).toEqual([expect.stringMatching(/^17:11 misplaced/)]);
    expect(states(filled)).toEqual(['filled <ossm-fed:root:east>']);
  });

  test('is no matter in a comment', () => {
    const text = `# Write <ossm-fed:root:east> here\nkind: ConfigMap # <ossm-fed:root:east>\ndata: { root-cert.pem: "x" }\n`;
    expect(fillText(text, LOCK)).toEqual({ text, slots: [], problems: [] });
  });
});

describe('the key of root certificates', () => {
  const PEM_ONLY = lockOf(['A'], []);
  const keysOf = (text: string): readonly string[] => Object.keys(objects(text)[0].data);
  const STATED = CONFIG_MAP.replace('incomplete: <ossm-fed:root:east>', 'incomplete: |\n    PEM');

  test('is the one that istiod reads only if the addresses of the peer are known too', () => {
    const partly = fill(IN_FULL, PEM_ONLY);
    expect(objects(partly)[0].data).toEqual({ 'root-cert.pem.incomplete': pem('A') });
    expect(partly).toContain('  root-cert.pem.incomplete: | # <ossm-fed:root:east>\n');
    expect(keysOf(fill(IN_FULL, lockOf([], ['203.0.113.7'])))).toEqual(['root-cert.pem.incomplete']);
    expect(fill(partly, LOCK)).toBe(fill(IN_FULL, LOCK));
    expect(keysOf(fill(IN_FULL, LOCK))).toEqual(['root-cert.pem']);
  });

  test.each([
    ['a token', OLD_CONFIG_MAP, CONFIG_MAP],
    ['a token in quotes', OLD_CONFIG_MAP.replace(/<.*>/, '"$&"'), CONFIG_MAP.replace(/<.*>/, '"$&"')],
    [
      'a token in another line',
      OLD_CONFIG_MAP.replace('pem: <', 'pem:\n    <'),
      CONFIG_MAP.replace('te: <', 'te:\n    <'),
    ],
    ['certificates of the topology', STATED.replace('.incomplete', ''), STATED],
    [
      'a value of an earlier lock',
      fill(OLD_CONFIG_MAP, LOCK),
      fill(OLD_CONFIG_MAP, LOCK).replace('.pem:', '.pem.incomplete:'),
    ],
  ])('is changed in files of earlier versions, which have it too early: %s', (_, before, after) => {
    const { text } = fillText(`${before}---\n${PEER}`, EMPTY);
    expect(text).toBe(`${after}---\n${PEER}`);
    expect(fillText(text, EMPTY).text).toBe(text);
  });

  test('is that of certificates of the topology too, once the addresses are known', () => {
    const text = `${STATED}---\n${PEER}`;
    expect(fill(text, PEM_ONLY)).toBe(text);
    expect(keysOf(fill(text, LOCK))).toEqual(['root-cert.pem']);
  });

  test('depends on the peers that read the ConfigMap, and on no others', () => {
    const [filled = ''] = fill(IN_FULL, LOCK).split('---\napiVersion: federation');
    const others = [
      PEER.replace('east-ca-root-cert', 'north-ca-root-cert'),
      PEER.replace('namespace: west', 'namespace: other'),
      PEER.replace('ServiceMeshPeer', 'Other'),
    ];
    for (const other of others) expect(fillText(`${filled}---\n${other}`, EMPTY).text).toBe(`${filled}---\n${other}`);
    expect(keysOf(fill(`${filled}---\n${PEER}`, EMPTY))).toEqual(['root-cert.pem.incomplete']);
  });

  test('is not changed where both are there, or where the line of the key is not certain', () => {
    const both = `${CONFIG_MAP}  root-cert.pem: x\n`;
    expect(fill(both, EMPTY)).toBe(both);
    const twice = OLD_CONFIG_MAP.replace('\ndata:', '\ndata:\n  note: |\n    root-cert.pem: x');
    expect(fill(twice, EMPTY)).toBe(twice);
  });
});

/** What documents say, without what is filled in. */
function withoutValues(text: string): unknown {
  return objects(text).map((document) => {
    if (Array.isArray(document) || typeof document !== 'object' || document === null) return document;
    return JSON.parse(JSON.stringify(document), (key, value) =>
      ['root-cert.pem', 'root-cert.pem.incomplete', 'addresses', 'servicePort', 'discoveryPort'].includes(key)
        ? undefined
        : value,
    );
  });
}

describe('any text with tokens', () => {
  const name = fc.constantFrom('east', 'north');
  const address = fc.oneof(fc.ipV4(), fc.ipV6(), fc.domain());
  const port = fc.integer({ min: 1, max: 65535 });
  const known = fc.record({
    roots: fc.array(fc.stringMatching(/^[A-Za-z0-9+/]{4,40}$/).map(root), { maxLength: 3 }),
    gateways: fc.dictionary(
      fc.constantFrom('in', 'other'),
      fc
        .tuple(fc.uniqueArray(address, { minLength: 1, maxLength: 3 }), port, port)
        .map((parts): GatewayAddress => gateway(...parts)),
    ),
  });
  const someLock: fc.Arbitrary<Lock> = fc.dictionary(name, known).map((all) => {
    const meshes = Object.entries(all).map(([mesh, { roots, gateways }]) => [
      mesh,
      { ...(roots.length > 0 && { roots }), gateways },
    ]);
    return { meshes: Object.fromEntries(meshes) };
  });
  const quoted = (token: fc.Arbitrary<string>) =>
    fc.tuple(token, fc.constantFrom('', '"', "'")).map(([text, quote]) => quote + text + quote);
  const comment = fc.constantFrom('', '', ' # note', '  # a # b', ' # <ossm-fed:root:east>');
  const rootToken = quoted(name.map((mesh) => `<ossm-fed:root:${mesh}>`));
  const addressToken = quoted(
    fc.tuple(name, fc.constantFrom('in', 'other')).map(([mesh, own]) => `<ossm-fed:address:${mesh}:${own}>`),
  );
  const configMap = fc
    .tuple(
      rootToken,
      comment,
      fc.constantFrom('  ', '    '),
      fc.boolean(),
      fc.boolean(),
      fc.constantFrom('', '.incomplete'),
    )
    .map(([token, note, indent, before, after, suffix]) => [
      'apiVersion: v1',
      'kind: ConfigMap',
      'metadata: { name: x }',
      'data:',
      ...(before ? [`${indent}a: |`, `${indent}  text`] : []),
      `${indent}root-cert.pem${suffix}: ${token}${note}`,
      ...(after ? ['', `${indent}z: "1"`] : []),
    ]);
  const item = fc.oneof(
    addressToken,
    address.map((own) => JSON.stringify(own)),
  );
  const peer = fc
    .tuple(
      fc.array(fc.tuple(item, comment), { minLength: 1, maxLength: 3 }),
      ...([fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean()] as const),
    )
    .map(([items, isDeep, service, discovery, isReader]) => [
      'kind: ServiceMeshPeer',
      'apiVersion: federation.maistra.io/v1',
      'spec:',
      '  remote:',
      ...(discovery ? ['    discoveryPort: 8188'] : []),
      '    addresses:',
      ...items.map(([own, note]) => `${isDeep ? '      ' : '    '}- ${own}${note}`),
      ...(service ? ['    servicePort: 15443'] : []),
      ...(isReader ? ['  security: { certificateChain: { name: x } }'] : []),
    ]);
  const someText = fc
    .tuple(
      fc.array(fc.oneof(configMap, peer), { minLength: 1, maxLength: 4 }),
      fc.constantFrom('\n', '\r\n'),
      fc.boolean(),
    )
    .map(
      ([documents, end, isEnded]) =>
        `${documents.map((lines) => lines.join(end)).join(`${end}---${end}`)}${isEnded ? end : ''}`,
    );

  /** What the second of two locks adds to the first, or has instead. */
  const over = (first: Lock, second: Lock): Lock => {
    const names = [...new Set([...Object.keys(first.meshes), ...Object.keys(second.meshes)])];
    const merged = names.map((mesh) => {
      const roots = [rootsOf(second, mesh), rootsOf(first, mesh)].find(({ length }) => length > 0);
      const gateways = { ...gatewaysOf(first, mesh), ...gatewaysOf(second, mesh) };
      return [mesh, { ...(roots !== undefined && { roots }), gateways }] as const;
    });
    return { meshes: Object.fromEntries(merged) };
  };

  test('is filled the same by one lock, or by another one before it', () => {
    fc.assert(
      fc.property(someText, someLock, someLock, (text, first, second) => {
        const once = fill(text, first);
        expect(fill(once, first)).toBe(once);
        expect(fill(once, second)).toBe(fill(text, over(first, second)));
      }),
      runs(200),
    );
  });

  test('says the same but for the values, and has the same lines but for theirs', () => {
    fc.assert(
      fc.property(someText, someLock, (text, lock) => {
        const filled = fillText(text, lock);
        expect(withoutValues(filled.text)).toEqual(withoutValues(text));
        const own = /ossm-fed|^ *(-----|[A-Za-z0-9+/]+$)/;
        const others = (all: string) => all.split(/\r?\n/).filter((line) => !own.test(line));
        expect(others(filled.text)).toEqual(others(text));
        expect(filled.text.endsWith('\n')).toBe(text.endsWith('\n'));
      }),
      runs(200),
    );
  });

  test('has the values of the lock', () => {
    fc.assert(
      fc.property(someText, someLock, (text, lock) => {
        const before = objects(text);
        const after = objects(fill(text, lock));
        const rootOf = ({ data = {} }: { data?: { [key: string]: string } }) =>
          data['root-cert.pem'] ?? data['root-cert.pem.incomplete'] ?? '';
        const isIncomplete = after.some(
          ({ spec }) => spec?.security && JSON.stringify(spec.remote.addresses).includes('<ossm-fed'),
        );
        for (const [i, document] of after.entries()) {
          const [, mesh = ''] = /^<ossm-fed:root:(.*)>$/.exec(rootOf(before[i])) ?? [];
          const roots = rootsOf(lock, mesh);
          if (roots.length > 0) expect(`${rootOf(document).trimEnd()}\n`).toBe(roots.map((one) => one.pem).join(''));
          const isRead = roots.length > 0 && !isIncomplete;
          if (document.data !== undefined) expect('root-cert.pem' in document.data).toBe(isRead);
          const tokens: readonly string[] = before[i].spec?.remote.addresses ?? [];
          const expected = new Set(
            tokens.flatMap((token) => {
              const [, owner = '', own = ''] = /^<ossm-fed:address:(.*):(.*)>$/.exec(token) ?? [];
              return gatewaysOf(lock, owner)[own]?.addresses ?? [token];
            }),
          );
          expect(new Set(document.spec?.remote.addresses ?? [])).toEqual(expected);
        }
      }),
      runs(200),
    );
  });
});

describe('a hostile text', () => {
  const bomb = [
    'a: &a [x,x,x,x,x,x,x,x,x]',
    ...[...'bcdefghij'].map((name, i) => `${name}: &${name} [${`*${'abcdefghij'[i]},`.repeat(9)}]`),
  ].join('\n');

  test.each([
    ['is no YAML', `${CONFIG_MAP}  }: [\n`, /^9:\d+ unreadable/],
    [
      'is no YAML in its second document',
      `${PEER.replace('<ossm-fed:address:east:in>', '192.0.2.1')}---\n${CONFIG_MAP}  }: [\n`,
      /^\d\d:\d+ unreadable/,
    ],
    ['is an alias bomb', `${CONFIG_MAP}${bomb}\n`, /^\d+:\d+ unreadable/],
    [
      'is nested too deeply',
      `${CONFIG_MAP}x: ${'['.repeat(5000)}${']'.repeat(5000)}\n`,
      /unreadable values are nested too deeply/,
    ],
    ['is too large', `${CONFIG_MAP}#${'x'.repeat(10_000_000)}`, /^1:1 unreadable too large: \d+ characters/],
    ['has control characters', `${CONFIG_MAP}x: "\u0000"\n`, /^9:5 unreadable invalid control character U\+0000$/],
    ['has a key twice', `${CONFIG_MAP}data:\n  root-cert.pem: x\n`, /^9:1 unreadable duplicate key "data"$/],
    ['has two documents without a mark', `${CONFIG_MAP}...\nkind: x\n`, /unreadable/],
  ])('is told and left alone: it %s', (_, text, message) => {
    const filled = fillText(text, LOCK);
    expect(filled.text).toBe(text);
    expect(problems(filled)).toEqual([expect.stringMatching(message)]);
  });

  test('of any kind is a value, and reads as before but for the values', () => {
    fc.assert(
      fc.property(fc.nat(IN_FULL.length), fc.nat(30), fc.string(), (start, length, noise) => {
        const text = IN_FULL.slice(0, start) + noise + IN_FULL.slice(start + length);
        const filled = fillText(text, LOCK);
        expect(fillText(filled.text, LOCK).text).toBe(filled.text);
        // What is refused is refused before and after; what is read is the same but for the values.
        if (filled.text !== text) expect(withoutValues(filled.text)).toEqual(withoutValues(text));
      }),
      runs(200),
    );
  });
});
