/** Small changes of manifests. */
import type { ClusterName } from '../../e2e/harness/state';
import type { KubeObject } from '../../helpers/synthesize';
import type { Manifests } from '../harness/world';

/** Changes manifests. */
export type Edit = (manifests: Manifests) => Manifests;

/** Which object of a cluster is meant, by its kind and name. */
export type Target = readonly [cluster: ClusterName, kind: string, name: string];

/** Changes one object; throws where it does not exist, so that no case breaks nothing. */
export function change([cluster, kind, name]: Target, edit: (object: KubeObject) => KubeObject): Edit {
  return (manifests) => {
    const isMeant = (object: KubeObject): boolean => object.kind === kind && object.metadata.name === name;
    if (!manifests[cluster].some(isMeant)) throw new Error(`${cluster} has no ${kind} ${name}`);
    const changed = manifests[cluster].map((object) => (isMeant(object) ? edit(object) : object));
    return { ...manifests, [cluster]: changed };
  };
}

/** Changes fields of the specification of one object; undefined leaves a field out. */
export function withSpec(target: Target, fields: { readonly [field: string]: unknown }): Edit {
  return change(target, (object) => ({ ...object, spec: { ...(object.spec as object), ...fields } }));
}

/** Changes a part of the values of one `Istio` resource. */
export function withValues(cluster: ClusterName, name: string, edit: (values: MeshValues) => MeshValues): Edit {
  return change([cluster, 'Istio', name], (object) => {
    const spec = object.spec as { readonly values: MeshValues };
    return { ...object, spec: { ...spec, values: edit(spec.values) } };
  });
}

/** The part of an `Istio` resource that cases change. */
export interface MeshValues {
  readonly meshConfig: {
    readonly caCertificates: readonly { readonly pem: string; readonly trustDomains?: readonly string[] }[];
    readonly defaultConfig: { readonly proxyMetadata: { readonly [variable: string]: string } };
    readonly [field: string]: unknown;
  };
  readonly [part: string]: unknown;
}

/** Leaves one object out. */
export function without([cluster, kind, name]: Target): Edit {
  return (manifests) => {
    const kept = manifests[cluster].filter((object) => object.kind !== kind || object.metadata.name !== name);
    if (kept.length === manifests[cluster].length) throw new Error(`${cluster} has no ${kind} ${name}`);
    return { ...manifests, [cluster]: kept };
  };
}

/** Adds objects to a cluster. */
export function adding(cluster: ClusterName, ...objects: readonly KubeObject[]): Edit {
  return (manifests) => ({ ...manifests, [cluster]: [...manifests[cluster], ...objects] });
}

/** Does one change after the other. */
export function all(...edits: readonly Edit[]): Edit {
  return (manifests) => edits.reduce((edited, edit) => edit(edited), manifests);
}
