import { disjoint, redact, withoutSpans } from '../../lib/issues/redact';
import { makeCertificate, makePrivateKey } from '../helpers/make-certificate';

const KEY = makePrivateKey();
const LINES = KEY.trim().split('\n');
const BODY = LINES.slice(1, -1).join('');
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('private keys are not repeated', () => {
  test.each([
    ['a whole key', `before ${KEY} after`, 'before [private key]\n after'],
    ['a key on one line', `text "${LINES.join(' ')}" is invalid`, 'text "[private key]" is invalid'],
    ['a key with escaped line breaks', `"${LINES.join('\\n')}"`, '"[private key]"'],
    ['a key without its end', `found "${LINES.slice(0, 3).join('\\n')}...`, 'found "[private key]'],
    ['Base64 of a key', `found "${base64(KEY)}"`, 'found "[private key]"'],
    ['Base64 of a certificate and a key', base64(makeCertificate({}) + KEY), '[private key]'],
    ['the beginning of Base64 of a key', `"${base64(KEY).slice(0, 60)}..."`, '"[private key]..."'],
    ['a key without its first and last line', `found "${BODY}"`, 'found "[private key]"'],
    ['a key of PuTTY', 'Private-Lines: 8\nAAAA\nPrivate-MAC: 1', '[private key]: 1'],
  ])('%s', (_, text, expected) => {
    expect(redact(text)).toBe(expected);
  });
});

test.each([0, 1, 38, 39, 40, 41, 79, 80])(
  'Base64 of a key is found behind %d characters, from 40 characters on',
  (before) => {
    const found = (length: number) => redact(`${' '.repeat(before)}${BODY.slice(0, length)}`).trim();
    expect(found(39)).toBe(BODY.slice(0, 39));
    expect(found(40)).toBe('[private key]');
  },
);

describe('credentials are not repeated', () => {
  test.each([
    ['https://me:pa@ss@host/path', 'https://[redacted]@host/path'],
    ['Authorization: Basic bWU6aHVudGVyMg==', 'Authorization: [redacted]'],
    ['"authorization":"Bearer abc"', '"authorization":"[redacted]"'],
    ['sent Bearer abcdefghijklmnopqrstuvwx to', 'sent Bearer [redacted] to'],
    ['the token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln is', 'the token [redacted] is'],
    ['sha256~0123456789abcdefghijklmnop', '[redacted]'],
    ['password: hunter2, user: me', 'password: [redacted], user: me'],
    ['DB_PASSWORD="hunter 2"', 'DB_PASSWORD="[redacted]"'],
    ['"{\\"token\\":\\"hunter2\\"}"', '"{\\"token\\":\\"[redacted]"'],
    ["client-key-data: 'it''s'", "client-key-data: '[redacted]'"],
  ])('%s', (text, expected) => {
    expect(redact(text)).toBe(expected);
  });
});

test.each([
  'the value of "<ossm-fed:root:rosa-prod-mesh>" is missing',
  'token: <ossm-fed:root:rosa-prod-mesh>',
  'the text contains a private key, which must not leave its mesh',
  'basic authentication, bearer of a certificate',
  'spiffe://cluster.local/ns/a/sa/b, https://host:6443/@me',
  'secretName: cacerts, secret: { name: x }',
  makeCertificate({}),
  'test/properties/fixtures/some-directory-with-a-long-name/and_another_one/federation-yaml',
])('%j stays as it is', (text) => {
  expect(redact(text)).toBe(text);
});

test('spans that overlap are one', () => {
  const [long, inner, next] = [
    { start: 2, end: 8, label: 'A' },
    { start: 3, end: 5, label: 'B' },
    { start: 7, end: 9, label: 'C' },
  ];
  expect(disjoint([next, inner, long])).toEqual([{ start: 2, end: 9, label: 'A' }]);
});

test('a part of a text has no part of a secret', () => {
  const spans = [{ start: 2, end: 6, label: '#' }];
  expect(withoutSpans('ab1234cd', spans, 0, 4)).toBe('ab');
  expect(withoutSpans('ab1234cd', spans, 4, 8)).toBe('#cd');
  expect(withoutSpans('ab1234cd', spans, 6, 8)).toBe('cd');
  expect(withoutSpans('ab1234cd', spans, 0, 8)).toBe('ab#cd');
});

test.each(['BEGIN PRIVATE KEY', 'password: "', 'eyJ-', 'a://', 'Bearer ', 'authorization=', '-----', 'A'])(
  'many repetitions of %j take time that grows with the text',
  (part) => {
    const start = performance.now();
    redact(part.repeat(200_000 / part.length));
    expect(performance.now() - start).toBeLessThan(2_000);
  },
);
