import type { Failure } from '../failure';

const UNREACHABLE: { readonly [code: string]: string } = {
  ECONNREFUSED: 'refuses connections',
  ECONNRESET: 'closes the connection',
  EPIPE: 'closes the connection',
  ENOTFOUND: 'has a name that is not known here',
  EAI_AGAIN: 'has a name that cannot be looked up now',
  EHOSTUNREACH: 'cannot be reached from here',
  ENETUNREACH: 'cannot be reached from here',
  ETIMEDOUT: 'does not accept connections in time',
};

const TLS: { readonly [code: string]: string } = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'shows a certificate that it signed itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'shows a certificate of an unknown authority',
  UNABLE_TO_GET_ISSUER_CERT: 'shows a certificate of an unknown authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'shows a certificate of an unknown authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'shows a certificate of an unknown authority',
  CERT_SIGNATURE_FAILURE: 'shows a certificate that its authority did not sign',
  CERT_HAS_EXPIRED: 'shows a certificate that has expired',
  CERT_NOT_YET_VALID: 'shows a certificate that is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'shows a certificate for another name',
  ERR_SSL_WRONG_VERSION_NUMBER: 'does not speak TLS as it should',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'does not speak TLS as it should',
  EPROTO: 'does not speak TLS as it should',
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
    return { kind: 'tls', detail: `${host} does not accept the client certificate` };
  }
  if (/^ERR_(OSSL|SSL|TLS|CRYPTO)/.test(code)) {
    return { kind: 'tls', detail: `a certificate or key of the kubeconfig cannot be used with ${host}` };
  }
  if (/^HPE_/.test(code)) return { kind: 'answer', detail: `${host} does not speak HTTP` };
  const known = /^[A-Z][A-Z0-9_]{1,40}$/.test(code) ? ` (${code})` : '';
  return { kind: 'unreachable', detail: `the connection to ${host} fails${known}` };
}

/** The code of an error; of several attempts, as at several addresses of one name, that of the first. */
function codeOf(error: unknown): string {
  const { code, errors } = (error ?? {}) as { readonly code?: unknown; readonly errors?: readonly unknown[] };
  if (typeof code === 'string') return code;
  return errors === undefined || errors.length === 0 ? '' : codeOf(errors[0]);
}
