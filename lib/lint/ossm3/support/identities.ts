import type { Labels } from '../../../matching/label-selector';
import { textAt } from '../../../observed/fields';
import { selects } from '../../../observed/ossm3/entries';
import type { IstioMesh } from '../../../observed/ossm3/model';
import type { ObservedWorkload, WorkloadsByNamespace } from '../../rules/support/workloads';
import { targetsOf } from './exports';

/** The identities of the pods behind a host in one namespace. */
export interface ServedIdentity {
  /** The trust domain of the mesh; undefined where it is unknown. */
  readonly trustDomain: string | undefined;
  /** The namespace of the pods. */
  readonly namespace: string;
  /** The service accounts; empty where the manifests lack the pods. */
  readonly accounts: readonly string[];
}

/** The parts of a SPIFFE identity of Istio. */
export interface SpiffeParts {
  /** The trust domain. */
  readonly trustDomain: string;
  /** The namespace. */
  readonly namespace: string;
  /** The service account. */
  readonly account: string;
}

/** The parts of an identity, with or without `spiffe://`; undefined for one of another form. */
export function spiffeParts(identity: string): SpiffeParts | undefined {
  const [, trustDomain, namespace, account] =
    /^(?:spiffe:\/\/)?([^/]+)\/ns\/([^/]+)\/sa\/([^/]+)$/.exec(identity) ?? [];
  if (trustDomain === undefined || namespace === undefined || account === undefined) return undefined;
  return { trustDomain, namespace, account };
}

/** The identities of the pods behind a host of a mesh; empty where the host leads to nothing. */
export function servedIdentities(
  mesh: IstioMesh,
  host: string,
  workloads: WorkloadsByNamespace,
): readonly ServedIdentity[] {
  const { service, entries } = targetsOf(mesh, host);
  const { trustDomain } = mesh;
  const served = (namespace: string, selector: Labels | undefined): ServedIdentity => ({
    trustDomain,
    namespace,
    accounts: selector === undefined ? [] : accountsOf(mesh, namespace, selector, workloads),
  });
  if (service !== undefined) return [served(service.namespace, service.selector)];
  return entries
    .filter(({ endpoints }) => !endpoints.some(({ isRemote }) => isRemote))
    .map(({ namespace, selector }) => served(namespace, selector));
}

/** A workload with the service account of its pods. */
export interface WorkloadAccount extends ObservedWorkload {
  /** The service account; `default` where none is stated. */
  readonly account: string;
}

/** The workloads that were asked for, with their service accounts: many meshes import from one namespace. */
const KNOWN = new WeakMap<readonly ObservedWorkload[], readonly WorkloadAccount[]>();

/** The workloads of a namespace with their service accounts. */
export function accountsIn(
  { cluster }: IstioMesh,
  namespace: string,
  workloads: WorkloadsByNamespace,
): readonly WorkloadAccount[] {
  const own = workloads.in(cluster, namespace);
  const known = KNOWN.get(own) ?? own.map(withAccount);
  KNOWN.set(own, known);
  return known;
}

function withAccount(workload: ObservedWorkload): WorkloadAccount {
  const { value } = workload.object;
  const pod = ['spec', 'template', 'spec'];
  const account = textAt(value, [...pod, 'serviceAccountName']) ?? textAt(value, [...pod, 'serviceAccount']);
  return { ...workload, account: account ?? 'default' };
}

/** The service accounts of the pods in a namespace that a selector selects, sorted. */
function accountsOf(
  mesh: IstioMesh,
  namespace: string,
  selector: Labels,
  workloads: WorkloadsByNamespace,
): readonly string[] {
  const selected = accountsIn(mesh, namespace, workloads).filter(({ labels }) => selects(selector, labels));
  return [...new Set(selected.map(({ account }) => account))].sort();
}

/** Whether an identity is one of those behind a host; an unknown trust domain or account fits. */
export function isServed(identity: string, served: readonly ServedIdentity[]): boolean {
  const parts = spiffeParts(identity);
  return served.some(
    ({ trustDomain, namespace, accounts }) =>
      parts !== undefined &&
      (trustDomain === undefined || trustDomain === parts.trustDomain) &&
      namespace === parts.namespace &&
      (accounts.length === 0 || accounts.includes(parts.account)),
  );
}

/** The identities behind a host as they are written in manifests. */
export function identityTexts(served: readonly ServedIdentity[]): readonly string[] {
  return served.flatMap(({ trustDomain = '<trust domain>', namespace, accounts }) =>
    (accounts.length > 0 ? accounts : ['<service account>']).map(
      (account) => `spiffe://${trustDomain}/ns/${namespace}/sa/${account}`,
    ),
  );
}
