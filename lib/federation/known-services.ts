import type { Labels } from '../matching/label-selector';
import type { NamedService } from '../topology/model';
import { isFields, isText, plainText, valueAt } from '../values';
import { accountOf } from './bookinfo';
import type { BookinfoParts, Manifest, Workload } from './model';

/** A Service of the workloads of a topology. */
export interface KnownService extends NamedService {
  /** Its labels. */
  readonly labels: Labels;
  /** The labels of the pods that it selects; empty where it has no selector. */
  readonly selector: Labels;
}

/** The pods of a workload of a topology. */
export interface KnownPods {
  /** Their namespace. */
  readonly namespace: string;
  /** Their labels. */
  readonly labels: Labels;
  /** The name of their ServiceAccount. */
  readonly account: string;
}

/** The Services of workloads. */
export function knownServices(workloads: readonly Workload[]): readonly KnownService[] {
  return workloads.flatMap((workload) =>
    workload.kind === 'bookinfo' ? bookinfoServices(workload.bookinfo) : workload.objects.flatMap(manifestService),
  );
}

/** The pods of workloads. */
export function knownPods(workloads: readonly Workload[]): readonly KnownPods[] {
  return workloads.flatMap((workload) =>
    workload.kind === 'bookinfo' ? bookinfoPods(workload.bookinfo) : workload.objects.flatMap(manifestPods),
  );
}

/** The names of the ServiceAccounts of those pods that a Service selects, sorted; empty where it selects none. */
export function accountsBehind({ namespace, selector }: KnownService, pods: readonly KnownPods[]): readonly string[] {
  const wanted = Object.entries(selector);
  if (wanted.length === 0) return [];
  const selected = pods.filter(
    (one) => one.namespace === namespace && wanted.every(([key, value]) => one.labels[key] === value),
  );
  return [...new Set(selected.map(({ account }) => account))].sort();
}

function bookinfoServices({ namespace, components }: BookinfoParts): readonly KnownService[] {
  return components.map(({ name }) => ({
    name,
    namespace,
    labels: { app: name, service: name },
    selector: { app: name },
  }));
}

function bookinfoPods({ namespace, components }: BookinfoParts): readonly KnownPods[] {
  return components.map(({ name }) => ({ namespace, labels: { app: name }, account: accountOf(name) }));
}

function manifestService(object: Manifest): readonly KnownService[] {
  const [name, namespace] = [valueAt(object, ['metadata', 'name']), valueAt(object, ['metadata', 'namespace'])];
  if (object.apiVersion !== 'v1' || object.kind !== 'Service' || !isText(name) || !isText(namespace)) return [];
  const [labels, selector] = [labelsOf(object, ['metadata', 'labels']), labelsOf(object, ['spec', 'selector'])];
  return [{ name, namespace, labels, selector }];
}

/** The pods of any object with a pod template, such as a Deployment, and of a Pod. */
function manifestPods(object: Manifest): readonly KnownPods[] {
  const pod = object.kind === 'Pod' ? [] : ['spec', 'template'];
  const [namespace, spec] = [valueAt(object, ['metadata', 'namespace']), valueAt(object, [...pod, 'spec'])];
  if (!isText(namespace) || !isFields(spec)) return [];
  const { serviceAccountName, serviceAccount } = spec;
  const account = [serviceAccountName, serviceAccount].find(isText) ?? 'default';
  return [{ namespace, labels: labelsOf(object, [...pod, 'metadata', 'labels']), account }];
}

/** The labels at a path; numbers and booleans become text. */
function labelsOf(object: Manifest, path: readonly string[]): Labels {
  const labels = valueAt(object, path);
  if (!isFields(labels)) return {};
  return Object.fromEntries(
    Object.entries(labels).flatMap(([key, value]) => {
      const text = plainText(value);
      return text === undefined ? [] : [[key, text]];
    }),
  );
}
