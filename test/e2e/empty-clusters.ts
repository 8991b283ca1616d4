import { parseObjects } from '../helpers/synthesize';
import type { FlowPlace } from './flow-place';
import { removeNamespaces } from './harness/controllers';
import type { Fleet } from './harness/fleet';
import { CLUSTERS } from './harness/state';

/** Brings all clusters back to where a topology has nothing in them. */
export async function emptyClusters(fleet: Fleet, place: FlowPlace): Promise<void> {
  await place.succeed('synth');
  const namespaces = [...place.output().values()].flatMap(parseObjects).filter(({ kind }) => kind === 'Namespace');
  const names = [...new Set(namespaces.map(({ metadata }) => metadata.name)), 'ossm-fed'];
  await Promise.all(CLUSTERS.map((cluster) => fleet.empty(cluster)));
  await Promise.all(CLUSTERS.map((cluster) => removeNamespaces(fleet, cluster, names)));
}

/** Installs the kinds of Argo CD, with any content, in the cluster rosa, and a namespace for its objects. */
export async function installArgoCdKinds(fleet: Fleet, namespace: string): Promise<void> {
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  for (const kind of ['AppProject', 'Application', 'ApplicationSet']) {
    const [singular, plural] = [kind.toLowerCase(), `${kind.toLowerCase()}s`];
    const names = { kind, listKind: `${kind}List`, plural, singular };
    const versions = [{ name: 'v1alpha1', served: true, storage: true, schema }];
    const spec = { group: 'argoproj.io', names, scope: 'Namespaced', versions };
    const metadata = { name: `${plural}.argoproj.io` };
    const crd = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata, spec };
    await fleet.api('rosa').apply(crd);
  }
  await fleet.kubectl('rosa', ['wait', '--for=condition=Established', 'crd', '--all', '--timeout=60s']);
  await fleet.api('rosa').apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
}
