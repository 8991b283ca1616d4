import { stringify } from 'yaml';
import { isCredentialName } from '../../lib/issues/redact';
import { parseDocuments } from '../../lib/yaml/documents';
import { mayHaveSecretValues, secretValues } from '../../lib/yaml/secret-values';

const NAMES = [
  'password',
  'DB_PASSWD',
  'passphrase',
  'client-key-data',
  'clientSecret',
  'client_secret',
  'apiKey',
  'API-KEY',
];
const MORE = ['api_key', 'secret-key', 'my-token', 'accessToken', 'Authorization', 'token', 'idtoken'];

describe('a text with secret values is searched for them', () => {
  test.each([...NAMES, ...MORE])('%s', (name) => {
    expect(isCredentialName(name)).toBe(true);
    const texts = [{ [name]: 'a' }, { env: [{ name, value: 'a' }] }].flatMap((value) => [
      stringify(value),
      JSON.stringify(value),
    ]);
    for (const text of texts) expect([foundIn(text), mayHaveSecretValues(text)]).toEqual([1, true]);
  });

  test.each([
    ['a Secret', 'kind: Secret\ndata: { a: b }\n'],
    ['a copy of an object', 'annotations: { kubectl.kubernetes.io/last-applied-configuration: a }\n'],
    ['a name with an escape', '"pass\\u0077ord": a\n'],
    ['a name over two lines', '- value: a\n  name: "pass\\\n    word"\n'],
  ])('%s', (_, text) => {
    expect([foundIn(text), mayHaveSecretValues(text)]).toEqual([1, true]);
  });

  test('but not other texts', () => {
    expect(mayHaveSecretValues('kind: ConfigMap\nmetadata: { name: root-cert }\ndata: { a: b }\n')).toBe(false);
  });
});

function foundIn(text: string): number {
  return parseDocuments(text, { merge: true }).documents.flatMap(secretValues).length;
}
