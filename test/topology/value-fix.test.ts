import { checkShape } from '../../lib/topology/check';
import { readTopology } from '../../lib/topology/read';

/** The fixes of a topology whose mesh and share have the given keys. */
function fixesOf(mesh: object, share: object = {}): readonly string[] {
  const shares = [{ from: 'm', to: 'm', ...share }];
  const topology = { clusters: { c: {} }, meshes: { m: { cluster: 'c', ...mesh } }, shares };
  return checkShape(topology).map(({ fix }) => fix);
}

test.each([
  ['null', { members: null }, 'write a value, or remove the key'],
  ['a number as a name', { namespace: 123 }, 'write "123", with quotes'],
  ['a boolean as text', { customCA: 'yes' }, 'write true, without quotes'],
  ['a quoted boolean', { customCA: 'false' }, 'write false, without quotes'],
  ['a text instead of a list', { members: 'shop' }, 'write [shop]'],
  ['a quoted port', { ingress: { ports: { service: '443' } } }, 'write 443, without quotes'],
])('%s has a fix of its own', (_, mesh, fix) => {
  expect(fixesOf(mesh)).toEqual([fix]);
});

test('a service as namespace/name is written as a map', () => {
  expect(fixesOf({}, { service: 'pay/fx' })).toEqual(['write { namespace: pay, name: fx }']);
});

test('a duration without a unit is written in seconds', () => {
  const traffic = [{ mesh: 'm', service: { namespace: 'a', name: 'b' }, failover: { interval: 10 } }];
  const found = checkShape({ clusters: {}, meshes: {}, traffic });
  expect(found.map(({ fix }) => fix)).toEqual(['write 10s']);
});

test.each(['', '# nothing\n'])('an empty file is said to be empty: %j', (text) => {
  const { issues } = readTopology(text);
  expect(issues.map(({ message, fix }) => [message, fix])).toEqual([
    ['the topology is empty', 'write the keys "clusters:" and "meshes:"'],
  ]);
});
