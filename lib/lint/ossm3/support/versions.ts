import type { ManifestObject } from '../../../manifests/object';
import type { IndexedManifests } from '../../../observed/indexed-manifests';
import type { Ossm3Fleet } from '../../../observed/ossm3/model';

/** The clusters with meshes, each once. */
export function ossm3Clusters({ meshes }: Ossm3Fleet): readonly IndexedManifests[] {
  return [...new Set(meshes.map(({ cluster }) => cluster))];
}

/** The objects of a cluster that the operator installs by their version. */
export function versionedObjects({ byKind }: IndexedManifests): readonly ManifestObject[] {
  const objects = ['Istio', 'IstioCNI', 'ZTunnel'].flatMap((kind) => byKind.get(kind) ?? []);
  return objects.filter(({ group }) => group === 'sailoperator.io');
}

/** The minor version in a version of Istio such as `v1.24-latest` or `v1.24.6`; undefined for other texts. */
export function minorOfIstio(version: string | undefined): number | undefined {
  const [, minor] = /^v1\.(\d{1,3})([-.]|$)/.exec(version ?? '') ?? [];
  return minor === undefined ? undefined : Number(minor);
}
