import type { Labels } from '../matching/label-selector';
import type { NamedService } from '../topology/model';
import { type Fields, isFields, isText, plainText, valueAt } from '../values';
import { accountOf, BOOKINFO_PORT } from './bookinfo';
import type { BookinfoParts, Manifest, Workload } from './model';

/** A Service of the workloads of a topology. */
export interface KnownService extends NamedService {
  /** Its labels. */
  readonly labels: Labels;
  /** The labels of the pods that it selects; empty where it has no selector. */
  readonly selector: Labels;
  /** Its ports with a number, in their order. */
  readonly ports: readonly KnownPort[];
}

/** A port of a Service of the workloads. */
export interface KnownPort {
  /** The number. */
  readonly number: number;
  /** The name. */
  readonly name?: string;
  /** The protocol of applications, such as `kubernetes.io/h2c`. */
  readonly appProtocol?: string;
  /** The port of the pods: a number, or the name of a container's port. Default: the number. */
  readonly targetPort?: number | string;
}

/** The pods of a workload of a topology. */
export interface KnownPods {
  /** Their namespace. */
  readonly namespace: string;
  /** Their labels. */
  readonly labels: Labels;
  /** The name of their ServiceAccount. */
  readonly account: string;
  /** The numbers of the ports of their containers by name. */
  readonly ports: ReadonlyMap<string, number>;
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

/** Pods by their namespace and labels, as a Service selects them. */
export type PodsRef = Pick<KnownService, 'namespace' | 'selector'>;

/** The names of the ServiceAccounts of those pods that a Service selects, sorted; empty where it selects none. */
export function accountsBehind(service: PodsRef, pods: readonly KnownPods[]): readonly string[] {
  return [...new Set(selectedPods(service, pods).map(({ account }) => account))].sort();
}

/** The number of a named port of the containers of those pods that a Service selects; undefined where none has it. */
export function containerPort(name: string, service: PodsRef, pods: readonly KnownPods[]): number | undefined {
  return selectedPods(service, pods).flatMap(({ ports }) => ports.get(name) ?? [])[0];
}

function selectedPods({ namespace, selector }: PodsRef, pods: readonly KnownPods[]): readonly KnownPods[] {
  const wanted = Object.entries(selector);
  if (wanted.length === 0) return [];
  return pods.filter((one) => one.namespace === namespace && wanted.every(([key, value]) => one.labels[key] === value));
}

function bookinfoServices({ namespace, components }: BookinfoParts): readonly KnownService[] {
  return components.map(({ name }) => ({
    name,
    namespace,
    labels: { app: name, service: name },
    selector: { app: name },
    ports: [{ number: BOOKINFO_PORT, name: 'http' }],
  }));
}

function bookinfoPods({ namespace, components }: BookinfoParts): readonly KnownPods[] {
  return components.map(({ name }) => ({
    namespace,
    labels: { app: name },
    account: accountOf(name),
    ports: new Map(),
  }));
}

function manifestService(object: Manifest): readonly KnownService[] {
  const [name, namespace] = [valueAt(object, ['metadata', 'name']), valueAt(object, ['metadata', 'namespace'])];
  if (object.apiVersion !== 'v1' || object.kind !== 'Service' || !isText(name) || !isText(namespace)) return [];
  const [labels, selector] = [labelsOf(object, ['metadata', 'labels']), labelsOf(object, ['spec', 'selector'])];
  return [{ name, namespace, labels, selector, ports: listAt(object, ['spec', 'ports']).flatMap(knownPort) }];
}

function knownPort(port: Fields): readonly KnownPort[] {
  const { port: number, name, appProtocol, targetPort } = port;
  if (typeof number !== 'number') return [];
  const isTarget = typeof targetPort === 'number' || isText(targetPort);
  return [
    {
      number,
      ...(isText(name) && { name }),
      ...(isText(appProtocol) && { appProtocol }),
      ...(isTarget && { targetPort }),
    },
  ];
}

/** The maps of a list. */
function listAt(value: unknown, path: readonly string[]): readonly Fields[] {
  const list = valueAt(value, path);
  return Array.isArray(list) ? list.filter(isFields) : [];
}

/** The pods of any object with a pod template, such as a Deployment, and of a Pod. */
function manifestPods(object: Manifest): readonly KnownPods[] {
  const pod = object.kind === 'Pod' ? [] : ['spec', 'template'];
  const [namespace, spec] = [valueAt(object, ['metadata', 'namespace']), valueAt(object, [...pod, 'spec'])];
  if (!isText(namespace) || !isFields(spec)) return [];
  const { serviceAccountName, serviceAccount } = spec;
  const account = [serviceAccountName, serviceAccount].find(isText) ?? 'default';
  const labels = labelsOf(object, [...pod, 'metadata', 'labels']);
  const ports = listAt(spec, ['containers']).flatMap((container) => listAt(container, ['ports']));
  const named = ports.flatMap(({ name, containerPort: number }): (readonly [string, number])[] =>
    isText(name) && typeof number === 'number' ? [[name, number]] : [],
  );
  return [{ namespace, labels, account, ports: new Map(named) }];
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
