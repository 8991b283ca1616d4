import { absence, unreadFinding } from '../../status/clusters';
import { conditionOf, conditionText, unseenGeneration } from '../../status/conditions';
import { type ClusterObjects, nameOf, textAt, textsAt } from '../../status/observation';
import { operatorParts } from '../../status/operators';
import { runningIstiods } from '../../status/pods';
import { finding, itemOf, type PartStatus, type StatusFinding } from '../../status/report';
import type { Fields } from '../../values';
import type { MeshPlan, Ossm2Plan } from '../model';

/** The parts of a cluster: its operators, and each control plane with its members. */
export function partsOf(cluster: ClusterObjects, { operators, meshes }: Ossm2Plan): readonly PartStatus[] {
  return [
    ...operatorParts(cluster, operators),
    ...meshes.flatMap((mesh) => [
      {
        part: 'control plane',
        name: mesh.name,
        ...itemOf([
          ...controlPlaneFindings(cluster, mesh),
          ...istiodFindings(cluster, mesh),
          ...unknownPeerFindings(cluster, mesh),
        ]),
      },
      { part: 'members', name: mesh.name, ...itemOf(memberFindings(cluster, mesh)) },
    ]),
  ];
}

function controlPlaneFindings(cluster: ClusterObjects, mesh: MeshPlan): readonly StatusFinding[] {
  const [kind, namespace, { name }] = ['ServiceMeshControlPlane', mesh.namespace, mesh.controlPlane];
  const object = cluster.find(kind, namespace, name);
  if (object === undefined) return [absence(cluster, { kind, namespace, name, stage: '20-mesh' })];
  const fix = `read the conditions of the ServiceMeshControlPlane in namespace "${namespace}" and the log of the operator`;
  const problem = readyProblem(object);
  if (problem !== undefined) {
    const health = problem.isFailure ? 'degraded' : 'progressing';
    return [finding(health, 'STA011', `the control plane of "${mesh.name}" is not ready: ${problem.text}`, fix)];
  }
  const unseen = unseenGeneration(object);
  if (unseen === undefined) return [];
  const cause = `the operator has not seen the last change of the control plane of "${mesh.name}" (generation ${unseen})`;
  return [finding('progressing', 'STA011', cause, fix)];
}

/** Reasons of the condition `Ready` that do not pass by waiting (maistra/istio-operator, `pkg/apis/maistra/status`). */
const FAILURES = /Error|Multiple|Invalid|Missing$/;

/** Why an object is not ready by its condition `Ready`; undefined if it is. */
function readyProblem(object: Fields): { readonly text: string; readonly isFailure: boolean } | undefined {
  const ready = conditionOf(object, 'Ready');
  if (ready?.status === 'True') return undefined;
  return { text: conditionText(ready, 'Ready'), isFailure: FAILURES.test(textAt(ready, ['reason'])) };
}

function istiodFindings(cluster: ClusterObjects, { name, namespace }: MeshPlan): readonly StatusFinding[] {
  if (cluster.failure !== undefined) return [];
  const unread = unreadFinding(cluster, 'Pod', namespace);
  if (unread !== undefined) return [unread];
  if (runningIstiods(cluster, namespace)?.size !== 0) return [];
  const cause = `no istiod of "${name}" runs in namespace "${namespace}", so all statuses of the mesh are stale`;
  return [
    finding('degraded', 'STA013', cause, `read the events of the Deployment of istiod in namespace "${namespace}"`),
  ];
}

/** ServiceMeshPeers that the topology does not have; one of them can break those that it has. */
function unknownPeerFindings(cluster: ClusterObjects, mesh: MeshPlan): readonly StatusFinding[] {
  const known = new Set(mesh.peers.map(({ name }) => name));
  const unknown = cluster.list('ServiceMeshPeer', mesh.namespace).filter((object) => !known.has(nameOf(object)));
  return unknown.map((object) => {
    const name = nameOf(object);
    const head = `ServiceMeshPeer "${name}" of "${mesh.name}" is not in the topology`;
    const fix = `delete it in namespace "${mesh.namespace}", or add it to the topology`;
    const gateway = textAt(object, ['spec', 'gateways', 'ingress', 'name']);
    const broken = mesh.peers.find(({ ingress }) => ingress.name === gateway);
    if (name === mesh.controlPlane.clusterName) {
      return finding(
        'degraded',
        'STA030',
        `${head}, and is never accepted, because it has the name of the own cluster (FED025)`,
        fix,
      );
    }
    if (broken === undefined) return finding('healthy', 'STA030', head, fix);
    return finding(
      'degraded',
      'STA030',
      `${head}, and breaks "${broken.name}" by sharing its ingress gateway "${gateway}" (FED007)`,
      fix,
    );
  });
}

/** The name of the only ServiceMeshMemberRoll that the operator accepts. */
const MEMBER_ROLL = 'default';

function memberFindings(cluster: ClusterObjects, { name, namespace, members }: MeshPlan): readonly StatusFinding[] {
  const required = { kind: 'ServiceMeshMemberRoll', namespace, name: MEMBER_ROLL, stage: '20-mesh' };
  const object = cluster.find(required.kind, namespace, MEMBER_ROLL);
  if (object === undefined) return [absence(cluster, required)];
  const listed = new Set(textsAt(object, ['spec', 'members']));
  const missing = members.filter((member) => !listed.has(member));
  if (missing.length > 0) {
    const cause = `the member roll of "${name}" lacks ${missing.join(', ')}`;
    return [finding('degraded', 'STA012', cause, `apply "${cluster.name}/20-mesh"`)];
  }
  const pending = textsAt(object, ['status', 'pendingMembers']);
  const fix = 'create the namespaces, and remove them from other member rolls';
  if (pending.length > 0) {
    return [finding('progressing', 'STA012', `members of "${name}" are pending: ${pending.join(', ')}`, fix)];
  }
  const problem = readyProblem(object);
  if (problem === undefined) return [];
  const health = problem.isFailure ? 'degraded' : 'progressing';
  return [finding(health, 'STA012', `the member roll of "${name}" is not ready: ${problem.text}`, fix)];
}
