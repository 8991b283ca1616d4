import { makeCertificate as makeRoot } from '../helpers/make-certificate';
import { hasOpenssl, makeCertificate } from '../helpers/openssl';
import { loadText, peerOf, plansOf } from '../helpers/topology-text';

const TEXT = (root: string) => `clusters: { a: {}, b: {} }
meshes: { a: { rootCertificate: ${root} }, b: {} }
peerings: [{ between: [a, b], sides: { b: { peerName: partner } } }]
`;

test('a root certificate that is not known is a token of its mesh', () => {
  const federation = plansOf('clusters: { a: {}, b: {} }\nmeshes: { a: {}, b: {} }\npeerings: [{ between: [a, b] }]\n');
  expect(peerOf(federation, 'b', 'a').rootCertificate).toEqual({
    configMap: 'a-ca-root-cert',
    key: 'root-cert.pem.incomplete',
    pem: '<ossm-fed:root:a>',
  });
});

// Without the program there is nothing that could make a certificate here.
(hasOpenssl() ? describe : describe.skip)(
  'a root certificate that is known (skipped where there is no openssl)',
  () => {
    const root = makeCertificate('mesh a', { ca: true });
    const next = makeCertificate('mesh a, next', { ca: true });
    const leaf = makeCertificate('workload', { ca: false });

    /** What `b` keeps of `a`. */
    const kept = (statement: string, files = {}) => peerOf(plansOf(TEXT(statement), files), 'b', 'a').rootCertificate;
    const problem = (pem: string) => {
      const [issue] = loadText(TEXT('{ file: root.pem }'), { 'root.pem': pem }).issues;
      return `${issue?.code} ${issue?.message}`;
    };

    test('is written into the ConfigMap of the peer, by the name that the peer has there', () => {
      expect(kept(`{ pem: ${JSON.stringify(root)} }`)).toEqual({
        configMap: 'partner-ca-root-cert',
        // The address of the peer is not known.
        key: 'root-cert.pem.incomplete',
        pem: root,
      });
    });

    test('may lie in a file, with blanks around it', () => {
      expect(kept('{ file: certs/root.pem }', { 'certs/root.pem': `\n${root}\n\n` }).pem).toBe(root);
    });

    test('may be several, as while a root is replaced', () => {
      expect(kept('{ file: roots.pem }', { 'roots.pem': `${root}${next}` }).pem).toBe(`${root}${next}`);
    });

    test('is not the certificate of a workload', () => {
      expect(problem(leaf)).toBe('TOP118 the certificate of "O=workload" is not a CA certificate');
      expect(problem(`${root}${leaf}`)).toBe('TOP118 the certificate of "O=workload" is not a CA certificate');
    });

    test('has no text around it', () => {
      expect(problem(`root of mesh a:\n${root}`)).toBe('TOP118 the text contains more than PEM certificates');
    });

    test('is not cut off', () => {
      expect(problem(root.slice(0, -40))).toBe('TOP118 the text contains no PEM certificate');
    });
  },
);

test('a weak root certificate is a warning at its place, in text and in a file', () => {
  const weak = makeRoot({ organization: 'a', rsaBits: 1024, hash: 'sha1' });
  const good = makeRoot({ organization: 'a' });
  const load = (statement: string) => loadText(TEXT(statement), { 'root.pem': `${good}${weak}` });
  const expected = {
    code: 'TOP159',
    level: 'warning',
    message: expect.stringMatching(/RSA key of 1024 bits, SHA-1 signature$/),
  };
  for (const statement of [`{ pem: ${JSON.stringify(weak)} }`, '{ file: root.pem }']) {
    const { issues, warnings } = load(statement);
    expect(issues).toEqual([]);
    expect(warnings).toEqual([expect.objectContaining({ ...expected, line: 2, column: expect.any(Number) })]);
  }
  expect(load(`{ pem: ${JSON.stringify(good)} }`).warnings).toEqual([]);
});
