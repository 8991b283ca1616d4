import { parse } from 'yaml';
import { shownYaml } from '../../../lib/graph/html/shown-value';
import { makePrivateKey } from '../../helpers/make-certificate';

const KEY = makePrivateKey();

test('an object without secrets is its YAML', () => {
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { count: '1', on: 'yes' } };
  expect(parse(shownYaml(object))).toEqual(object);
});

test('values of Secrets are left out, also in lists and in copies that kubectl keeps', () => {
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: 'a',
      annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{"data":{"u":"dXNlcg=="}}' },
    },
    data: { user: 'dXNlcg==' },
    stringData: { plain: 'user' },
    type: 'Opaque',
  };
  const shown = shownYaml({ kind: 'List', items: [secret] });
  expect(shown).not.toMatch(/dXNlcg|plain: user/);
  expect(parse(shown).items[0]).toMatchObject({
    data: { user: '[redacted]' },
    stringData: { plain: '[redacted]' },
    type: 'Opaque',
  });
});

test('private keys, credentials and variables with them are left out, certificates stay', () => {
  const certificate = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
  const shown = shownYaml({
    kind: 'ConfigMap',
    data: {
      'tls.key': KEY,
      'root.pem': certificate,
      url: 'https://me:hunter2@example.com/',
      'https://me:hunter2@key.example/': 'a',
    },
    spec: {
      env: [
        { name: 'DB_PASSWORD', value: 'hunter2' },
        { name: 'LEVEL', value: 'debug' },
      ],
      token: ['hunter2'],
    },
  });
  expect(shown).not.toMatch(/hunter2|MIGHAgEA/);
  expect(shown).toContain('MIIB');
  expect(parse(shown).spec.env[1]).toEqual({ name: 'LEVEL', value: 'debug' });
});

test('characters that reverse or hide text are escaped', () => {
  expect(shownYaml({ kind: 'ConfigMap', data: { text: 'a\u202eb\u200bc' } })).toMatch(/a\\u202eb\\u200bc/);
});
