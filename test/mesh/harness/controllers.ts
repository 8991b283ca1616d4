/**
 * Does for one cluster what controllers, the kubelet and the cloud do: control planes from `Istio` resources, pods from
 * Deployments, endpoints and load balancers of Services.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { MeshAssets } from '../../../scripts/mesh/assets';
import type { StoredObject } from '../../e2e/harness/api';
import type { Fleet } from '../../e2e/harness/fleet';
import type { ClusterName } from '../../e2e/harness/state';
import { ControlPlane, publishedRoot } from './control-plane';
import { balancerAddress, type LoadBalancer, setLoadBalancers } from './network';
import {
  DEPLOYMENT,
  type DeploymentSpec,
  ENDPOINT_SLICE,
  GATEWAY,
  ISTIO,
  idOf,
  type Labels,
  NAMESPACE,
  NODE,
  namespaceOf,
  POD,
  SERVICE,
  SERVICE_ACCOUNT,
  type ServiceSpec,
} from './objects';
import { Pod } from './pod';
import { until } from './until';

/** What a cluster runs on. */
export interface ControllersProps {
  readonly fleet: Fleet;
  readonly cluster: ClusterName;
  readonly assets: MeshAssets;
  readonly directory: string;
  /** Adds a line to the names of this machine, by which the API server finds webhooks. */
  readonly addHost: (line: string) => void;
  /** The path of a kubeconfig for control planes, whose current context is this cluster. */
  readonly kubeconfig: string;
}

/** A pod, and the template that it is from. */
interface Running {
  readonly pod: Pod;
  readonly template: string;
  ready: boolean;
}

/** The controllers of one cluster. */
export class Controllers {
  private readonly controlPlanes = new Map<string, ControlPlane>();
  private readonly running = new Map<string, Running>();
  private readonly balancers = new Map<string, string>();
  private readonly applied = new Map<string, string>();
  private pods = 0;
  private missing = 0;

  constructor(private readonly props: ControllersProps) {}

  /** Does once what there is to do; returns what changed. */
  async reconcile(): Promise<readonly string[]> {
    const changes = [
      ...(await this.makeDefaults()),
      ...(await this.runControlPlanes()),
      ...(await this.runPods()),
      ...(await this.reportPods()),
      ...(await this.publishServices()),
    ];
    return changes.map((change) => `${this.props.cluster}: ${change}`);
  }

  /** A running pod of a Deployment. */
  pod(namespace: string, deployment: string): Pod {
    const found = this.running.get(`${namespace}/${deployment}`);
    if (found === undefined) throw new Error(`no pod of ${namespace}/${deployment} runs on ${this.props.cluster}`);
    return found.pod;
  }

  /** Replaces all pods of a namespace, one after the other. */
  async restartAll(namespace: string): Promise<void> {
    const keys = [...this.running.keys()].map((key) => key.split('/'));
    for (const [place, name = ''] of keys) if (place === namespace) await this.restart(namespace, name);
  }

  /** Whether all pods run and are ready, and the gateways of known revisions have addresses. */
  async isReady(): Promise<boolean> {
    const waiting = [...this.running.values()].some(({ ready }) => !ready);
    if (this.missing > 0 || waiting) return false;
    return (await this.api.list(GATEWAY)).filter(isDeployed).every(hasAddress);
  }

  /** What control planes and pods that are not ready have written. */
  logs(): readonly string[] {
    const waiting = [...this.running.values()].filter(({ ready }) => !ready);
    return [...[...this.controlPlanes.values()].map(({ output }) => output), ...waiting.map(({ pod }) => pod.output)];
  }

  /** Replaces a pod as a rolling update does: the old one ends once the new one gets requests. */
  async restart(namespace: string, name: string): Promise<void> {
    const key = `${namespace}/${name}`;
    const [before, deployment] = [this.running.get(key), await this.api.get(DEPLOYMENT, name, namespace)];
    if (before === undefined || deployment === undefined) throw new Error(`there is no pod of ${key}`);
    const pod = await this.startPod(deployment);
    if (pod === undefined) throw new Error(`no pod of ${key} can be started`);
    await until(`pod of ${key} is ready`, () => pod.isReady());
    await pod.report(true);
    this.running.set(key, { ...before, pod, ready: true });
    await this.publishServices();
    const { name: old, address } = before.pod.facts;
    // It is marked as terminating, so that istiod takes it from ServiceEntries too.
    await this.api.send('DELETE', `/api/v1/namespaces/${namespace}/pods/${old}`);
    await until(`no pod calls ${old}`, () => [...this.running.values()].every((one) => !one.pod.knows(address)));
    await before.pod.drain();
    await this.remove(before.pod);
  }

  /** Ends everything that runs. */
  async stop(): Promise<void> {
    await Promise.all([...this.controlPlanes.values()].map((plane) => plane.stop()));
    await Promise.all([...this.running.values()].map(({ pod }) => pod.stop()));
  }

  private get api() {
    return this.props.fleet.api(this.props.cluster);
  }

  /** A service account of each namespace, and the one node. */
  private async makeDefaults(): Promise<readonly string[]> {
    const { cluster } = this.props;
    const region = { 'topology.kubernetes.io/region': cluster, 'topology.kubernetes.io/zone': `${cluster}-a` };
    const namespaces = (await this.api.list(NAMESPACE)).map(({ metadata }) => metadata.name);
    const accounts = namespaces.map((namespace) => ({ ...SERVICE_ACCOUNT, metadata: { name: 'default', namespace } }));
    return this.applyChanged([{ ...NODE, metadata: { name: 'node', labels: region } }, ...accounts]);
  }

  private async runControlPlanes(): Promise<readonly string[]> {
    const { fleet, cluster, assets, directory, addHost, kubeconfig } = this.props;
    const changes: string[] = [];
    for (const istio of await this.api.list(ISTIO)) {
      const { name } = istio.metadata;
      const known = this.controlPlanes.get(name);
      const place = join(directory, name);
      const plane = known ?? new ControlPlane(fleet, cluster, assets.istio, place, kubeconfig, name);
      this.controlPlanes.set(name, plane);
      if (await plane.reconcile(istio)) changes.push(`control plane ${name}`);
      if (known === undefined) addHost(this.hostLine(plane));
    }
    return changes;
  }

  private async runPods(): Promise<readonly string[]> {
    const deployments = await this.api.list(DEPLOYMENT);
    const wanted = new Map(
      deployments.filter(isWanted).map((one) => [`${namespaceOf(one)}/${one.metadata.name}`, one]),
    );
    const changes: string[] = [];
    for (const [key, { pod, template }] of [...this.running]) {
      const deployment = wanted.get(key);
      if (deployment !== undefined && templateOf(deployment) === template) continue;
      this.running.delete(key);
      await this.remove(pod);
      changes.push(`end of pod ${pod.facts.name}`);
    }
    const missing = [...wanted].filter(([key]) => !this.running.has(key));
    this.missing = missing.length;
    for (const [key, deployment] of missing) {
      const pod = await this.startPod(deployment);
      if (pod === undefined) continue;
      this.missing -= 1;
      this.running.set(key, { pod, template: templateOf(deployment), ready: false });
      changes.push(`pod ${pod.facts.name}`);
    }
    return changes;
  }

  /** Starts a pod of a Deployment; undefined while its namespace has no root certificate, which it would mount. */
  private async startPod(deployment: StoredObject): Promise<Pod | undefined> {
    const { fleet, cluster, assets, directory } = this.props;
    const namespace = namespaceOf(deployment);
    if ((await publishedRoot(fleet, cluster, namespace)) === '') return undefined;
    const { template } = deployment.spec as unknown as DeploymentSpec;
    const name = `${deployment.metadata.name}-${randomBytes(3).toString('hex')}`;
    const spec = { ...template.spec, nodeName: 'node' };
    const object = { ...POD, metadata: { ...template.metadata, name, namespace }, spec };
    const path = `/api/v1/namespaces/${namespace}/pods`;
    const answer = await this.api.send('POST', path, JSON.stringify(object), 'application/json');
    // A webhook whose control plane has just been started does not answer yet.
    if (answer.status >= 500) return undefined;
    if (answer.status >= 300) throw new Error(`${cluster} rejects pod ${name}: ${answer.body}`);
    const hosts = [...this.controlPlanes.values()].map((plane) => this.hostLine(plane)).join('\n');
    this.pods += 1;
    const context = { fleet, cluster, assets, directory, hosts: `${hosts}\n` };
    return Pod.start(context, JSON.parse(answer.body) as StoredObject, this.pods);
  }

  private async remove(pod: Pod): Promise<void> {
    const { name, namespace } = pod.facts;
    await this.api.send('DELETE', `/api/v1/namespaces/${namespace}/pods/${name}?gracePeriodSeconds=0`);
    await pod.stop();
  }

  private async reportPods(): Promise<readonly string[]> {
    const changes: string[] = [];
    for (const one of this.running.values()) {
      if (await one.pod.refresh()) changes.push(`root certificates of pod ${one.pod.facts.name}`);
      const ready = await one.pod.isReady();
      if (ready === one.ready) continue;
      await one.pod.report(ready);
      one.ready = ready;
      changes.push(`pod ${one.pod.facts.name} ${ready ? 'ready' : 'not ready'}`);
    }
    return changes;
  }

  private async publishServices(): Promise<readonly string[]> {
    const services = (await this.api.list(SERVICE)).filter(({ spec }) => (spec as ServiceSpec).selector !== undefined);
    const changes = await this.applyChanged(services.map((service) => this.endpointsOf(service)));
    const balanced = services.filter(({ spec }) => (spec as ServiceSpec).type === 'LoadBalancer');
    return [...changes, ...(await this.balance(balanced))];
  }

  /** Gives each load balancer an address, and leads its connections to a pod that is ready. */
  private async balance(services: readonly StoredObject[]): Promise<readonly string[]> {
    const balancers = services.map((service): LoadBalancer => {
      const address = this.addressOf(idOf(service));
      const [pod] = this.selected(service);
      const ports = (service.spec as ServiceSpec).ports ?? [];
      const targets = ports.map(({ port, targetPort }) => ({
        port,
        to: `${pod?.facts.address}:${targetPort ?? port}`,
      }));
      return { address, ports: pod === undefined ? [] : targets };
    });
    if (!this.isNew('balancers', balancers)) return [];
    setLoadBalancers(this.props.cluster, balancers);
    for (const service of services) {
      const { name, namespace = '' } = service.metadata;
      const status = { loadBalancer: { ingress: [{ ip: this.addressOf(idOf(service)) }] } };
      await this.api.apply({ ...SERVICE, metadata: { name, namespace }, status }, 'status');
    }
    return ['load balancers'];
  }

  private addressOf(service: string): string {
    const address = this.balancers.get(service) ?? balancerAddress(this.props.cluster, this.balancers.size + 1);
    this.balancers.set(service, address);
    return address;
  }

  private endpointsOf(service: StoredObject) {
    const { name, namespace = '' } = service.metadata;
    const { ports = [] } = service.spec as ServiceSpec;
    const pods = this.selected(service);
    const endpoints = pods.map(({ facts }) => ({
      addresses: [facts.address],
      conditions: { ready: true },
      nodeName: 'node',
      targetRef: { kind: 'Pod', name: facts.name, namespace },
    }));
    const targets = ports.map(({ name: portName = '', port, protocol = 'TCP', targetPort = port }) => ({
      name: portName,
      protocol,
      port: typeof targetPort === 'number' ? targetPort : (pods[0]?.port(targetPort) ?? port),
    }));
    const metadata = { name: `${name}-ipv4`, namespace, labels: { 'kubernetes.io/service-name': name } };
    return { ...ENDPOINT_SLICE, metadata, addressType: 'IPv4', endpoints, ports: targets };
  }

  /** The pods of a Service that are ready. */
  private selected(service: StoredObject): readonly Pod[] {
    const selector = Object.entries((service.spec as ServiceSpec).selector as Labels);
    return [...this.running.values()]
      .filter(({ pod, ready }) => ready && pod.facts.namespace === service.metadata.namespace)
      .map(({ pod }) => pod)
      .filter(({ labels }) => selector.every(([key, value]) => labels[key] === value));
  }

  private async applyChanged(objects: readonly Parameters<typeof this.api.apply>[0][]): Promise<readonly string[]> {
    const changed = objects.filter((object) => this.isNew(idOf(object), object));
    for (const object of changed) await this.api.apply(object);
    return changed.map(idOf);
  }

  private isNew(key: string, value: unknown): boolean {
    const text = JSON.stringify(value);
    if (this.applied.get(key) === text) return false;
    this.applied.set(key, text);
    return true;
  }

  private hostLine(plane: ControlPlane): string {
    return `${plane.address} ${plane.host}`;
  }
}

/** istiod runs from the `Istio` resource, and a Deployment with no replicas has no pods. */
function isWanted({ spec }: StoredObject): boolean {
  return (spec as unknown as DeploymentSpec).replicas !== 0;
}

function templateOf({ spec }: StoredObject): string {
  return JSON.stringify((spec as unknown as DeploymentSpec).template);
}

/** Only gateways with a revision are deployed, as all control planes have one; nothing is deployed for a remote one. */
function isDeployed({ metadata, spec }: StoredObject): boolean {
  const { gatewayClassName } = spec as { readonly gatewayClassName: string };
  return gatewayClassName === 'istio' && metadata.labels?.['istio.io/rev'] !== undefined;
}

function hasAddress({ status }: StoredObject): boolean {
  return ((status as { readonly addresses?: readonly object[] } | undefined)?.addresses ?? []).length > 0;
}
