import { addressFault, isAddress, isPort } from '../../../lib/facts/address/dialable';

describe('an address that other clusters can connect to', () => {
  test.each(['192.0.2.1', '2001:db8::1', 'a.b', 'a-1.example.org', 'A.EXAMPLE', '1.example'])('%s', (text) => {
    expect([isAddress(text), addressFault(text)]).toEqual([true, undefined]);
  });

  const label = 'a'.repeat(63);
  test.each([`${label}.b`, `${label}.${label}.${label}.${'a'.repeat(61)}`])(
    'has labels of 63 and a length of 253 characters at most',
    (text) => {
      expect(addressFault(text)).toBeUndefined();
      expect(addressFault(`a${text}`)).toBe('neither an IP address nor a DNS name');
    },
  );
});

test.each([
  ['null', 'DNS name without a dot'],
  ['mesh', 'DNS name without a dot'],
  ['0x7f.0x1', 'neither an IP address nor a DNS name'],
  ['fe80::1%eth0', 'IPv6 address with a zone'],
  ['', 'neither an IP address nor a DNS name'],
  ['.', 'neither an IP address nor a DNS name'],
  ['a.', 'neither an IP address nor a DNS name'],
  ['.a', 'neither an IP address nor a DNS name'],
  ['a..b', 'neither an IP address nor a DNS name'],
  ['-a.b', 'neither an IP address nor a DNS name'],
  ['a-.b', 'neither an IP address nor a DNS name'],
  ['a_b.c', 'neither an IP address nor a DNS name'],
  ['7', 'neither an IP address nor a DNS name'],
  ['a.7', 'neither an IP address nor a DNS name'],
  ['10.0.0.256', 'neither an IP address nor a DNS name'],
  ['a.b ', 'neither an IP address nor a DNS name'],
  ['a.b\n', 'neither an IP address nor a DNS name'],
])('%j is rejected: %s', (text, fault) => {
  expect(addressFault(text)).toBe(fault);
});

describe('a port', () => {
  test.each([1, 2, 8188, 65_534, 65_535])('may be %d', (port) => {
    expect(isPort(port)).toBe(true);
  });

  test.each([0, -1, 65_536, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '80', null, undefined, true])(
    'cannot be %p',
    (port) => {
      expect(isPort(port)).toBe(false);
    },
  );
});
