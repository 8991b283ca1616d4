import type { ManifestObject } from '../manifests/object';
import type { Labels } from '../matching/label-selector';
import { labelsAt, listAt, numberAt, textAt } from '../observed/fields';
import { selects } from '../observed/ossm3/entries';
import { type DraftHop, type DraftWay, factsOf, failing, type Subject } from './draft';
import type { Certainty, Principal } from './identity';
import type { EndpointGroup, TraceMesh } from './mesh';
import { judge, type Verdict } from './policies';
import { type TracedWorkload, workloadsIn } from './workloads';

/** What a call reaches in the mesh in which it ends. */
export interface CallTarget {
  /** The namespace of the pods. */
  readonly namespace: string;
  /** The name of the Service or ServiceEntry. */
  readonly name: string;
  /** The Service or ServiceEntry; undefined where the manifests lack it. */
  readonly object?: ManifestObject | undefined;
  /** The labels of the pods; empty where nothing selects them. */
  readonly selector: Labels;
}

/** How a call reaches its target. */
export interface Approach {
  /** The identity with which it arrives. */
  readonly principal: Principal;
  /** The port of the Service; undefined where it is unknown. */
  readonly port?: number | undefined;
  /** The labels of a subset; undefined without one. */
  readonly labels?: Labels | undefined;
  /**
   * Whether it comes from another mesh, so that the pods must take mutual TLS.
   *
   * @default false
   */
  readonly isRemote?: boolean;
}

/** The Service of a cluster as a target. */
export function targetOfService(mesh: TraceMesh, namespace: string, name: string): CallTarget {
  const object = mesh.cluster.find('Service', namespace, name);
  return { namespace, name, object, selector: labelsAt(object?.value, ['spec', 'selector']) };
}

/** The last hops of a call: the Service, the policies of its pods, and the pods. */
export function arrive(mesh: TraceMesh, target: CallTarget, approach: Approach): DraftWay {
  const { namespace, object } = target;
  const service: DraftHop = {
    ...serviceHop(target, approach.port),
    also: alsoOf(mesh, target, approach),
    // A Service that its control plane does not see is not exported, and can be called in its own mesh.
    ...(approach.isRemote && { breaking: ['FED029'] }),
  };
  if (object === undefined) {
    const verdict = verdictOn(mesh, target, [], approach);
    return close(mesh, [service], verdict, target, 'the manifests do not have the Service');
  }
  const behind = workloadsIn(mesh.cluster, namespace).filter(({ labels }) => selects(target.selector, labels));
  const chosen = behind.filter(({ labels }) => has(labels, approach.labels));
  if (behind.length > 0 && chosen.length === 0) {
    return failing([service], {
      code: 'FED020',
      message: `no workload behind ${object.kind} ${namespace}/${object.name} has the labels ${labelsText(approach.labels)} of the subset`,
      effect: 'the subset has no endpoints: calls get 503',
      fix: 'correct the labels of the subset, or deploy a workload with them',
      subject: { object },
    });
  }
  const verdict = verdictOn(mesh, target, chosen, approach);
  if (chosen.length === 0) {
    return close(mesh, [service], verdict, target, 'the manifests have no workload with the labels of its pods');
  }
  const pods: DraftHop = {
    kind: 'pods',
    text: chosen.map(({ object: one }) => `${one.kind} ${namespace}/${one.name}`).join(', '),
    facts: factsOf({ port: portOfPods(object, approach.port), identity: accountsText(mesh, namespace, chosen) }),
    subject: chosen[0] && { object: chosen[0].object },
    others: chosen.slice(1).map(({ object: one }) => one),
  };
  return close(mesh, [service], verdict, target, undefined, pods);
}

/** The Namespace of pods, whose labels decide whether a control plane sees them. */
export function namespaceSubject(cluster: TraceMesh['cluster'], namespace: string): readonly Subject[] {
  const object = cluster.find('Namespace', undefined, namespace);
  return object === undefined ? [] : [{ object }];
}

/** What decides whether a mesh has the pods of a namespace: the Namespace, and its place in the member roll. */
export function memberSubjects({ cluster, memberRolls }: TraceMesh, namespace: string): readonly Subject[] {
  const listed = memberRolls.flatMap((object): readonly Subject[] => {
    const index = listAt(object.value, ['spec', 'members']).indexOf(namespace);
    return index < 0 ? [] : [{ object, path: ['spec', 'members', index] }];
  });
  return [...namespaceSubject(cluster, namespace), ...listed];
}

/** What must be right besides the Service: its Namespace and, for a call of another mesh, that its pods take mutual TLS. */
function alsoOf(mesh: TraceMesh, { namespace, selector }: CallTarget, { isRemote }: Approach): readonly Subject[] {
  const own = memberSubjects(mesh, namespace);
  if (!isRemote) return own;
  const peerAuthentications = mesh.objectsOf('PeerAuthentication', 'security.istio.io').filter((object) => {
    const wanted = labelsAt(object.value, ['spec', 'selector', 'matchLabels']);
    const isForAll = Object.keys(wanted).length === 0;
    return isForAll
      ? object.namespace === namespace || object.namespace === mesh.rootNamespace
      : object.namespace === namespace && selects(wanted, selector);
  });
  return [...own, ...peerAuthentications.map((object) => ({ object }))];
}

/** The endpoints of a Service in the mesh of the caller; undefined where the manifests lack it. */
export function localGroup(mesh: TraceMesh, namespace: string, name: string): EndpointGroup | undefined {
  const target = targetOfService(mesh, namespace, name);
  const { object } = target;
  if (object === undefined) return undefined;
  return {
    isLocal: true,
    text: 'local pods',
    owner: namespace,
    ports: portsOf(object),
    has: (labels) => hasPods(mesh, target, labels),
    way: ({ principal, destination, labels }) =>
      arrive(mesh, target, { principal, port: destination.port ?? onlyPort(portsOf(object)), labels }),
  };
}

/** The numbers of the ports of a Service. */
export function portsOf({ value }: ManifestObject): readonly number[] {
  return listAt(value, ['spec', 'ports']).flatMap(
    (port) => numberAt(port, ['port']) ?? numberAt(port, ['number']) ?? [],
  );
}

/** The only one of some ports; undefined where there are several. */
export function onlyPort(ports: readonly number[] = []): number | undefined {
  return ports.length === 1 ? ports[0] : undefined;
}

/** Labels as people write them. */
export function labelsText(labels: Labels = {}): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}

function hasPods(mesh: TraceMesh, { namespace, selector }: CallTarget, labels: Labels): Certainty {
  const behind = workloadsIn(mesh.cluster, namespace).filter((workload) => selects(selector, workload.labels));
  if (behind.length === 0) return 'maybe';
  return behind.some((workload) => has(workload.labels, labels)) ? 'yes' : 'no';
}

function has(labels: Labels, wanted: Labels = {}): boolean {
  return Object.entries(wanted).every(([key, value]) => labels[key] === value);
}

function serviceHop({ namespace, name, object }: CallTarget, port: number | undefined): DraftHop {
  return {
    kind: 'service',
    text: `${object?.kind ?? 'Service'} ${namespace}/${name}${port === undefined ? '' : `:${port}`}`,
    subject: object && { object },
  };
}

/** The first denial for one of the workloads, or what policies say about the first one. */
function verdictOn(
  mesh: TraceMesh,
  target: CallTarget,
  workloads: readonly TracedWorkload[],
  approach: Approach,
): Verdict {
  const { namespace, object, selector } = target;
  const pods = portOfPods(object, approach.port);
  const verdicts = (workloads.length === 0 ? [{ labels: {} }] : workloads).map(({ labels }) =>
    judge({
      policies: mesh.objectsOf('AuthorizationPolicy', 'security.istio.io'),
      rootNamespace: mesh.rootNamespace,
      namespace,
      labels: { ...selector, ...labels },
      principal: approach.principal,
      ownDomains: mesh.ownDomains,
      port: pods === undefined ? undefined : Number(pods),
    }),
  );
  return verdicts.find(({ denial }) => denial !== undefined) ?? (verdicts[0] as Verdict);
}

function close(
  mesh: TraceMesh,
  hops: readonly DraftHop[],
  { hops: policies, denial }: Verdict,
  { namespace, name, object }: CallTarget,
  assumption: string | undefined,
  pods?: DraftHop,
): DraftWay {
  if (denial !== undefined) return failing([...hops, ...policies], { ...denial, code: mesh.codes.denied });
  const text = `${object?.kind ?? 'Service'} ${namespace}/${name} of the cluster "${mesh.cluster.name}"`;
  return {
    hops: [...hops, ...policies, ...(pods === undefined ? [] : [pods])],
    end: { arrives: true, text, ...(assumption !== undefined && { assumption }) },
  };
}

/** The port of the pods behind a port of a Service, where it is a number. */
function portOfPods(object: ManifestObject | undefined, port: number | undefined): string | undefined {
  const numberOf = (one: unknown) => numberAt(one, ['port']) ?? numberAt(one, ['number']);
  const found = listAt(object?.value, ['spec', 'ports']).find((one) => numberOf(one) === port);
  if (found === undefined || textAt(found, ['targetPort']) !== undefined) return undefined;
  const number = numberAt(found, ['targetPort']) ?? port;
  return number === undefined ? undefined : String(number);
}

function accountsText(mesh: TraceMesh, namespace: string, workloads: readonly TracedWorkload[]): string {
  const domain = mesh.domain ?? '<trust domain>';
  return [...new Set(workloads.map(({ account }) => `${domain}/ns/${namespace}/sa/${account}`))].sort().join(', ');
}
