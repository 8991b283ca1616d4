import type { NamedService } from '../topology/model';
import { groupBy, valueAt } from '../values';
import { type KnownService, knownServices } from './known-services';
import type { Mesh, Route, Workload } from './model';
import { PodIndex } from './pod-index';

/** What the workloads and the traffic entries of one mesh say about its services, indexed by namespaces and names. */
export class LocalServices {
  private readonly byNamespace: ReadonlyMap<string, readonly KnownService[]>;
  private readonly byName: ReadonlyMap<string, readonly KnownService[]>;
  private readonly routed: ReadonlyMap<string, ReadonlySet<string>>;
  private readonly pods: PodIndex;
  private readonly ruled: ReadonlySet<string>;

  /** @param routes the traffic entries of the mesh */
  constructor(mesh: Mesh, workloads: readonly Workload[], routes: readonly Route[]) {
    const services = knownServices(workloads);
    this.byNamespace = groupBy(services, ({ namespace }) => namespace);
    this.byName = groupBy(services, keyOf);
    const names = groupBy(routes.map(serviceOf), ({ namespace }) => namespace);
    this.routed = new Map([...names].map(([namespace, own]) => [namespace, new Set(own.map(({ name }) => name))]));
    this.pods = new PodIndex(workloads);
    this.ruled = new Set(workloads.flatMap((workload) => ruledHosts(workload, mesh)));
  }

  /** The Services of a namespace. */
  in(namespace: string): readonly KnownService[] {
    return this.byNamespace.get(namespace) ?? [];
  }

  /** The Services of a name: one, or several of manifests that repeat it. */
  named(service: NamedService): readonly KnownService[] {
    return this.byName.get(keyOf(service)) ?? [];
  }

  /** The names of the services of a namespace that have traffic entries. */
  routedIn(namespace: string): ReadonlySet<string> {
    return this.routed.get(namespace) ?? new Set();
  }

  /** The ServiceAccounts of the pods of a service; empty where they are unknown. */
  accountsOf(service: NamedService): readonly string[] {
    return this.named(service).flatMap((one) => this.pods.accountsBehind(one));
  }

  /** Whether the manifests have a DestinationRule for a host. */
  hasOwnRule(host: string): boolean {
    return this.ruled.has(host);
  }
}

/** The service of a traffic entry. */
export function serviceOf({ host, namespace }: Route): NamedService {
  return { name: host.split('.', 1)[0] ?? '', namespace };
}

function keyOf({ namespace, name }: NamedService): string {
  return `${namespace}/${name}`;
}

/** The hosts of the DestinationRules among manifests, as they are written and in full. */
function ruledHosts(workload: Workload, { cluster: { domain } }: Mesh): readonly string[] {
  if (workload.kind !== 'manifests') return [];
  const rules = workload.objects.filter(({ kind }) => kind === 'DestinationRule');
  return rules.flatMap((rule) => {
    const [host, namespace] = [valueAt(rule, ['spec', 'host']), valueAt(rule, ['metadata', 'namespace'])];
    return [`${host}`, `${host}.${namespace}.svc.${domain}`];
  });
}
