import type { Fields } from '../../../manifests/object';
import { textAt } from '../../../observed/fields';

/** The protocols that the first part of a port's name can state; https is TLS to Istio. */
const PREFIXES = new Set([
  'grpc',
  'grpc-web',
  'http',
  'http2',
  'https',
  'mongo',
  'mysql',
  'redis',
  'tcp',
  'tls',
  'udp',
]);

/** The protocol of a Service's port, by its appProtocol or the first part of its name; what says nothing is TCP. */
export function protocolOf(port: Fields): string {
  return statedProtocolOf(port) ?? 'tcp';
}

/** The protocol that a Service's port states by its appProtocol or the first part of its name. */
export function statedProtocolOf(port: Fields): string | undefined {
  const stated = textAt(port, ['appProtocol'])?.toLowerCase();
  if (stated !== undefined) return stated;
  const name = (textAt(port, ['name']) ?? '').toLowerCase();
  if (name.startsWith('grpc-web')) return 'grpc-web';
  const [prefix = ''] = name.split('-');
  return PREFIXES.has(prefix) ? prefix : undefined;
}
