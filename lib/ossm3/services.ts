import { containerPort, type KnownPort, type KnownService, knownServices } from '../federation/known-services';
import type { Federation, Mesh, Share, Workload } from '../federation/model';
import { PodIndex } from '../federation/pod-index';
import type { IssueCode } from '../issues/catalogue';
import type { IssueList } from '../issues/issue';
import { type Labels, matchesLabels } from '../matching/label-selector';
import type { NamedService, SharedPortProps } from '../topology/model';
import { ownEntry } from '../values';
import type { ServicePort } from './model';

/** A service that a mesh exports, with all that both sides need of it. */
export interface ServiceDetails extends NamedService {
  /** The ports. */
  readonly ports: readonly ServicePort[];
  /** The labels by which it selects its pods. */
  readonly podLabels: Labels;
  /** The names of the ServiceAccounts of its pods, sorted. */
  readonly serviceAccounts: readonly string[];
}

/** The protocols of ServiceEntries. Source: Istio API, `networking/v1/service_entry.proto`. */
const PROTOCOLS = ['HTTP', 'HTTPS', 'HTTP2', 'GRPC', 'GRPC-WEB', 'MONGO', 'TLS'];

/** Protocols by `appProtocol`, apart from those of the same name. Source: Kubernetes documentation, Services. */
const APP_PROTOCOLS: Readonly<Record<string, string>> = { 'kubernetes.io/h2c': 'HTTP2', 'kubernetes.io/ws': 'HTTP' };

/** Finds the services of meshes in their workloads. */
export class ServiceFinder {
  private readonly known = new Map<Mesh, readonly KnownService[]>();
  private readonly pods = new Map<Mesh, PodIndex>();
  private readonly byName = new Map<Mesh, ReadonlyMap<string, KnownService>>();

  constructor(
    private readonly workloads: Federation['workloads'],
    private readonly issues: IssueList,
  ) {}

  /** The Services of the workloads of a mesh. */
  servicesOf(mesh: Mesh): readonly KnownService[] {
    const known = this.known.get(mesh) ?? knownServices(this.workloadsOf(mesh));
    this.known.set(mesh, known);
    return known;
  }

  /** The Service of a mesh with a name; undefined where its workloads have none. */
  find(mesh: Mesh, { name, namespace }: NamedService): KnownService | undefined {
    const all = this.byName.get(mesh) ?? new Map(this.servicesOf(mesh).map((one) => [keyOf(one), one]));
    this.byName.set(mesh, all);
    return all.get(keyOf({ name, namespace }));
  }

  /**
   * The names of the services of a share: the one that it names, or those of the workloads that it matches. Reports a
   * share whose services are unknown.
   */
  namesOf(share: Share): readonly NamedService[] {
    const { exporter, service = {}, selector } = share;
    const { name, namespace } = service;
    if (name !== undefined && namespace !== undefined) return [{ name, namespace }];
    const found = this.servicesOf(exporter).filter(
      (one) =>
        (name === undefined || one.name === name) &&
        (namespace === undefined || one.namespace === namespace) &&
        matchesLabels(selector, one.labels),
    );
    if (found.length === 0) {
      const message = `unknown services of the mesh "${exporter.name}": OpenShift Service Mesh 3 exports each service by its name, and no workload of the topology has one that matches`;
      this.issues.add(
        'TOP200',
        share.path,
        message,
        'share each service by its name and namespace, or add the workloads',
      );
    }
    return found.map(({ name: one, namespace: at }) => ({ name: one, namespace: at }));
  }

  /** What both sides need of a service of a share; reported and undefined where something is unknown. */
  export(share: Share, source: NamedService): ServiceDetails | undefined {
    const { exporter, stated } = share;
    const known = this.find(exporter, source);
    const podLabels = stated.podLabels ?? known?.selector ?? {};
    const service = { ...source, podLabels };
    const ports = stated.ports?.map(statedPort) ?? this.portsOf(share, known);
    const serviceAccounts =
      stated.serviceAccounts ?? this.podsOf(exporter).accountsBehind({ ...source, selector: podLabels });
    if (Object.keys(podLabels).length === 0) this.unknown('TOP202', share, source, 'the labels of the pods', PODS);
    if (ports.length === 0) this.unknown('TOP201', share, source, 'the ports', PORTS);
    if (serviceAccounts.length === 0)
      this.unknown('TOP203', share, source, 'the ServiceAccounts of the pods', ACCOUNTS);
    if (Object.keys(podLabels).length === 0 || ports.length === 0 || serviceAccounts.length === 0) return undefined;
    return { ...service, ports: withDistinctNames(ports), serviceAccounts: [...new Set(serviceAccounts)].sort() };
  }

  private portsOf({ exporter }: Share, known: KnownService | undefined): readonly ServicePort[] {
    return (known?.ports ?? []).flatMap((port): readonly ServicePort[] => {
      const { number, name, targetPort = number } = port;
      const target =
        typeof targetPort === 'number'
          ? targetPort
          : known && containerPort(targetPort, known, this.podsOf(exporter).near(known));
      if (target === undefined) return [];
      const protocol = protocolOf(port);
      return [{ number, name: name ?? protocol.toLowerCase(), protocol, targetPort: target }];
    });
  }

  private podsOf(mesh: Mesh): PodIndex {
    const known = this.pods.get(mesh) ?? new PodIndex(this.workloadsOf(mesh));
    this.pods.set(mesh, known);
    return known;
  }

  private workloadsOf({ name }: Mesh): readonly Workload[] {
    return ownEntry(this.workloads, name) ?? [];
  }

  private unknown(code: IssueCode, share: Share, { name, namespace }: NamedService, what: string, fix: string): void {
    const message = `${what} of the service "${namespace}/${name}" of the mesh "${share.exporter.name}" are unknown`;
    this.issues.add(code, share.path, message, fix);
  }
}

const OR_WORKLOADS = 'or the Service and its Deployment to the "workloads" of the mesh';
const PORTS = `add "ports: [{ number: 8080, protocol: HTTP }]" with its ports, ${OR_WORKLOADS}`;
const PODS = `add "podLabels: { app: ... }" with the selector of the Service, ${OR_WORKLOADS}`;
const ACCOUNTS = `add "serviceAccounts: [...]", such as [default], ${OR_WORKLOADS}`;

function keyOf({ name, namespace }: NamedService): string {
  return `${namespace}/${name}`;
}

function statedPort({ number, protocol = 'TCP', name, targetPort }: SharedPortProps): ServicePort {
  return { number, name: name ?? protocol.toLowerCase(), protocol, targetPort: targetPort ?? number };
}

/** The protocol of a port. Source: Istio documentation, Protocol Selection. */
function protocolOf({ name = '', appProtocol }: KnownPort): string {
  const stated = appProtocol === undefined ? undefined : (ownEntry(APP_PROTOCOLS, appProtocol) ?? appProtocol);
  const text = (stated ?? name).toUpperCase();
  return PROTOCOLS.filter((one) => text === one || text.startsWith(`${one}-`)).at(-1) ?? 'TCP';
}

/** Ports whose names differ, as a ServiceEntry requires it. */
function withDistinctNames(ports: readonly ServicePort[]): readonly ServicePort[] {
  const names = ports.map(({ name }) => name);
  return ports.map((port) =>
    names.filter((name) => name === port.name).length === 1 ? port : { ...port, name: `${port.name}-${port.number}` },
  );
}
