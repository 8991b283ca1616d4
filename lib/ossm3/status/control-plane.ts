import { absence, unreadFinding } from '../../status/clusters';
import { conditionOf, conditionText, unseenGeneration } from '../../status/conditions';
import { type ClusterObjects, textAt } from '../../status/observation';
import { operatorParts } from '../../status/operators';
import { runningIstiods } from '../../status/pods';
import { finding, itemOf, type PartStatus, type StatusFinding } from '../../status/report';
import { type Fields, valueAt } from '../../values';
import type { IstioPlan, Ossm3Mesh, Ossm3Plan } from '../model';
import { CNI_NAME } from '../names';
import { memberFindings } from './members';
import { findIstio } from './objects';

const STAGE = '20-mesh';

/** The parts of a cluster: its operators, the CNI plugin, and each control plane with its members. */
export function partsOf(cluster: ClusterObjects, plan: Ossm3Plan): readonly PartStatus[] {
  const cni = plan.cniVersion === undefined ? [] : [cniFindings(cluster)];
  return [
    ...operatorParts(cluster, plan.operators),
    ...cni.map((findings) => ({ part: 'CNI', name: CNI_NAME, ...itemOf(findings) })),
    ...plan.meshes.flatMap((mesh) => [
      {
        part: 'control plane',
        name: mesh.name,
        ...itemOf([...controlPlaneFindings(cluster, mesh), ...istiodFindings(cluster, mesh)]),
      },
      { part: 'members', name: mesh.name, ...itemOf(memberFindings(cluster, mesh)) },
    ]),
  ];
}

function cniFindings(cluster: ClusterObjects): readonly StatusFinding[] {
  const object = cluster.find('IstioCNI', '', CNI_NAME);
  if (object === undefined) {
    return [absence(cluster, { kind: 'IstioCNI', namespace: '', name: CNI_NAME, stage: STAGE })];
  }
  const problem = readyProblem(object);
  if (problem === undefined) return [];
  const cause = `the CNI plugin of cluster "${cluster.name}" is not ready: ${problem.text}`;
  return [finding(problem.health, 'STA014', cause, 'read the conditions of IstioCNI and the log of the operator')];
}

function controlPlaneFindings(cluster: ClusterObjects, mesh: Ossm3Mesh): readonly StatusFinding[] {
  const { name, istio } = mesh;
  const object = findIstio(cluster, mesh);
  if (object === undefined) return [absence(cluster, { kind: 'Istio', namespace: '', name: istio.name, stage: STAGE })];
  const settings = settingFindings(cluster, mesh, object);
  const problem = readyProblem(object);
  if (problem !== undefined) {
    const cause = `the control plane of "${name}" is not ready: ${problem.text}`;
    const fix = `read the conditions of Istio "${istio.name}" and the log of the operator`;
    return [finding(problem.health, 'STA011', cause, fix), ...settings];
  }
  const active = textAt(object, ['status', 'activeRevisionName']);
  if (active === istio.revision) return settings;
  const cause = `the active revision of "${name}" is "${active}" instead of "${istio.revision}", which its namespaces and gateways name`;
  return [finding('degraded', 'STA015', cause, `apply "${cluster.name}/${STAGE}"`), ...settings];
}

/** What the federation depends on, with its values. */
function settingsOf({ trustDomain, network, roots }: IstioPlan): readonly (readonly [readonly string[], string])[] {
  const values = ['spec', 'values'];
  const distributing = [
    [[...values, 'pilot', 'env', 'ISTIO_MULTIROOT_MESH'], 'true'],
    [[...values, 'meshConfig', 'defaultConfig', 'proxyMetadata', 'PROXY_CONFIG_XDS_AGENT'], 'true'],
  ] as const;
  return [
    [[...values, 'meshConfig', 'trustDomain'], trustDomain],
    [[...values, 'global', 'network'], network],
    ...(roots.some(({ pem }) => pem !== undefined) ? distributing : []),
  ];
}

function settingFindings(
  cluster: ClusterObjects,
  { name, istio }: Ossm3Mesh,
  object: Fields,
): readonly StatusFinding[] {
  return settingsOf(istio).flatMap(([path, planned]) => {
    const wanted = valueAt(istio.override, path.slice(1)) ?? planned;
    const found = textAt(object, path);
    if (found === wanted) return [];
    const cause = `"${path.slice(2).join('.')}" of the control plane of "${name}" is "${found}" instead of "${String(wanted)}"`;
    return [finding('degraded', 'STA016', cause, `apply "${cluster.name}/${STAGE}"`)];
  });
}

/** Why a resource of the operator is not ready; undefined if it is. Source: sail-operator, `api/v1/istio_types.go`. */
function readyProblem(
  object: Fields,
): { readonly text: string; readonly health: 'degraded' | 'progressing' } | undefined {
  const reconciled = conditionOf(object, 'Reconciled');
  if (reconciled?.status === 'False') return { text: conditionText(reconciled, 'Reconciled'), health: 'degraded' };
  const ready = conditionOf(object, 'Ready');
  if (ready?.status !== 'True') return { text: conditionText(ready, 'Ready'), health: 'progressing' };
  const dependencies = conditionOf(object, 'DependenciesHealthy');
  if (dependencies?.status === 'False') {
    return { text: conditionText(dependencies, 'DependenciesHealthy'), health: 'progressing' };
  }
  const unseen = unseenGeneration(object);
  if (unseen === undefined) return undefined;
  return { text: `the operator has not seen its last change (generation ${unseen})`, health: 'progressing' };
}

function istiodFindings(cluster: ClusterObjects, { name, namespace }: Ossm3Mesh): readonly StatusFinding[] {
  const unread = unreadFinding(cluster, 'Pod', namespace);
  if (unread !== undefined) return [unread];
  if (runningIstiods(cluster, namespace)?.size !== 0) return [];
  const cause = `no istiod of "${name}" runs in namespace "${namespace}"`;
  return [
    finding('degraded', 'STA013', cause, `read the events of the Deployment of istiod in namespace "${namespace}"`),
  ];
}
