import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Cluster } from '../federation/model';
import { UserObject } from './user-object';

/** Labels that distinguish generated objects from all others. Source: Kubernetes documentation, Recommended Labels. */
export const GENERATED = {
  'app.kubernetes.io/managed-by': 'ossm-fed',
  'app.kubernetes.io/part-of': 'service-mesh-federation',
};

/** Adds the labels and annotations of the owner of a cluster to all objects of a scope; those of an object are kept. */
export function addOwnerMetadata(scope: Construct, { labels, annotations }: Cluster): void {
  for (const object of objectsOf(scope)) addTo(object, labels, annotations);
}

/** Like {@link addOwnerMetadata}, for generated objects, which also have labels that say so. */
export function addGeneratedMetadata(scope: Construct, { labels, annotations }: Cluster): void {
  const all = { ...GENERATED, ...labels };
  for (const object of objectsOf(scope)) {
    // Labels of Services decide what is exported, and the manifests of a user are not generated.
    const isGenerated = object.kind !== 'Service' && !UserObject.isUserObject(object);
    addTo(object, isGenerated ? all : labels, annotations);
  }
}

function objectsOf(scope: Construct): readonly ApiObject[] {
  return scope.node.findAll().filter(ApiObject.isApiObject);
}

function addTo({ metadata }: ApiObject, labels: Cluster['labels'], annotations: Cluster['annotations']): void {
  for (const [key, value] of Object.entries(labels)) {
    if (metadata.getLabel(key) === undefined) metadata.addLabel(key, value);
  }
  const added = Object.entries(annotations);
  if (added.length === 0) return;
  const { annotations: own = {} } = metadata.toJson() as { annotations?: object };
  for (const [key, value] of added) if (!Object.hasOwn(own, key)) metadata.addAnnotation(key, value);
}
