import { isIP } from 'node:net';
import { addressFault } from '../lib/facts/address/dialable';
import { ipVersion, isServiceName, localAddress } from '../lib/local-address';

describe('an address that leads to another place on every machine', () => {
  test.each([
    ['127.0.0.1', 'a loopback address'],
    ['127.255.255.255', 'a loopback address'],
    ['::1', 'a loopback address'],
    ['0:0:0:0:0:0:0:1', 'a loopback address'],
    ['::ffff:127.0.0.1', 'a loopback address'],
    ['0:0:0:0:0:ffff:7f00:1', 'a loopback address'],
    ['::FFFF:7F00:0001', 'a loopback address'],
    ['::127.0.0.1', 'a loopback address'],
    ['64:ff9b::7f00:1', 'a loopback address'],
    ['0.0.0.0', 'an unspecified address'],
    ['::', 'an unspecified address'],
    ['::ffff:0:0', 'an unspecified address'],
    ['169.254.0.1', 'a link-local address'],
    ['::ffff:a9fe:1', 'a link-local address'],
    ['fe80::1', 'a link-local address'],
    ['febf::1', 'a link-local address'],
    ['fe80::1%eth0', 'a link-local address'],
    ['169.254.169.254', 'the address of a metadata service'],
    ['::ffff:169.254.169.254', 'the address of a metadata service'],
    ['fd00:ec2::254', 'the address of a metadata service'],
    ['224.0.0.1', 'a multicast address'],
    ['239.255.255.255', 'a multicast address'],
    ['ff02::1', 'a multicast address'],
    ['255.255.255.255', 'a broadcast address'],
    ['::ffff:255.255.255.255', 'a broadcast address'],
    ['localhost', 'a name of the local machine'],
    ['LocalHost.', 'a name of the local machine'],
    ['west.localhost', 'a name of the local machine'],
    ['localhost.localdomain', 'a name of the local machine'],
    ['localhost6.localdomain6', 'a name of the local machine'],
    ['ip6-localhost', 'a name of the local machine'],
    ['metadata.google.internal', 'the name of a metadata service'],
    ['metadata.google.internal.', 'the name of a metadata service'],
    ['instance-data', 'the name of a metadata service'],
    ['instance-data.ec2.internal', 'the name of a metadata service'],
  ])('%s is %s', (text, what) => {
    expect(localAddress(text)).toBe(what);
    expect(addressFault(text.replace(/\.$/, ''))).toBe(text.includes('%') ? 'IPv6 address with a zone' : what);
  });

  test.each([
    '192.0.2.1',
    '10.0.0.1',
    '126.255.255.255',
    '128.0.0.1',
    '100.64.0.1',
    '169.253.255.255',
    '240.0.0.1',
    '::ffff:10.0.0.1',
    '64:ff9b::a00:1',
    'fd00::1',
    'fec0::1',
    '2001:db8::1',
    'localhost.example.org',
    'my-localhost.example.org',
    'metadata.example.org',
    // Domains of Active Directory often end in it.
    'mesh.corp.local',
  ])('%s is none', (text) => {
    expect([localAddress(text), addressFault(text)]).toEqual([undefined, undefined]);
  });
});

describe('the name of a Service', () => {
  test.each([
    'gateway.mesh.svc',
    'gateway.mesh.svc.cluster.local',
    'kubernetes.default',
    'A.B.SVC.',
    'x.cluster.local',
  ])('is %s', (text) => {
    expect(isServiceName(text)).toBe(true);
  });

  test.each(['gateway.mesh.svc.clusterset.local', 'svc.example.org', 'svc', 'mesh.svc.example.org'])(
    'is not %s',
    (text) => {
      expect(isServiceName(text)).toBe(false);
    },
  );

  test('is rejected as the address of a gateway', () => {
    expect(addressFault('gateway.mesh.svc')).toBe('the name of a Service, which only its own cluster resolves');
  });
});

test.each([
  ...[
    '',
    '1',
    '1.2.3',
    '192.0.2.1',
    '192.0.2.256',
    '192.0.2.1.',
    '192.0.2.1:80',
    '1.2.3.4%eth0',
    'details',
    'a.b',
    'cafe',
    '10',
  ],
  ...[
    '::',
    '::1',
    'fe80::1%eth0',
    'fe80::1%a.b-c',
    'FE80::A',
    '::ffff:192.0.2.1',
    '64:ff9b::192.0.2.1',
    '1:2:3:4:5:6:7:8',
  ],
  ...[':', ':::', '1:2', 'fe80::g', '%', '::%', '<ossm-fed:root:mesh>', 'https://example.org', 'x::1', '::1\n', ' ::1'],
])('%j has the version that Node.js says', (text) => {
  expect(ipVersion(text)).toBe(isIP(text));
});
