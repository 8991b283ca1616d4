import { fieldChanges, fieldText } from '../../lib/changes/fields';
import { appliedPart } from '../../lib/changes/owned';
import type { Fields } from '../../lib/values';

const textsOf = (before: Fields, after: Fields) =>
  fieldChanges(appliedPart(before, after), after).map(({ path, action }) => `${action} ${fieldText(path)}`);

/** An entry of managedFields. */
function manager(name: string, operation: string, fieldsV1: object, subresource?: string) {
  return {
    manager: name,
    operation,
    fieldsType: 'FieldsV1',
    fieldsV1,
    ...(subresource !== undefined && { subresource }),
  };
}

const PORTS = {
  '.': {},
  'k:{"port":15443,"protocol":"TCP"}': { '.': {}, 'f:name': {}, 'f:port': {} },
  'k:{"port":8188,"protocol":"TCP"}': { '.': {}, 'f:name': {}, 'f:port': {} },
};

const SERVICE = {
  kind: 'Service',
  metadata: {
    name: 'shop',
    uid: '1',
    labels: { app: 'shop', 'of/others': 'yes' },
    managedFields: [
      manager('ossm-fed', 'Apply', {
        'f:metadata': { 'f:labels': { 'f:app': {} } },
        'f:spec': { 'f:ports': PORTS, 'f:selector': {} },
      }),
      manager('someone', 'Update', { 'f:metadata': { 'f:labels': { 'f:of/others': {} } } }),
      manager('labeler', 'Apply', { 'f:metadata': { 'f:annotations': { 'f:x': {} } } }),
    ],
    annotations: { x: 'y' },
  },
  spec: {
    clusterIP: '10.0.0.1',
    ports: [
      { name: 'tls', port: 15443, protocol: 'TCP', targetPort: 15443 },
      { name: 'http', port: 8188, protocol: 'TCP', targetPort: 8188 },
    ],
    selector: { app: 'shop' },
  },
  status: { loadBalancer: {} },
};

const MANIFEST = {
  kind: 'Service',
  metadata: { name: 'shop', labels: { app: 'shop' } },
  spec: {
    ports: [
      { name: 'tls', port: 15443 },
      { name: 'http', port: 8188 },
    ],
    selector: { app: 'shop' },
  },
};

describe('an object in a cluster', () => {
  test('has no change by what the API server, controllers and others have set', () => {
    expect(textsOf(SERVICE, MANIFEST)).toEqual([]);
  });

  test('has a change in each field that the manifest has and that differs', () => {
    const after = {
      ...MANIFEST,
      spec: { ...MANIFEST.spec, ports: [{ name: 'tls', port: 15444 }, MANIFEST.spec.ports[1]] },
    };
    expect(textsOf(SERVICE, after)).toEqual(['change spec.ports[tls].port']);
  });

  test('loses a field that was applied and that the manifest no longer has, but no field of others', () => {
    const after = { ...MANIFEST, metadata: { name: 'shop', labels: {} } };
    expect(textsOf(SERVICE, after)).toEqual(['remove metadata.labels.app']);
    expect(textsOf(SERVICE, { ...MANIFEST, metadata: { name: 'shop' } })).toEqual(['remove metadata.labels']);
  });

  test('loses an item that was applied, but none that others have added', () => {
    const one = { ...MANIFEST, spec: { ...MANIFEST.spec, ports: [MANIFEST.spec.ports[0]] } };
    expect(textsOf(SERVICE, one)).toEqual(['remove spec.ports[http]']);
    const added = { name: 'extra', port: 1, protocol: 'TCP' };
    const more = { ...SERVICE, spec: { ...SERVICE.spec, ports: [...SERVICE.spec.ports, added] } };
    expect(textsOf(more, MANIFEST)).toEqual([]);
  });

  test('loses no field that another manager has applied too', () => {
    const managedFields = [
      ...SERVICE.metadata.managedFields,
      manager('someone', 'Update', { 'f:metadata': { 'f:labels': { 'f:app': {} } } }),
    ];
    const before = { ...SERVICE, metadata: { ...SERVICE.metadata, managedFields } };
    expect(textsOf(before, { ...MANIFEST, metadata: { name: 'shop', labels: {} } })).toEqual([]);
  });

  test('loses what client-side apply has set, but not its own copy of the manifest', () => {
    const last = 'kubectl.kubernetes.io/last-applied-configuration';
    const before = {
      metadata: {
        name: 'a',
        annotations: { [last]: '{}', old: '1' },
        managedFields: [
          manager('kubectl-client-side-apply', 'Update', {
            'f:metadata': { 'f:annotations': { '.': {}, [`f:${last}`]: {}, 'f:old': {} } },
            'f:data': { 'f:key': {} },
          }),
        ],
      },
      data: { key: 'x' },
    };
    expect(textsOf(before, { metadata: { name: 'a', annotations: {} }, data: { key: 'x' } })).toEqual([
      'remove metadata.annotations.old',
    ]);
  });

  test('ignores who writes a status', () => {
    const managedFields = [manager('operator', 'Apply', { 'f:spec': { 'f:mode': {} } }, 'status')];
    const before = { metadata: { managedFields }, spec: { mode: 'x', version: 'v2.6' } };
    expect(textsOf(before, { spec: { version: 'v2.6' } })).toEqual([]);
  });

  test('has all items of a list that is replaced as a whole', () => {
    const before = { metadata: {}, spec: { members: ['shop', 'old'] } };
    expect(textsOf(before, { metadata: {}, spec: { members: ['shop'] } })).toEqual(['remove spec.members[old]']);
  });

  test('lacks nothing if the manifest has only something empty', () => {
    expect(textsOf({ metadata: {} }, { metadata: { annotations: {}, labels: null }, data: [] })).toEqual([]);
  });

  test.each([
    [undefined],
    ['text'],
    [[null, 1, { fieldsV1: 'x' }]],
    [[manager('a', 'Apply', { 'k:nonsense': {}, 'v:{': {} })]],
  ])('is compared whatever its managedFields are: %j', (managedFields) => {
    const before = { metadata: { managedFields }, spec: { list: [1], mode: 'x' } };
    expect(textsOf(before, { spec: { list: [2] } })).toEqual(['remove spec.list[1]', 'add spec.list[2]']);
  });
});
