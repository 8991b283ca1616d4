import { parse } from 'yaml';
import type { Lock } from '../../lib/lock/model';
import { OSSM3_FACT_KINDS } from '../../lib/ossm3/facts';
import { fillText } from '../helpers/fill-text';

const PEM = ['-----BEGIN CERTIFICATE-----', 'MIIB', '-----END CERTIFICATE-----', ''].join('\n');
const ROOT = '<ossm-fed:root:east>';
const ADDRESS = '<ossm-fed:address:east:eastwestgateway>';

const root = { fingerprint: 'AA', subject: 'CN=east', notBefore: '2026-01-01', notAfter: '2036-01-01', pem: PEM };

/** A lock with what is known of the mesh `east`. */
function lockOf(roots: readonly unknown[], addresses: readonly string[] = [], service = 15443): Lock {
  const gateways = addresses.length === 0 ? {} : { eastwestgateway: { addresses, ports: { service } } };
  return { meshes: { east: { roots, gateways } } };
}

const fill = (text: string, lock: Lock) => fillText(text, lock, OSSM3_FACT_KINDS);

const ISTIO = `apiVersion: sailoperator.io/v1
kind: Istio
metadata:
  name: west
spec:
  values:
    meshConfig:
      caCertificates:
        - pem: ${ROOT}
          trustDomains:
            - east.local
        - trustDomains:
            - north.local
      trustDomain: west.local
`;

const GATEWAY = `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: remote-east
spec:
  addresses:
    - type: Hostname
      value: ${ADDRESS}
  listeners:
    - name: cross-network
      port: 15443
`;

describe('certificates in items of a list', () => {
  const certificates = (text: string) => parse(text).spec.values.meshConfig.caCertificates as unknown;

  test('have an empty list of signers with the token as its comment until they are known', () => {
    const { text, slots, problems } = fill(ISTIO, lockOf([]));
    expect(text).toContain(`- certSigners: [] # ${ROOT}\n          trustDomains:`);
    expect(slots).toEqual([{ token: ROOT, state: 'missing' }]);
    expect(problems).toEqual([]);
  });

  test('are filled from the token, and from the form that they have until then', () => {
    const unknown = fill(ISTIO, lockOf([])).text;
    for (const before of [ISTIO, unknown]) {
      const { text, slots } = fill(before, lockOf([root]));
      expect(certificates(text)).toEqual([
        { pem: PEM, trustDomains: ['east.local'] },
        { trustDomains: ['north.local'] },
      ]);
      expect(text).toContain(`- pem: | # ${ROOT}\n`);
      expect(slots).toEqual([{ token: ROOT, state: 'filled' }]);
    }
  });

  test('are replaced by those of a later lock, and kept where it has none', () => {
    const filled = fill(ISTIO, lockOf([root])).text;
    const other = PEM.replace('MIIB', 'MIIC');
    expect(certificates(fill(filled, lockOf([root, { ...root, pem: other }])).text)).toEqual([
      { pem: PEM + other, trustDomains: ['east.local'] },
      { trustDomains: ['north.local'] },
    ]);
    expect(fill(filled, lockOf([]))).toMatchObject({ text: filled, slots: [{ token: ROOT, state: 'kept' }] });
    expect(fill(filled, lockOf([root])).text).toBe(filled);
  });

  test('are filled with Windows line ends, comments and other orders of keys', () => {
    const written = ISTIO.replace(
      `- pem: ${ROOT}\n          trustDomains:\n            - east.local`,
      `- trustDomains: [east.local] # callers\n          certSigners: [] # ${ROOT}`,
    );
    for (const text of [written, written.replaceAll('\n', '\r\n')]) {
      expect(certificates(fill(text, lockOf([root])).text)).toEqual([
        { pem: PEM, trustDomains: ['east.local'] },
        { trustDomains: ['north.local'] },
      ]);
    }
  });

  test('of another kind of object are not filled', () => {
    const other = ISTIO.replace('kind: Istio', 'kind: Other');
    expect(fill(other, lockOf([root])).text).toBe(other);
    expect(fill(other, lockOf([root])).problems).toMatchObject([{ kind: 'misplaced' }]);
  });
});

describe('addresses in items of a list', () => {
  const specOf = (text: string) => parse(text).spec as unknown;

  test('are a host that nobody resolves, with the token as its comment, until they are known', () => {
    const { text, slots } = fill(GATEWAY, lockOf([]));
    expect(text).toContain(`- type: Hostname\n      value: unknown.ossm-fed.invalid # ${ADDRESS}\n`);
    expect(slots).toEqual([{ token: ADDRESS, state: 'missing' }]);
  });

  test.each([
    [['192.0.2.1'], [{ type: 'IPAddress', value: '192.0.2.1' }]],
    [['2001:db8::1'], [{ type: 'IPAddress', value: '2001:db8::1' }]],
    [['gate.example.com'], [{ type: 'Hostname', value: 'gate.example.com' }]],
    [
      ['192.0.2.1', '192.0.2.2'],
      [
        { type: 'IPAddress', value: '192.0.2.1' },
        { type: 'IPAddress', value: '192.0.2.2' },
      ],
    ],
  ])('%j are filled with their types', (addresses, expected) => {
    for (const before of [GATEWAY, fill(GATEWAY, lockOf([])).text]) {
      const { text, slots } = fill(before, lockOf([], addresses));
      expect(specOf(text)).toEqual({ addresses: expected, listeners: [{ name: 'cross-network', port: 15443 }] });
      expect(slots).toEqual([{ token: ADDRESS, state: 'filled' }]);
      expect(fill(text, lockOf([], addresses)).text).toBe(text);
    }
  });

  test('are replaced by those of a later lock, whatever their number', () => {
    const two = fill(GATEWAY, lockOf([], ['192.0.2.1', '192.0.2.2'])).text;
    const one = fill(two, lockOf([], ['gate.example.com'])).text;
    expect(specOf(one)).toMatchObject({ addresses: [{ type: 'Hostname', value: 'gate.example.com' }] });
    expect(fill(one, lockOf([], ['192.0.2.1', '192.0.2.2'])).text).toBe(two);
    expect(fill(one, lockOf([]))).toMatchObject({ text: one, slots: [{ state: 'kept' }] });
  });

  test('come with their port, unless a person wrote another one', () => {
    const filled = fill(GATEWAY, lockOf([], ['192.0.2.1'], 31443)).text;
    expect(filled).toContain(`port: 31443 # ${ADDRESS}`);
    expect(specOf(fill(filled, lockOf([], ['192.0.2.1'], 32443)).text)).toMatchObject({ listeners: [{ port: 32443 }] });
    const stated = GATEWAY.replace('15443', '443');
    expect(specOf(fill(stated, lockOf([], ['192.0.2.1'], 31443)).text)).toMatchObject({ listeners: [{ port: 443 }] });
  });

  test('are at most 16, as a Gateway has no more', () => {
    const many = Array.from({ length: 20 }, (_, i) => `192.0.2.${i + 1}`);
    expect(parse(fill(GATEWAY, lockOf([], many)).text).spec.addresses).toHaveLength(16);
  });
});
