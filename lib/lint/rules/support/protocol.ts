import { textAt } from '../../../observed/fields';
import type { Fields } from '../../../values';

/** The protocols that istiod reads in the first part of a port's name; https is handled as TLS. */
const PREFIXES = new Set(['grpc', 'http', 'http2', 'https', 'mongo', 'mysql', 'redis', 'tcp', 'tls', 'udp']);

/** The protocol of a Service's port, from its appProtocol or the prefix of its name; TCP if neither states one. */
export function protocolOf(port: Fields): string {
  return statedProtocolOf(port) ?? 'tcp';
}

/** The protocol that a Service's port states, in its appProtocol or the prefix of its name; undefined without one. */
export function statedProtocolOf(port: Fields): string | undefined {
  const stated = textAt(port, ['appProtocol'])?.toLowerCase();
  if (stated !== undefined) return stated;
  const name = (textAt(port, ['name']) ?? '').toLowerCase();
  // The only protocol with a dash in it.
  if (name.startsWith('grpc-web')) return 'grpc-web';
  const [prefix = ''] = name.split('-');
  return PREFIXES.has(prefix) ? prefix : undefined;
}
