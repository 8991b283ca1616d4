import { createHash } from 'node:crypto';
import { readCrdSchemas } from '../../scripts/import/crd-schemas';
import type { Lock, LockedKind, LockedSource } from '../../scripts/import/lock';
import { printJson } from '../../scripts/import/print-json';
import type { Schema } from '../../scripts/import/schema';
import { shareSubtrees } from '../../scripts/import/share-subtrees';
import { readSources } from '../../scripts/import/sources';

const KIND: LockedKind = { group: 'example.org', kind: 'Tea', versions: ['v1', 'v2'], schema: 'schemas/Tea.json' };

function sourceOf(text: string, kind: Partial<LockedKind> = {}): LockedSource {
  return {
    repository: 'example/tea',
    commit: '0123456789',
    path: 'crds/tea.yaml',
    file: 'tea.yaml',
    sha256: createHash('sha256').update(text).digest('hex'),
    licence: 'Apache-2.0',
    kinds: [{ ...KIND, ...kind }],
  };
}

describe('readCrdSchemas', () => {
  function crd(specs: Readonly<Record<string, Schema>>): string {
    const versions = Object.entries(specs).map(([name, spec]) => ({
      name,
      schema: { openAPIV3Schema: { type: 'object', properties: { spec, status: { type: 'string' } } } },
    }));
    return JSON.stringify({ spec: { group: 'example.org', names: { kind: 'Tea' }, versions } });
  }

  function read(text: string, kind: Partial<LockedKind> = {}): Schema | undefined {
    const lock: Lock = {
      packages: {},
      keywords: { kept: ['type', 'properties'], dropped: ['description'] },
      renamed: {},
      sources: [sourceOf(text, kind)],
      core: [],
    };
    return readCrdSchemas(lock, new Map([['tea.yaml', text]]), { type: 'object' })[0]?.schema.properties?.spec;
  }

  test('descriptions are dropped, a field named description is kept', () => {
    const text = { type: 'string', description: 'words' };
    const spec: Schema = { type: 'object', description: 'words', properties: { description: text } };

    expect(read(crd({ v1: spec, v2: { ...spec, description: 'others' } }))).toEqual({
      type: 'object',
      properties: { description: { type: 'string' } },
    });
  });

  test('a keyword that the lock does not know is refused', () => {
    const spec = { type: 'object', properties: { leaf: { type: 'string', maxLength: 3 } } };

    expect(() => read(crd({ v1: spec, v2: spec }))).toThrow('schema keyword maxLength at leaf is not in the lock');
  });

  test('versions that differ are refused', () => {
    expect(() => read(crd({ v1: { type: 'object' }, v2: { type: 'string' } }))).toThrow(
      'Tea: the schemas of v1 and v2 differ',
    );
  });

  test('a kind, a version or a field that is not there is refused', () => {
    const text = crd({ v1: { type: 'object', properties: { leaf: { type: 'string' } } } });

    expect(() => read(text, { kind: 'Coffee' })).toThrow('no CRD of example.org Coffee in its source');
    expect(() => read(text)).toThrow('Tea has no version v2');
    expect(() => read(text, { versions: ['v1'], specFields: ['milk'] })).toThrow('Tea: spec has no field milk');
  });
});

describe('shareSubtrees', () => {
  const large: Schema = {
    type: 'object',
    properties: Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`field${index}`, { type: 'string' }])),
  };

  test('a large subtree that repeats is named after the property where it is first met', () => {
    const { schema, $defs } = shareSubtrees({ properties: { tea: large, coffee: { items: large } } });

    expect(schema.properties).toEqual({
      coffee: { items: { $ref: '#/$defs/coffeeItem' } },
      tea: { $ref: '#/$defs/coffeeItem' },
    });
    expect($defs).toEqual({ coffeeItem: large });
  });

  test('two subtrees of one name get numbers', () => {
    const other: Schema = { ...large, type: 'array' };
    const pair = { properties: { leaf: large, more: { properties: { leaf: other } } } };

    expect(Object.keys(shareSubtrees({ properties: { a: pair, b: large, c: other } }).$defs ?? {})).toEqual([
      'leaf',
      'leaf2',
    ]);
  });

  test('what repeats only inside a repeated subtree stays there', () => {
    const outer: Schema = { type: 'object', properties: { inner: large } };

    expect(Object.keys(shareSubtrees({ properties: { a: outer, b: outer } }).$defs ?? {})).toEqual(['a']);
  });

  test('a small subtree is repeated', () => {
    const small: Schema = { type: 'string' };

    expect(shareSubtrees({ properties: { a: small, b: small } })).toEqual({
      schema: { properties: { a: small, b: small } },
    });
  });

  test('the order of keys in the source does not show', () => {
    const reversed: Schema = { properties: Object.fromEntries(Object.entries(large.properties ?? {}).reverse()) };
    const text = printJson(shareSubtrees({ properties: { a: { ...reversed, type: 'object' } } }));

    expect(text).toBe(printJson(shareSubtrees({ properties: { a: large } })));
  });
});

test('printJson puts on one line what fits there', () => {
  const long = 'x'.repeat(100);

  expect(printJson({ short: { list: [1, null], empty: {} }, long: { text: long, more: true } })).toBe(
    `{\n  "short": { "list": [1, null], "empty": {} },\n  "long": {\n    "text": "${long}",\n    "more": true\n  }\n}`,
  );
});

describe('readSources, downloading', () => {
  const text = 'kind: Tea\n';
  const source = sourceOf(text);
  const url = 'https://raw.githubusercontent.com/example/tea/0123456789/crds/tea.yaml';

  afterEach(() => jest.restoreAllMocks());

  function answer(response: () => Response): jest.SpyInstance {
    return jest.spyOn(globalThis, 'fetch').mockImplementation(async () => response());
  }

  test('takes the file at the pinned commit', async () => {
    const fetched = answer(() => new Response(text));

    expect(await readSources([source], undefined)).toEqual(new Map([['tea.yaml', text]]));
    expect(fetched.mock.calls[0]?.[0]).toBe(url);
  });

  test('refuses other bytes', async () => {
    answer(() => new Response('kind: Coffee\n'));

    await expect(readSources([source], undefined)).rejects.toThrow(`expects ${source.sha256}`);
  });

  test('names the address and the HTTP status', async () => {
    answer(() => new Response('', { status: 404 }));

    await expect(readSources([source], undefined)).rejects.toThrow(`cannot download ${url}: HTTP status 404`);
  });

  test('names the cause of a broken connection', async () => {
    jest.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('fetch failed', { cause: new Error('no route') }));

    await expect(readSources([source], undefined)).rejects.toThrow(`cannot download ${url}: no route`);
  });

  test('stops at a file that is too large', async () => {
    answer(() => new Response(new Uint8Array(8 * 1024 * 1024 + 1)));

    await expect(readSources([source], undefined)).rejects.toThrow('more than 8388608 bytes');
  });
});
