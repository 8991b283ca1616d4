import type { Labels } from './label-selector';
import type { ServiceName } from './service-name';

/** What must be known of a service of the exporting mesh to tell under which name it is exported. */
export interface ServiceFacts extends ServiceName {
  /** Labels of the Service object, not of its pods. */
  readonly labels: Labels;
  /** Entries of the annotation `networking.istio.io/exportTo`. Default: visible everywhere. */
  readonly exportTo?: readonly string[];
  /** True for type ExternalName and for a ServiceEntry with MESH_EXTERNAL. Default: false. */
  readonly external?: boolean;
  /** True for a service that federation itself brought into the mesh. Default: false. */
  readonly imported?: boolean;
}

/** The part of a mesh that decides which services istiod sees. */
export interface MeshScope {
  /** Namespace of the control plane; its own services are always seen. */
  readonly controlPlaneNamespace: string;
  /** Member namespaces; the entry `"*"` stands for every namespace (cluster-wide mode, fact sheet 1.4). */
  readonly members: readonly string[];
}

/**
 * Whether istiod considers a service at all before it looks at export rules: it has a name and a namespace, is
 * neither imported nor external, lives in a watched namespace, and `exportTo` lets the control plane see it.
 * Source: fact sheet 2.4 (pre-filter); maistra/istio common/exports.go and server/server.go `resync`,
 * `checkServiceExportTo`. The answer is that of a full resync, the one that also holds after a restart.
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
