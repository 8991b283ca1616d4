import { isAddress } from '../../lib/federation/addresses';
import { makeToken, parseToken, type TokenSubject } from '../../lib/federation/tokens';

const SUBJECTS: readonly (readonly [string, TokenSubject])[] = [
  ['<ossm-fed:root:rosa-prod-mesh>', { kind: 'root', mesh: 'rosa-prod-mesh' }],
  ['<ossm-fed:address:aro:rosa-ingress>', { kind: 'address', mesh: 'aro', gateway: 'rosa-ingress' }],
];

test.each(SUBJECTS)('%s is made for its subject and read as it', (token, subject) => {
  expect(makeToken(subject)).toBe(token);
  expect(parseToken(token)).toEqual(subject);
});

test.each(SUBJECTS)('%s is no address', (token) => {
  expect(isAddress(token)).toBe(false);
});

test.each([
  '',
  '<ossm-fed:root:>',
  '<ossm-fed:root:a:b>',
  '<ossm-fed:address:a>',
  'ossm-fed:root:a',
  '<ossm-fed:root:a> ',
])('"%s" is no token', (text) => {
  expect(parseToken(text)).toBeUndefined();
});
