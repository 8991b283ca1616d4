import { groupBy } from '../values';
import { accountsBehind, type KnownPods, knownPods, type PodsRef } from './known-services';
import type { Workload } from './model';

/** The pods of the workloads of one mesh, indexed by their labels. */
export class PodIndex {
  private readonly byLabel: ReadonlyMap<string, readonly KnownPods[]>;
  private readonly accounts = new Map<string, readonly string[]>();

  constructor(workloads: readonly Workload[]) {
    this.byLabel = podsByLabel(knownPods(workloads));
  }

  /** The pods that have the rarest label of a selection: all that it selects, and few others. None for an empty selector. */
  near({ namespace, selector }: PodsRef): readonly KnownPods[] {
    const groups = Object.entries(selector).map(
      ([key, value]) => this.byLabel.get(labelKey(namespace, key, value)) ?? [],
    );
    return groups.sort((a, b) => a.length - b.length)[0] ?? [];
  }

  /** The ServiceAccounts of the pods that a Service selects; empty where they are unknown. */
  accountsBehind(service: PodsRef): readonly string[] {
    const { namespace, selector } = service;
    const labels = Object.entries(selector).map(([key, value]) => labelKey(namespace, key, value));
    const id = labels.sort().join();
    const accounts = this.accounts.get(id) ?? accountsBehind(service, this.near(service));
    this.accounts.set(id, accounts);
    return accounts;
  }
}

function labelKey(namespace: string, key: string, value: string): string {
  return JSON.stringify([namespace, key, value]);
}

function podsByLabel(pods: readonly KnownPods[]): ReadonlyMap<string, readonly KnownPods[]> {
  const labeled = pods.flatMap((pod) =>
    Object.entries(pod.labels).map(([key, value]) => ({ pod, group: labelKey(pod.namespace, key, value) })),
  );
  const groups = groupBy(labeled, ({ group }) => group);
  return new Map([...groups].map(([group, own]) => [group, own.map(({ pod }) => pod)]));
}
