import { connectionFailure } from '../../../lib/kube/node/connection-failure';

/** What an error with a code and a telling message becomes. */
function told(code: unknown): string {
  const { kind, detail } = connectionFailure(Object.assign(new Error('SECRET'), { code }), 'api:6443');
  return `${kind}: ${detail}`;
}

test.each([
  ['ENOTFOUND', 'unreachable: api:6443 has a name that is not known here'],
  ['ECONNREFUSED', 'unreachable: api:6443 refuses connections'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'tls: api:6443 shows a certificate of an unknown authority'],
  ['CERT_HAS_EXPIRED', 'tls: api:6443 shows a certificate that has expired'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls: api:6443 shows a certificate for another name'],
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'tls: api:6443 does not accept the client certificate'],
  ['ERR_OSSL_PEM_NO_START_LINE', 'tls: a certificate or key of the kubeconfig cannot be used with api:6443'],
  ['HPE_INVALID_CONSTANT', 'answer: api:6443 does not speak HTTP'],
  ['EADDRNOTAVAIL', 'unreachable: the connection to api:6443 fails (EADDRNOTAVAIL)'],
  ['bearer SECRET', 'unreachable: the connection to api:6443 fails'],
  [7, 'unreachable: the connection to api:6443 fails'],
])('%s is "%s"', (code, expected) => {
  expect(told(code)).toBe(expected);
});

test('of several attempts the first counts', () => {
  const refused = Object.assign(new Error('SECRET'), { code: 'ECONNREFUSED' });
  expect(connectionFailure(new AggregateError([refused]), 'h').detail).toBe('h refuses connections');
  expect(connectionFailure(new AggregateError([]), 'h').kind).toBe('unreachable');
  expect(connectionFailure(null, 'h').kind).toBe('unreachable');
});
