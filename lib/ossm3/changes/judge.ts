import { fieldRisk } from '../../changes/common';
import { localServices, textsIn } from '../../changes/hosts';
import type { ChangeContext, ChangedObject, Edge, FieldChange, Judge, Judgement } from '../../changes/model';
import { mapsAt, textAt, textsAt } from '../../status/observation';
import { type Fields, isFields } from '../../values';
import { MESH_LABEL, REVISION_LABEL } from '../names';
import { judgeControlPlane } from './control-plane';
import { judgeGateway } from './gateways';
import { ImportGraph, type ImportGraphs, serviceOf } from './graph';
import { unexposed } from './warnings';

/** How a change is judged by its kind; undefined if it has nothing to do with a federation. */
type KindJudge = (change: ChangedObject, field: FieldChange | undefined, graphs: ImportGraphs) => Judgement | undefined;

const KINDS: { readonly [kind: string]: KindJudge } = {
  AuthorizationPolicy: judgePolicy,
  DestinationRule: judgeRoute,
  Gateway: judgeGateway,
  Istio: judgeControlPlane,
  Namespace: judgeNamespace,
  ServiceEntry: judgeHost,
  VirtualService: judgeRoute,
  WorkloadEntry: judgeEndpoint,
};

/** The kinds whose labels have an effect. */
const LABELED: ReadonlySet<string> = new Set(['Gateway', 'Namespace', 'WorkloadEntry']);

/** Judges changes of the objects of OpenShift Service Mesh 3; other labels and annotations are those of any object. */
export function ossm3Judge({ before, after, meshName }: ChangeContext): Judge {
  const graphs = { before: new ImportGraph(before, meshName), after: new ImportGraph(after, meshName) };
  return (change, field) => {
    const judge = Object.hasOwn(KINDS, change.kind) ? KINDS[change.kind] : undefined;
    const isOfAnyObject = field?.path[0] === 'metadata' && !LABELED.has(change.kind);
    return isOfAnyObject ? undefined : judge?.(change, field, graphs);
  };
}

function objectsOf({ before, after }: ChangedObject): readonly Fields[] {
  return [before, after].filter(isFields);
}

/** The risk of a field; whom a mesh accepts as a server is part of its identity. */
function riskOf({ kind }: ChangedObject, field: FieldChange | undefined): Judgement['risk'] {
  if (field === undefined) return 'traffic';
  return field.path.includes('subjectAltNames') ? 'identity' : fieldRisk(kind, field);
}

/** A host of an import or of an export. */
function judgeHost(
  change: ChangedObject,
  field: FieldChange | undefined,
  { before, after }: ImportGraphs,
): Judgement | undefined {
  const hosts = objectsOf(change).flatMap((object) => textsAt(object, ['spec', 'hosts']));
  const imports = [before, after].flatMap((graph) =>
    hosts.flatMap((host) => graph.importsOfHost(change.cluster, host)),
  );
  if (imports.length === 0) return undefined;
  const lost = change.action === 'delete' ? hosts : [];
  return {
    risk: riskOf(change, field),
    edges: imports.map(({ edge }) => edge),
    services: imports.map(({ host }) => serviceOf(host)),
    warnings: lost.flatMap((host) => unexposed(change.cluster, host, after)),
  };
}

/** An endpoint behind the gateway of a peer. */
function judgeEndpoint(
  change: ChangedObject,
  field: FieldChange | undefined,
  { before, after }: ImportGraphs,
): Judgement | undefined {
  const networks = objectsOf(change).map((object) => textAt(object, ['spec', 'network']));
  const edges = [before, after].flatMap((graph) =>
    networks.flatMap((network) => graph.edgesToNetwork(change.cluster, network)),
  );
  if (edges.length === 0) return undefined;
  const isLabel = field?.path[1] === 'labels';
  return { risk: isLabel ? 'traffic' : riskOf(change, field), edges };
}

/** How calls are routed, if imports are part of it. */
function judgeRoute(
  change: ChangedObject,
  field: FieldChange | undefined,
  { before, after }: ImportGraphs,
): Judgement | undefined {
  const objects = objectsOf(change);
  const texts = new Set(objects.flatMap(({ spec }) => textsIn(spec)));
  const edges = [before, after].flatMap((graph) =>
    graph
      .importsOn(change.cluster)
      .filter(({ host }) => texts.has(host))
      .map(({ edge }) => edge),
  );
  if (edges.length === 0 && !field?.path.includes('subjectAltNames')) return undefined;
  const services = objects.flatMap((object) => localServices(object, change.namespace));
  return { risk: riskOf(change, field), edges, services: [...new Set(services)] };
}

/** Who may call, if peers are part of it. */
function judgePolicy(
  change: ChangedObject,
  field: FieldChange | undefined,
  { before, after }: ImportGraphs,
): Judgement | undefined {
  const domains = objectsOf(change)
    .flatMap((policy) => mapsAt(policy, ['spec', 'rules']))
    .flatMap((rule) => mapsAt(rule, ['from']))
    .flatMap((from) => textsAt(from, ['source', 'principals']))
    .map((principal) => principal.slice(0, Math.max(0, principal.indexOf('/'))));
  const edges = [before, after].flatMap((graph) => callersOf(graph, change.cluster, domains));
  return edges.length === 0 ? undefined : { risk: riskOf(change, field), edges };
}

function callersOf(graph: ImportGraph, cluster: string, domains: readonly string[]): readonly Edge[] {
  const own = graph.meshesOn(cluster);
  return domains.flatMap((domain) => {
    const mesh = graph.meshOfDomain(domain);
    return mesh === undefined || own.includes(mesh) ? [] : own.map((peer) => ({ mesh, peer }));
  });
}

/** The labels by which a control plane reads a Namespace and injects sidecars. */
function judgeNamespace(_: ChangedObject, field: FieldChange | undefined): Judgement | undefined {
  const [top, part, label = ''] = field?.path ?? [];
  const isRead = top === 'metadata' && part === 'labels' && [MESH_LABEL, REVISION_LABEL].includes(label);
  return isRead ? { risk: 'traffic' } : undefined;
}
