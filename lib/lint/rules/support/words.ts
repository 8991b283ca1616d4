import type { NamespacedName } from '../../../matching/service-name';
import type { ObservedMesh } from '../../../observed/model';

/** A mesh of any generation, with what messages say of it. */
interface NamedMesh {
  readonly name: string;
  readonly cluster: { readonly name: string };
}

/** What a mesh is called in messages. */
export function meshLabel({ name, cluster }: NamedMesh): string {
  return `the mesh "${name}" of cluster "${cluster.name}"`;
}

/** What the namespace of a mesh is called in messages; one that the manifests lack is described. */
export function namespaceLabel({ namespace }: ObservedMesh): string {
  return namespace === '' ? 'the namespace of the control plane' : `the namespace "${namespace}"`;
}

/** What a service is called in messages, as hosts begin. */
export function serviceLabel({ name, namespace }: NamespacedName): string {
  return `"${name}.${namespace}"`;
}

/** A value of any shape as it is quoted in messages. */
export function quoted(value: unknown): string {
  return typeof value === 'string' ? `"${value}"` : (JSON.stringify(value) ?? 'nothing');
}

/** Names of which one is to be chosen. */
export function alternatives(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(' or ');
}
