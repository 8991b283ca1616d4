import { isAddress } from '../../lib/facts/address/dialable';
import { isNetwork } from '../../lib/federation/addresses';

test.each([
  '192.0.2.1',
  '2001:db8::1',
  'mesh.example.org',
  'a1b2.elb.eu-west-1.amazonaws.com',
  'Mesh.Example.org',
  '1.example.org',
])('%s is an address', (text) => {
  expect(isAddress(text)).toBe(true);
});

test.each([
  '',
  ' ',
  '192.0.2',
  '192.0.2.256',
  '192.0.2.1:443',
  '[2001:db8::1]',
  'https://mesh.example.org',
  'mesh.example.org/path',
  'mesh.example.org.',
  '-mesh.example.org',
  'mesh_1.example.org',
  '*.example.org',
  'mesh example.org',
  `${'a'.repeat(64)}.example.org`,
  `${'abcdefgh.'.repeat(29)}org`,
  '{{ address }}',
  '<address>',
])('"%s" is no address', (text) => {
  expect(isAddress(text)).toBe(false);
});

test.each(['0.0.0.0/0', '192.0.2.0/24', '192.0.2.1/32', '2001:db8::/32', '::/0', '2001:db8::1/128'])(
  '%s is a network',
  (text) => {
    expect(isNetwork(text)).toBe(true);
  },
);

test.each([
  '',
  '192.0.2.0',
  '192.0.2.0/',
  '192.0.2.0/33',
  '192.0.2.0/-1',
  '192.0.2.0/24/1',
  '2001:db8::/129',
  'example.org/24',
  '/24',
])('"%s" is no network', (text) => {
  expect(isNetwork(text)).toBe(false);
});
