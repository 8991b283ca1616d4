import { fullHost } from '../lint/rules/support/traffic';
import type { ManifestObject } from '../manifests/object';
import type { Labels } from '../matching/label-selector';
import { labelsAt, listAt, mapAt, textAt } from '../observed/fields';
import { fitsHost } from '../observed/ossm3/hosts';
import { valueAt } from '../values';
import { after, type DraftBranch, type DraftHop, type DraftWay, factsOf, failing, type Subject } from './draft';
import { isVisibleIn } from './hosts';
import { type Principal, principalText } from './identity';
import { labelsText, memberSubjects, onlyPort } from './local';
import type { Call, Destination, EndpointGroup, TraceCaller, TraceMesh } from './mesh';
import { type RoutedCalls, routingOf } from './routes';
import { hiddenBy, sidecarOf } from './sidecar';

/** The way of a call from its caller: through a VirtualService if there is one, then to each destination. */
export function wayOf(mesh: TraceMesh, caller: TraceCaller, host: string, port: number | undefined): DraftWay {
  const principal = principalOf(mesh, caller);
  const hops = [callerHop(mesh, caller, principal)];
  const outside = mesh.outside(caller.namespace);
  if (outside !== undefined) return failing(hops, outside);
  const routing = routingOf(mesh, { caller, host, port });
  const context = { mesh, caller, principal };
  if (routing === undefined) return after(hops, destinationWay(context, { host, ...(port !== undefined && { port }) }));
  const { object, path, calls, isPartial, rivals } = routing;
  const name = `VirtualService ${object.namespace ?? ''}/${object.name}`;
  const rest = {
    'other requests': isPartial ? 'get 404' : undefined,
    assumed:
      rivals.length === 0 ? undefined : `it is older than VirtualService ${rivals.join(', ')}, with the same host`,
  };
  const route: DraftHop = { kind: 'route', text: name, facts: factsOf(rest), subject: { object, path } };
  const [first, ...others] = calls;
  if (first === undefined) {
    return failing([...hops, route], {
      code: 'FED020',
      message: `no route of ${name} matches a call of "${host}" from ${caller.namespace}/${caller.name}`,
      effect: 'calls get 404',
      fix: 'add a route without conditions, or correct those of the routes',
      subject: { object, path: ['spec'] },
    });
  }
  if (others.length === 0 && first.text === '100%') return after([...hops, route], routedWay(context, first));
  const branches = calls.map(
    (one): DraftBranch => ({ kind: one.isMirror ? 'mirror' : 'route', text: one.text, ...routedWay(context, one) }),
  );
  return { hops: [...hops, route], branches };
}

/** Who calls, and in which mesh. */
interface CallContext {
  readonly mesh: TraceMesh;
  readonly caller: TraceCaller;
  readonly principal: Principal;
}

function principalOf({ domain }: TraceMesh, { namespace, workload }: TraceCaller): Principal {
  return { domain: domain ?? '<trust domain>', namespace, account: workload?.account };
}

function callerHop(mesh: TraceMesh, { namespace, name, workload }: TraceCaller, principal: Principal): DraftHop {
  return {
    kind: 'caller',
    text: `${workload?.object.kind ?? 'workload'} ${namespace}/${name}`,
    facts: factsOf({ identity: principalText(principal) }),
    subject: workload && { object: workload.object },
    also: memberSubjects(mesh, namespace),
  };
}

function routedWay(context: CallContext, { destination, answer, missing, path, object }: RoutedCalls): DraftWay {
  if (destination !== undefined) return destinationWay(context, destination);
  if (missing === undefined) return { hops: [], end: { arrives: true, text: answer ?? '' } };
  return failing([], {
    code: 'FED020',
    message: `the manifests do not have the VirtualService ${missing}, to which the route delegates`,
    effect: 'unless it is deployed from elsewhere, calls get 404',
    fix: 'add the VirtualService, or correct its name',
    subject: { object, path },
  });
}

/** The way to one destination: its subset, what is behind its host, and whether the caller's Sidecar includes it. */
function destinationWay({ mesh, caller, principal }: CallContext, destination: Destination): DraftWay {
  const { host, subset } = destination;
  const route: DraftHop[] = [];
  if (destination.subject !== undefined) {
    route.push({ kind: 'route', text: destinationText(destination), subject: destination.subject });
  }
  const rules = rulesFor(mesh, host, caller.namespace);
  const groups = mesh.endpointsOf(host);
  const call: Call = { principal, destination, rules: rules.map((object) => ({ object })) };
  if (groups.length === 0) return after(route, mesh.missing(call));
  const found = subset === undefined ? undefined : subsetOf(rules, subset);
  if (subset !== undefined && found === undefined) {
    const isImported = groups.some(({ isLocal }) => !isLocal);
    return failing(route, missingSubset(mesh, rules, destination, isImported ? mesh.codes.importedSubset : 'FED020'));
  }
  const labels = found?.labels;
  const fitting = labels === undefined ? groups : groups.filter((group) => group.has(labels) !== 'no');
  if (found !== undefined) route.push(subsetHop(found, subset ?? ''));
  if (fitting.length === 0) {
    return failing(route, {
      code: groups.some(({ isLocal }) => !isLocal) ? mesh.codes.importedSubset : 'FED020',
      message: `no endpoint of "${host}" has the labels ${labelsText(labels)} of the subset "${subset}"`,
      effect: 'the subset has no endpoints: calls get 503',
      fix: 'correct the labels of the subset, or route to the host without it',
      subject: found,
    });
  }
  const full = { ...call, ...(labels !== undefined && { labels }) };
  return after(route, endpointsWay({ mesh, caller, call: full, groups: fitting, rules }));
}

interface Endpoints {
  readonly mesh: TraceMesh;
  readonly caller: TraceCaller;
  readonly call: Call;
  readonly groups: readonly EndpointGroup[];
  readonly rules: readonly ManifestObject[];
}

/** The way to the endpoints of a host; a branch for each group of them. */
function endpointsWay({ mesh, caller, call, groups, rules }: Endpoints): DraftWay {
  const ways = groups.map((group) => ({ group, way: groupWay(mesh, caller, call, group) }));
  const [only] = ways;
  if (only !== undefined && ways.length === 1) return only.way;
  const isFailover = rules.some(failsOver) && groups.some(({ region }) => region !== undefined);
  const hop: readonly DraftHop[] = rules.slice(0, 1).map((object) => ({
    kind: 'subset',
    text: `DestinationRule ${object.namespace ?? ''}/${object.name}`,
    facts: factsOf({ failover: isFailover ? 'by locality, with outlier detection' : 'no' }),
    subject: { object },
    isShared: true,
  }));
  const branches = ways.map(({ group, way }): DraftBranch => {
    const kind = isFailover && !group.isLocal ? 'failover' : 'endpoints';
    return { kind, text: endpointsText(group, isFailover), ...way };
  });
  return { hops: hop, branches };
}

function endpointsText({ isLocal, text, region }: EndpointGroup, isFailover: boolean): string {
  if (!isFailover) return `${text}, a part of the calls`;
  if (isLocal) return `${text}, while they are healthy`;
  return `failover to ${text}${region === undefined ? '' : ` in ${region}`}`;
}

function groupWay(mesh: TraceMesh, caller: TraceCaller, call: Call, group: EndpointGroup): DraftWay {
  const { destination } = call;
  const { host } = destination;
  const { owner, ports } = group;
  const sidecar = sidecarOf(mesh, caller);
  const hidden = sidecar && owner !== undefined && hiddenBy(sidecar, host, owner, caller.namespace);
  if (sidecar !== undefined && hidden) {
    return failing([sidecarHop(sidecar)], {
      code: mesh.codes.hidden,
      message: `the Sidecar excludes "${host}", which belongs to the namespace "${owner}"`,
      effect: 'the sidecar of the caller has no route to the host: calls get 502 or 503',
      fix: `add "${owner}/${host}" or "${owner}/*" to the hosts of an egress listener`,
      subject: hidden,
    });
  }
  const port = destination.port ?? onlyPort(ports);
  if (port !== undefined && ports !== undefined && ports.length > 0 && !ports.includes(port)) {
    return failing([], {
      code: 'FED020',
      message: `the host "${host}" has no port ${port}: it has ${ports.join(', ')}`,
      effect: 'no route of the proxy has the port: calls get 502 or 503',
      fix: `write ${ports.join(' or ')}`,
      subject: destination.subject,
    });
  }
  return group.way({ ...call, destination: { ...destination, ...(port !== undefined && { port }) } });
}

function sidecarHop(object: ManifestObject): DraftHop {
  return { kind: 'sidecar', text: `Sidecar ${object.namespace ?? ''}/${object.name}`, subject: { object } };
}

function destinationText({ host, port, subset }: Destination): string {
  return `to ${host}${port === undefined ? '' : `:${port}`}${subset === undefined ? '' : ` subset ${subset}`}`;
}

/** The DestinationRules of a host that a namespace sees, those with the host itself before patterns. */
function rulesFor(mesh: TraceMesh, host: string, namespace: string): readonly ManifestObject[] {
  const all = mesh.objectsOf('DestinationRule', 'networking.istio.io').flatMap((object) => {
    const pattern = fullHost(textAt(object.value, ['spec', 'host']) ?? '', object.namespace);
    return fitsHost(pattern, host) && isVisibleIn(namespace, object) ? [{ object, isExact: pattern === host }] : [];
  });
  const isExact = all.some((one) => one.isExact);
  return all.filter((one) => one.isExact === isExact).map(({ object }) => object);
}

interface FoundSubset extends Required<Pick<Subject, 'object' | 'path'>> {
  readonly labels: Labels;
}

function subsetOf(rules: readonly ManifestObject[], subset: string): FoundSubset | undefined {
  const all = rules.flatMap((object) =>
    listAt(object.value, ['spec', 'subsets']).map((one, i) => ({ object, one, path: ['spec', 'subsets', i] })),
  );
  const found = all.find(({ one }) => textAt(one, ['name']) === subset);
  return found && { object: found.object, path: found.path, labels: labelsAt(found.one, ['labels']) };
}

function subsetHop({ object, path, labels }: FoundSubset, subset: string): DraftHop {
  return {
    kind: 'subset',
    text: `DestinationRule ${object.namespace ?? ''}/${object.name} subset ${subset}`,
    facts: factsOf({ labels: labelsText(labels) || undefined }),
    subject: { object, path },
  };
}

function missingSubset(
  mesh: TraceMesh,
  rules: readonly ManifestObject[],
  { host, subset, subject }: Destination,
  code: string,
): Parameters<typeof failing>[1] {
  const known = rules.flatMap(({ value }) =>
    listAt(value, ['spec', 'subsets']).flatMap((one) => textAt(one, ['name']) ?? []),
  );
  const fix =
    known.length === 0 ? `add a DestinationRule for "${host}" with the subset` : `write one of ${known.join(', ')}`;
  return {
    code,
    message: `no DestinationRule of the mesh "${mesh.name}" for "${host}" has the subset "${subset}"`,
    effect: 'calls of the subset get 503',
    fix: code === 'FED020' ? fix : 'route to the host without the subset, or add it to a DestinationRule',
    subject: subject && { ...subject, path: [...(subject.path ?? []), 'subset'] },
  };
}

/** Whether a DestinationRule keeps calls local as long as local endpoints are healthy. */
function failsOver({ value }: ManifestObject): boolean {
  const policy = mapAt(value, ['spec', 'trafficPolicy']);
  const setting = valueAt(policy, ['loadBalancer', 'localityLbSetting']);
  const isOn = setting !== undefined && mapAt(setting).enabled !== false;
  return isOn && valueAt(policy, ['outlierDetection']) != null;
}
