import { scopeOf } from '../../lib/lock/scope';
import { makeCertificate } from '../helpers/make-certificate';
import { plansOf } from '../helpers/topology-text';

test('the lock is asked for what peers have tokens for, and for nothing else', () => {
  const text = `clusters: { a: {}, b: {}, c: {} }
meshes:
  a: { rootCertificate: { file: a.pem } }
  b: { customCA: true, commonRoot: corp, ingress: { addresses: [b.example.org] } }
  b2: { cluster: b, clusterName: second, trustDomain: second.example }
  c: {}
peerings:
  - between: [a, b]
  - between: [a, c]
  - between: [b, b2]
`;
  expect(scopeOf(plansOf(text, { 'a.pem': makeCertificate() }))).toEqual({
    meshes: {
      a: { trustDomain: 'a.local', customCA: false, needsRoot: false, gateways: ['b-ingress', 'c-ingress'] },
      b: { trustDomain: 'b.local', customCA: true, commonRoot: 'corp', needsRoot: true, gateways: [] },
      b2: { trustDomain: 'second.example', customCA: false, needsRoot: true, gateways: [] },
      c: { trustDomain: 'c.local', customCA: false, needsRoot: true, gateways: ['a-ingress'] },
    },
  });
});

test('nothing is asked for of a mesh that nobody peers with', () => {
  expect(scopeOf(plansOf('clusters: { a: {} }\nmeshes: { a: {} }\n'))).toEqual({
    meshes: { a: { trustDomain: 'a.local', customCA: false, needsRoot: false, gateways: [] } },
  });
});
