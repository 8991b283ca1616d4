/** Names that every generation of OpenShift Service Mesh derives in the same way, each derived here and nowhere else. */

/** The identity of a gateway, or of any ServiceAccount, without `spiffe://`; fact sheet 2.1. */
export function identity(trustDomain: string, namespace: string, account: string): string {
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
