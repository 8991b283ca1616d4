import type { Labels } from './label-selector';
import type { NamespacedName } from './service-name';

/** The properties of a service that determine whether and under which name it is exported. */
export interface ServiceFacts extends NamespacedName {
  /** Labels of the Service object, not of its pods. */
  readonly labels: Labels;
  /** Entries of the annotation `networking.istio.io/exportTo`. Default: visible everywhere. */
  readonly exportTo?: readonly string[];
  /** True for type ExternalName and for a ServiceEntry with MESH_EXTERNAL. Default: false. */
  readonly external?: boolean;
  /** True for a service that was imported by federation. Default: false. */
  readonly imported?: boolean;
}

/** The namespaces of a mesh, which determine which services istiod watches. */
export interface MeshScope {
  /** Namespace of the control plane, which istiod always watches. */
  readonly controlPlaneNamespace: string;
  /** Member namespaces; the entry `"*"` means every namespace (cluster-wide mode). */
  readonly members: readonly string[];
}

/**
 * Whether istiod applies export rules to a service: it has a name and a namespace, is neither imported nor external, is
 * in a watched namespace, and `exportTo` makes it visible to the control plane.
 * Source: maistra/istio pkg/servicemesh/federation/common/exports.go and server/server.go `resync`,
 * `checkServiceExportTo`. This is the result of a full resync, which also
 * applies after a restart.
 */
export function isOffered(service: ServiceFacts, scope: MeshScope): boolean {
  if (service.name === '' || service.namespace === '') return false;
  if (service.imported === true || service.external === true) return false;
  return isWatched(service.namespace, scope) && isVisible(service, scope.controlPlaneNamespace);
}

function isWatched(namespace: string, { controlPlaneNamespace, members }: MeshScope): boolean {
  return namespace === controlPlaneNamespace || members.includes(namespace) || members.includes('*');
}

function isVisible({ namespace, exportTo = [] }: ServiceFacts, controlPlaneNamespace: string): boolean {
  if (exportTo.length === 0 || exportTo.includes('*') || exportTo.includes(controlPlaneNamespace)) return true;
  return exportTo.includes('.') && namespace === controlPlaneNamespace;
}
