import { Agent, type RequestOptions } from 'node:https';
import { createSecureContext, type SecureContext } from 'node:tls';

/** The number of connections to one cluster. */
const MAX_SOCKETS = 4;

/** Keeps the connections to one cluster, whose certificates and keys are read once for all of them. */
export function agentOf(options: RequestOptions): Agent {
  const secureContext = secureContextOf(options);
  return new Agent({ keepAlive: true, maxSockets: MAX_SOCKETS, ...(secureContext && { secureContext }) });
}

/** The certificates and keys of connections; undefined if they are invalid, which each request reports. */
function secureContextOf(options: RequestOptions): SecureContext | undefined {
  try {
    return createSecureContext(options);
  } catch {
    return undefined;
  }
}
