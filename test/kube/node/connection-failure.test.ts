import { connectionFailure } from '../../../lib/kube/node/connection-failure';

/** What an error with a code and a telling message becomes. */
function told(code: unknown): string {
  const { kind, detail } = connectionFailure(Object.assign(new Error('SECRET'), { code }), 'api:6443');
  return `${kind}: ${detail}`;
}

test.each([
  ['ENOTFOUND', 'unreachable: api:6443 has an unknown host name'],
  ['ECONNREFUSED', 'unreachable: api:6443 refuses connections'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'tls: api:6443 has a certificate signed by an unknown authority'],
  ['CERT_HAS_EXPIRED', 'tls: api:6443 has an expired certificate'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls: api:6443 has a certificate for another name'],
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'tls: api:6443 rejected the client certificate'],
  ['ERR_OSSL_PEM_NO_START_LINE', 'tls: invalid certificate or key in the kubeconfig for api:6443'],
  ['HPE_INVALID_CONSTANT', 'answer: api:6443 does not respond with valid HTTP'],
  ['EADDRNOTAVAIL', 'unreachable: the connection to api:6443 failed (EADDRNOTAVAIL)'],
  ['bearer SECRET', 'unreachable: the connection to api:6443 failed'],
  [7, 'unreachable: the connection to api:6443 failed'],
])('%s is "%s"', (code, expected) => {
  expect(told(code)).toBe(expected);
});

test('of several attempts the first counts', () => {
  const refused = Object.assign(new Error('SECRET'), { code: 'ECONNREFUSED' });
  expect(connectionFailure(new AggregateError([refused]), 'h').detail).toBe('h refuses connections');
  expect(connectionFailure(new AggregateError([]), 'h').kind).toBe('unreachable');
  expect(connectionFailure(null, 'h').kind).toBe('unreachable');
});
