import type { Operator } from '../../generation';
import { type ClusterObjects, mapsAt, nameOf, textAt, textsAt } from '../../status/observation';
import { finding, itemOf, type PartStatus, type StatusFinding } from '../../status/report';
import { type Fields, plainText, valueAt } from '../../values';
import type { MeshPlan, Ossm2Plan } from '../model';
import { absence, unreadFinding } from './edges';
import { runningIstiods } from './watches';

/** The parts of a cluster: its operators, and each control plane with its members. */
export function partsOf(cluster: ClusterObjects, { operators, meshes }: Ossm2Plan): readonly PartStatus[] {
  return [
    ...operators.map((operator) => ({
      part: 'operator',
      name: operator.package,
      ...itemOf(operatorFindings(cluster, operator)),
    })),
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

/** Conditions of a Subscription that are true when something is wrong. */
const FAILING = [
  'InstallPlanFailed',
  'ResolutionFailed',
  'BundleUnpackFailed',
  'CatalogSourcesUnhealthy',
  'InstallPlanMissing',
];

/** A Subscription and the ClusterServiceVersion that it has installed. */
function operatorFindings(cluster: ClusterObjects, operator: Operator): readonly StatusFinding[] {
  const { package: name, namespace } = operator;
  const subscription = cluster.find('Subscription', namespace, name);
  if (subscription === undefined) {
    return [absence(cluster, { kind: 'Subscription', namespace, name, stage: '10-operators' })];
  }
  const failing = mapsAt(subscription, ['status', 'conditions']).filter(
    ({ type, status }) => status === 'True' && FAILING.some((each) => each === type),
  );
  const reasons = failing.map(({ type, message }) => `${type}: ${plainText(message) ?? ''}`);
  const installed = textAt(subscription, ['status', 'installedCSV']);
  if (installed === '') return [notInstalled(operator, reasons)];
  const csv = cluster.find('ClusterServiceVersion', namespace, installed);
  if (csv === undefined) return [absenceOfVersion(cluster, namespace, installed)];
  const phase = textAt(csv, ['status', 'phase']);
  if (phase !== 'Succeeded') {
    const health = phase === 'Failed' ? 'degraded' : 'progressing';
    const cause = `ClusterServiceVersion "${installed}" is "${phase}" instead of "Succeeded"`;
    return [finding(health, 'STA010', cause, `read its conditions in namespace "${namespace}"`)];
  }
  if (reasons.length === 0) return [];
  const cause = `the Subscription of "${name}" cannot update it: ${reasons.join('; ')}`;
  return [finding('degraded', 'STA010', cause, `read its conditions in namespace "${namespace}"`)];
}

function notInstalled({ package: name, namespace, approval }: Operator, reasons: readonly string[]): StatusFinding {
  const why = reasons.length === 0 ? '' : `: ${reasons.join('; ')}`;
  const fix =
    approval === 'Manual'
      ? `approve its InstallPlan in namespace "${namespace}"`
      : `wait, or read the conditions of the Subscription in namespace "${namespace}"`;
  const health = reasons.length === 0 ? 'progressing' : 'degraded';
  return finding(health, 'STA010', `operator "${name}" is not installed${why}`, fix);
}

function absenceOfVersion(cluster: ClusterObjects, namespace: string, name: string): StatusFinding {
  const cause = `ClusterServiceVersion "${name}", which the Subscription names, does not exist in namespace "${namespace}"`;
  return (
    unreadFinding(cluster, 'ClusterServiceVersion', namespace) ??
    finding('degraded', 'STA010', cause, 'delete the Subscription and apply it again')
  );
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
  const [seen, actual] = [
    valueAt(object, ['status', 'observedGeneration']),
    valueAt(object, ['metadata', 'generation']),
  ];
  if (actual === undefined || seen === actual) return [];
  const cause = `the operator has not seen the last change of the control plane of "${mesh.name}" (generation ${plainText(seen) ?? 'unknown'} of ${plainText(actual) ?? 'unknown'})`;
  return [finding('progressing', 'STA011', cause, fix)];
}

/** Reasons of the condition `Ready` that do not pass by waiting (maistra/istio-operator, `pkg/apis/maistra/status`). */
const FAILURES = /Error|Multiple|Invalid|Missing$/;

/** Why an object is not ready by its condition `Ready`; undefined if it is. */
function readyProblem(object: Fields): { readonly text: string; readonly isFailure: boolean } | undefined {
  const ready = mapsAt(object, ['status', 'conditions']).find(({ type }) => type === 'Ready');
  if (ready?.status === 'True') return undefined;
  const [reason, message] = [textAt(ready, ['reason']), textAt(ready, ['message'])];
  const text = [reason, message].filter((part) => part !== '').join(', ') || 'it has no condition "Ready"';
  return { text, isFailure: FAILURES.test(reason) };
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
