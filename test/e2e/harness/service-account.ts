import { createSign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Fleet } from './fleet';
import type { ClusterName } from './state';

/** How long a token is given, in seconds. */
const VALIDITY = 3600;

/**
 * A token of a service account that may nothing, as an API server makes them, for any time.
 *
 * @param namespace where the service account is made
 * @param expires when it ends, in seconds since 1970
 */
export async function serviceAccountToken(
  fleet: Fleet,
  cluster: ClusterName,
  namespace: string,
  expires: number,
): Promise<string> {
  const name = 'short-lived';
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } };
  const { metadata } = await fleet.api(cluster).apply(account);
  const { uid } = metadata as { readonly uid?: string };
  const { url } = fleet.cluster(cluster);
  const claims = {
    iss: url,
    aud: [url],
    sub: `system:serviceaccount:${namespace}:${name}`,
    iat: expires - VALIDITY,
    nbf: expires - VALIDITY,
    exp: expires,
    'kubernetes.io': { namespace, serviceaccount: { name, uid } },
  };
  const encoded = [{ alg: 'RS256', typ: 'JWT' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  const body = encoded.join('.');
  const signature = createSign('RSA-SHA256').update(body).sign(readFileSync(fleet.serviceAccountKey), 'base64url');
  return `${body}.${signature}`;
}
