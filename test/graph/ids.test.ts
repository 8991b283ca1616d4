import { idOf, idWithin, importId, meshId } from '../../lib/graph/ids';

test('names are escaped, so that no name ends another one', () => {
  const mesh = meshId({ cluster: { name: 'a/b' }, namespace: 'n', name: 'm' });
  expect(mesh).toBe('mesh/a%2Fb/n/m');
  expect(idWithin(mesh, 'service', 'x', 'y')).toBe('service/a%2Fb/n/m/x/y');
  expect(importId(mesh, { host: 'h', remote: { mesh: 'mesh/c/n/m', name: 't' } })).toBe(
    'import/a%2Fb/n/m/h/mesh%2Fc%2Fn%2Fm',
  );
});

test('half of a surrogate pair is no error', () => {
  expect(decodeURIComponent(idOf('cluster', 'a\ud800b'))).toBe('cluster/a\\ud800b');
  expect(idWithin('mesh/a/n/m', 'service', '\udfff')).toBe('service/a/n/m/%5Cudfff');
  expect(idOf('cluster', '\u{1f600}')).toBe('cluster/%F0%9F%98%80');
});
