/** Names that every generation of OpenShift Service Mesh derives in the same way. */

/**
 * The identity of a ServiceAccount, such as that of a gateway, without `spiffe://`. Source: docs/federation.md, Client
 * IDs.
 */
export function serviceAccountIdentity(trustDomain: string, namespace: string, account: string): string {
  return `${trustDomain}/ns/${namespace}/sa/${account}`;
}

/** All identities of a namespace, as a principal of an AuthorizationPolicy. */
export function identitiesOf(trustDomain: string, namespace: string): string {
  return `${trustDomain}/ns/${namespace}/*`;
}

/** The default trust domain of a mesh. */
export function trustDomain(mesh: string): string {
  return `${mesh}.local`;
}

/** The full host name of a Service. */
export function serviceHost(name: string, namespace: string, clusterDomain: string): string {
  return `${name}.${namespace}.svc.${clusterDomain}`;
}
