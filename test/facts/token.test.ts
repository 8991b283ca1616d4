import { isAddress } from '../../lib/facts/address/dialable';
import { makeToken, parseToken, type TokenSubject, tokenPattern, tokensIn } from '../../lib/facts/token';

const SUBJECTS: readonly (readonly [string, TokenSubject])[] = [
  ['<ossm-fed:root:rosa-prod-mesh>', { kind: 'root', mesh: 'rosa-prod-mesh' }],
  ['<ossm-fed:address:aro:rosa-ingress>', { kind: 'address', mesh: 'aro', name: 'rosa-ingress' }],
  ['<ossm-fed:api-server2:m>', { kind: 'api-server2', mesh: 'm' }],
];

test.each(SUBJECTS)('%s is made for its subject and read as it', (token, subject) => {
  expect(makeToken(subject)).toBe(token);
  expect(parseToken(token)).toEqual(subject);
});

test.each(SUBJECTS)('%s is not an address', (token) => {
  expect(isAddress(token)).toBe(false);
});

test.each([
  '',
  '<ossm-fed:root>',
  '<ossm-fed:root:>',
  '<ossm-fed:root:a:>',
  '<ossm-fed:root:a:b:c>',
  '<ossm-fed::a>',
  '<ossm-fed:Root:a>',
  '<ossm-fed:1root:a>',
  '<ossm-fed:root_x:a>',
  '<ossm-fed:root:a<b>',
  '<ossm-fed:root:a>>',
  'ossm-fed:root:a',
  'x<ossm-fed:root:a>',
  '<ossm-fed:root:a> ',
])('"%s" is not a token', (text) => {
  expect(parseToken(text)).toBeUndefined();
});

test('the pattern of a kind matches its tokens and no others', () => {
  const texts = ['<ossm-fed:root:a>', '<ossm-fed:root:a:b>', '<ossm-fed:roots:a>', '<ossm-fed:root:>', 'root:a'];
  const matching = (isNamed: boolean) =>
    texts.filter((text) => new RegExp(`^${tokenPattern('root', isNamed)}$`).test(text));
  expect(matching(false)).toEqual(['<ossm-fed:root:a>']);
  expect(matching(true)).toEqual(['<ossm-fed:root:a:b>']);
});

test('the tokens of a text are found in their order, each once', () => {
  expect(
    tokensIn('a: <ossm-fed:root:b> # <ossm-fed:root:a>\n- "<ossm-fed:root:b>"\n<ossm-fed:root> <ossm-fed:x'),
  ).toEqual(['<ossm-fed:root:b>', '<ossm-fed:root:a>']);
  expect(tokensIn('none')).toEqual([]);
});
