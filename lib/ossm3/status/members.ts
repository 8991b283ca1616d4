import { absence, unreadFinding } from '../../status/clusters';
import { type ClusterObjects, nameOf, namespaceOf, textAt } from '../../status/observation';
import { runningPods } from '../../status/pods';
import { finding, type StatusFinding } from '../../status/report';
import { count, type Fields, valueAt } from '../../values';
import type { Ossm3Mesh } from '../model';
import { MESH_LABEL, REVISION_LABEL } from '../names';
import { hasLabels } from './objects';

/** How many pods a finding names. */
const MAX_NAMED = 3;

/** A Namespace of a mesh with the labels that it needs. */
export interface ExpectedNamespace {
  /** The name. */
  readonly name: string;
  /** The labels. */
  readonly labels: { readonly [label: string]: string };
}

/** The Namespaces of a mesh with the labels that they need, sorted by name; those of members that the topology does not name are unknown. */
export function expectedNamespaces(mesh: Ossm3Mesh): readonly ExpectedNamespace[] {
  const { name, namespace, gateway, istio } = mesh;
  const own = istio.selectsNamespaces ? { [MESH_LABEL]: name } : {};
  const gateways = gateway === undefined ? [] : [gateway.namespace];
  const labels = new Map<string, ExpectedNamespace['labels']>(
    [namespace, ...gateways].map((one) => [one, own] as const),
  );
  for (const member of namedMembers(mesh)) labels.set(member, { ...own, [REVISION_LABEL]: istio.revision });
  return [...labels].sort(([a], [b]) => (a < b ? -1 : 1)).map(([one, all]) => ({ name: one, labels: all }));
}

/** The members that the topology names. */
export function namedMembers({ members }: Pick<Ossm3Mesh, 'members'>): readonly string[] {
  return members.filter((member) => member !== '*');
}

/** Whether the Namespaces of a mesh have their labels, and its pods their sidecars. */
export function memberFindings(cluster: ClusterObjects, mesh: Ossm3Mesh): readonly StatusFinding[] {
  const namespaces = expectedNamespaces(mesh).flatMap((one) => namespaceFindings(cluster, mesh, one));
  // Pods get their sidecars by these labels.
  return namespaces.length > 0
    ? namespaces
    : namedMembers(mesh).flatMap((namespace) => podFindings(cluster, mesh, namespace));
}

function namespaceFindings(
  cluster: ClusterObjects,
  mesh: Ossm3Mesh,
  { name, labels }: ExpectedNamespace,
): readonly StatusFinding[] {
  const stage = namedMembers(mesh).includes(name) ? '00-namespaces' : '20-mesh';
  const object = cluster.find('Namespace', '', name);
  if (object === undefined) return [absence(cluster, { kind: 'Namespace', namespace: '', name, stage })];
  if (hasLabels(object, labels)) return [];
  const wanted = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  const cause = `Namespace "${name}" of "${mesh.name}" lacks the labels ${wanted.join(', ')}`;
  return [finding('degraded', 'STA012', cause, `apply "${cluster.name}/${stage}", or label it`)];
}

function podFindings(cluster: ClusterObjects, mesh: Ossm3Mesh, namespace: string): readonly StatusFinding[] {
  const unread = unreadFinding(cluster, 'Pod', namespace);
  if (unread !== undefined) return [unread];
  const pods = runningPods(cluster, namespace).filter(isInjected);
  return sidecarFindings(mesh, pods, `restart them: "oc -n ${namespace} rollout restart deployment"`);
}

/** Whether a pod is to have a sidecar. Source: Istio documentation, Sidecar injection. */
function isInjected(pod: Fields): boolean {
  const isOff = textAt(pod, ['metadata', 'labels', 'sidecar.istio.io/inject']) === 'false';
  return !isOff && valueAt(pod, ['spec', 'hostNetwork']) !== true;
}

/** Which pods of a mesh lack the sidecar of its revision. */
export function sidecarFindings(
  { name, istio }: Ossm3Mesh,
  pods: readonly Fields[],
  fix: string,
): readonly StatusFinding[] {
  const revision = (pod: Fields) => textAt(pod, ['metadata', 'annotations', REVISION_LABEL]);
  const groups = [
    { found: pods.filter((pod) => revision(pod) === ''), what: 'no sidecar' },
    {
      found: pods.filter((pod) => revision(pod) !== '' && revision(pod) !== istio.revision),
      what: `the sidecar of another revision than "${istio.revision}"`,
    },
  ];
  return groups
    .filter(({ found }) => found.length > 0)
    .map(({ found, what }) => {
      const names = found.slice(0, MAX_NAMED).map((pod) => `${namespaceOf(pod)}/${nameOf(pod)}`);
      const more = found.length > MAX_NAMED ? ` and ${found.length - MAX_NAMED} more` : '';
      const cause = `${count(found.length, 'pod')} of "${name}" with ${what}: ${names.join(', ')}${more}`;
      return finding('degraded', 'STA017', cause, fix);
    });
}
