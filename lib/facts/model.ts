/**
 * A fact is one value that only a running cluster knows, such as the root certificates of a mesh. What is true of all
 * facts of one kind is in kind.ts; here is what one fact is.
 */

import type { ApiObject } from '../kube/reader';
import type { TokenSubject } from './token';

/** One fact: where it is read, and which token stands for it. Plain data. */
export interface Fact extends TokenSubject {
  /** The name of the cluster that has the value. */
  readonly cluster: string;
  /** The kubeconfig context of that cluster. */
  readonly context: string;
  /** The object whose part is the value. */
  readonly source: FactSource;
  /** The stage whose manifests make the source object, such as `20-mesh`; messages name it as the one to apply. */
  readonly stage: string;
  /** The text that stands for the value in manifests. */
  readonly token: string;
}

/** The object that a fact is read from, and the part that is read. */
export type FactSource = ConfigMapSource | ServiceSource | ObjectSource;

/** A key of a ConfigMap. */
export interface ConfigMapSource {
  /** The discriminator of the sources. */
  readonly type: 'ConfigMap';
  /** The namespace of the ConfigMap. */
  readonly namespace: string;
  /** The name of the ConfigMap. */
  readonly name: string;
  /** The key below `data`. */
  readonly key: string;
}

/** The addresses and ports at which a Service is reached from outside its cluster. */
export interface ServiceSource {
  /** The discriminator of the sources. */
  readonly type: 'Service';
  /** The namespace of the Service. */
  readonly namespace: string;
  /** The name of the Service. */
  readonly name: string;
  /** The type that the Service must have; for `NodePort`, the addresses are those of Nodes. */
  readonly serviceType: 'LoadBalancer' | 'NodePort';
  /** The ports that are read, none of them twice. */
  readonly ports: readonly SourcePort[];
}

/** One port of a Service. */
export interface SourcePort {
  /** What the lock calls it, such as `discovery`. */
  readonly name: string;
  /** Its number in the Service. */
  readonly number: number;
  /** Its name in the Service; decides where the Service has another number. */
  readonly portName: string;
}

/** A part of any object. */
export interface ObjectSource {
  /** The discriminator of the sources. */
  readonly type: 'object';
  /** The object. */
  readonly object: ApiObject;
  /** The way to the part, such as `['status', 'addresses', 0, 'value']`. */
  readonly path: readonly (string | number)[];
}

/** The object of a source, as the API has it. */
export function objectOf(source: FactSource): ApiObject {
  if (source.type === 'object') return source.object;
  const { type, namespace, name } = source;
  return { apiVersion: 'v1', kind: type, plural: type === 'Service' ? 'services' : 'configmaps', namespace, name };
}

/** What the topology says of a mesh, by which values that its cluster publishes are checked. */
export interface MeshIdentity {
  /** The trust domain. */
  readonly trustDomain: string;
  /** Whether the mesh signs with a key that was not made by istiod. */
  readonly customCA: boolean;
  /** The name of the root certificate that the mesh shares with all meshes that have the same name here. */
  readonly commonRoot?: string;
}

/** What the topology says of each mesh, by the name of the mesh. */
export interface MeshIdentities {
  readonly [mesh: string]: MeshIdentity;
}

/** One value as a cluster has it, not checked yet. */
export interface Reading {
  /** The fact that was read. */
  readonly fact: Fact;
  /** The value, of the type that the kind of the fact reads. */
  readonly value: unknown;
}
