import { OSSM2 } from '../../lib/ossm2/generation';
import { factKindsOf, lockScopeOf } from '../../lib/workflows/facts';
import { makeCertificate } from '../helpers/make-certificate';
import { loadText } from '../helpers/topology-text';

test('of each mesh the topology says whose certificates it has', () => {
  const text = `clusters: { a: {}, b: {}, c: {} }
meshes:
  c: {}
  a: { rootCertificate: { file: a.pem } }
  b: { customCA: true, commonRoot: corp, ingress: { addresses: [b.example.org] } }
  b2: { cluster: b, clusterName: second, trustDomain: second.example }
peerings:
  - between: [a, b]
  - between: [a, c]
  - between: [b, b2]
`;
  const { facts, meshes } = lockScopeOf(loadText(text, { 'a.pem': makeCertificate() }));
  expect(Object.entries(meshes)).toEqual([
    ['a', { trustDomain: 'a.local', customCA: false }],
    ['b', { trustDomain: 'b.local', customCA: true, commonRoot: 'corp' }],
    ['b2', { trustDomain: 'second.example', customCA: false }],
    ['c', { trustDomain: 'c.local', customCA: false }],
  ]);
  expect(facts.map(({ token }) => token)).toEqual([
    '<ossm-fed:address:a:b-ingress>',
    '<ossm-fed:address:a:c-ingress>',
    '<ossm-fed:root:b>',
    '<ossm-fed:root:b2>',
    '<ossm-fed:root:c>',
    '<ossm-fed:address:c:a-ingress>',
  ]);
});

test('of a topology with problems nothing is known', () => {
  expect(lockScopeOf(loadText('clusters: {}\n'))).toEqual({ facts: [], meshes: {} });
});

test('the kinds are those of all generations, each once', () => {
  expect(factKindsOf([OSSM2, OSSM2]).map(({ name }) => name)).toEqual(['root', 'address']);
  expect(factKindsOf([])).toEqual([]);
});
