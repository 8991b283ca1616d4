import type { Labels } from '../../../matching/label-selector';
import { selects } from '../../../observed/ossm3/entries';
import type { IstioMesh } from '../../../observed/ossm3/model';
import type { WorkloadsByNamespace } from '../../rules/support/workloads';

/** The kinds that keep pods running. */
const KINDS = ['Deployment', 'StatefulSet', 'DaemonSet', 'DeploymentConfig'];

/** The namespaces of a cluster with workloads whose pods have the labels of a selector, sorted. */
export function namespacesWithWorkloads(
  { cluster }: IstioMesh,
  selector: Labels,
  workloads: WorkloadsByNamespace,
): readonly string[] {
  const objects = KINDS.flatMap((kind) => cluster.byKind.get(kind) ?? []);
  const namespaces = [...new Set(objects.flatMap(({ namespace }) => namespace ?? []))].sort();
  return namespaces.filter((namespace) =>
    workloads.in(cluster, namespace).some(({ labels }) => selects(selector, labels)),
  );
}

/** Whether a list of namespaces, in which `*` is any and `.` is the own one, has a namespace; all have it without a list. */
export function isExportedTo(exportTo: readonly string[] | undefined, own: string, namespace: string): boolean {
  if (exportTo === undefined) return true;
  return exportTo.some((one) => one === '*' || one === namespace || (one === '.' && own === namespace));
}
