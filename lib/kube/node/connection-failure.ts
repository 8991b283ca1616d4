import type { Failure } from '../failure';

const UNREACHABLE: { readonly [code: string]: string } = {
  ECONNREFUSED: 'refuses connections',
  ECONNRESET: 'closes the connection',
  EPIPE: 'closes the connection',
  ENOTFOUND: 'has an unknown host name',
  EAI_AGAIN: 'has a host name that cannot be resolved now',
  EHOSTUNREACH: 'is unreachable',
  ENETUNREACH: 'is unreachable',
  ETIMEDOUT: 'does not accept connections in time',
};

const TLS: { readonly [code: string]: string } = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'has a self-signed certificate',
  SELF_SIGNED_CERT_IN_CHAIN: 'has a certificate signed by an unknown authority',
  UNABLE_TO_GET_ISSUER_CERT: 'has a certificate signed by an unknown authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'has a certificate signed by an unknown authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'has a certificate signed by an unknown authority',
  CERT_SIGNATURE_FAILURE: 'has a certificate with an invalid signature',
  CERT_HAS_EXPIRED: 'has an expired certificate',
  CERT_NOT_YET_VALID: 'has a certificate that is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'has a certificate for another name',
  ERR_SSL_WRONG_VERSION_NUMBER: 'does not respond with valid TLS',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'does not respond with valid TLS',
  EPROTO: 'does not respond with valid TLS',
};

/**
 * What an error of a connection means. Its message is not passed on: some hold what the server sent, or paths and texts
 * of the kubeconfig.
 *
 * @param host name and port of the server
 */
export function connectionFailure(error: unknown, host: string): Failure {
  const code = codeOf(error);
  const reason = UNREACHABLE[code];
  if (reason !== undefined) return { kind: 'unreachable', detail: `${host} ${reason}` };
  const doubt = TLS[code];
  if (doubt !== undefined) return { kind: 'tls', detail: `${host} ${doubt}` };
  if (/^ERR_SSL_TLSV1.*ALERT|^ERR_SSL_SSLV3_ALERT/.test(code)) {
    return { kind: 'tls', detail: `${host} rejected the client certificate` };
  }
  if (/^ERR_(OSSL|SSL|TLS|CRYPTO)/.test(code)) {
    return { kind: 'tls', detail: `invalid certificate or key in the kubeconfig for ${host}` };
  }
  if (/^HPE_/.test(code)) return { kind: 'answer', detail: `${host} does not respond with valid HTTP` };
  const known = /^[A-Z][A-Z0-9_]{1,40}$/.test(code) ? ` (${code})` : '';
  return { kind: 'unreachable', detail: `the connection to ${host} failed${known}` };
}

/** The code of an error; of several attempts, as at several addresses of one name, that of the first. */
function codeOf(error: unknown): string {
  const { code, errors } = (error ?? {}) as { readonly code?: unknown; readonly errors?: readonly unknown[] };
  if (typeof code === 'string') return code;
  return errors === undefined || errors.length === 0 ? '' : codeOf(errors[0]);
}
