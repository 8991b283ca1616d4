import { certificatesOf } from '../../../lib/graph/html/certificates';
import { PageObjects } from '../../../lib/graph/html/objects';
import { readManifests } from '../../../lib/manifests/read';
import { makeCertificate } from '../../helpers/make-certificate';

function objectsOf(...values: readonly object[]): PageObjects {
  return new PageObjects(
    readManifests('west', 'all.yaml', values.map((value) => JSON.stringify(value)).join('\n---\n')).manifests,
  );
}

const map = (kind: string, name: string, rest: object) => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, namespace: 'a' },
  ...rest,
});

test('certificates of ConfigMaps and Secrets are listed once each, those that expire first first', () => {
  const [late, soon] = [
    makeCertificate({ organization: 'late.local' }),
    makeCertificate({ organization: 'soon.local', notAfter: new Date('2030-05-01T00:00:00Z'), rsaBits: 1024 }),
  ];
  const objects = objectsOf(
    map('ConfigMap', 'both', { data: { 'root.pem': `# a comment\n${late}${soon}` } }),
    map('Secret', 'encoded', { data: { 'ca.crt': Buffer.from(late).toString('base64') } }),
    map('Secret', 'plain', { stringData: { 'ca.crt': soon } }),
  );
  const found = certificatesOf(objects);
  expect(
    found.map(({ subject, notBefore, notAfter, weaknesses, objects }) => [
      subject,
      notBefore,
      notAfter,
      weaknesses,
      objects,
    ]),
  ).toEqual([
    ['O=soon.local', '2024-01-01T00:00:00.000Z', '2030-05-01T00:00:00.000Z', ['RSA key of 1024 bits'], [0, 2]],
    ['O=late.local', '2024-01-01T00:00:00.000Z', '2044-01-01T00:00:00.000Z', [], [0, 1]],
  ]);
  expect(found[0]?.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
});

test('leaf certificates, damaged ones, private keys and other kinds are left out', () => {
  const leaf = makeCertificate({ organization: 'leaf', ca: false });
  const damaged = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
  const data = { a: leaf, b: damaged, c: 1, d: '<token>' };
  expect(
    certificatesOf(
      objectsOf(
        map('ConfigMap', 'a', { data }),
        map('Pod', 'b', { data: { a: makeCertificate() } }),
        map('ConfigMap', 'c', {}),
      ),
    ),
  ).toEqual([]);
});
