import type { Diagnostic } from '../../lint/diagnostic';
import type { ManifestObject } from '../../manifests/object';
import type { Graph, GraphEdge, GraphElement, GraphNode } from '../model';
import { titleOf } from '../words';
import { certificatesOf } from './certificates';
import { PageObjects, pageObject, shownText } from './objects';
import type { PageData, PageElement, PageFinding, PageView } from './page-data';

/** What a page shows. */
export interface PageContents {
  /** The picture with all nodes and edges. */
  readonly graph: Graph;
  /** The objects of all clusters. */
  readonly objects: readonly ManifestObject[];
  /** What the linter found in them. */
  readonly diagnostics: readonly Diagnostic[];
  /** The views, the one that is shown first first. */
  readonly views: readonly PageView[];
  /** When the clusters were read, as an instant of ISO 8601; undefined for a page without a status. */
  readonly statusTime?: string;
}

/** The data of a page. */
export function pageData({ graph, objects, diagnostics, ...rest }: PageContents): PageData {
  const { nodes, edges } = graph;
  const places = [...nodes, ...edges].flatMap((element) => element.places.map(({ object }) => object));
  const all = new PageObjects([...objects, ...places]);
  return {
    title: titleOf(graph),
    ...rest,
    elements: [...nodeElements(nodes, all), ...edges.map((edge) => edgeElement(edge, all))],
    objects: all.all.map(pageObject),
    findings: diagnostics.map((diagnostic) => pageFinding(diagnostic, all)),
    certificates: certificatesOf(all),
  };
}

function nodeElements(nodes: readonly GraphNode[], objects: PageObjects): readonly PageElement[] {
  return nodes.map((node) => {
    const { id, parent } = node;
    const own = ownObjects(node, objects);
    const inside = objects.indexesOf(objectsInside(node, nodes, objects)).filter((index) => !own.includes(index));
    return { ...shownElement(node), ...(parent !== undefined && { parent }), id, own, inside };
  });
}

function edgeElement(edge: GraphEdge, objects: PageObjects): PageElement {
  const { from, to, via, names } = edge;
  const ends = { from, to, via, ...(names !== undefined && { names }) };
  return { ...shownElement(edge), ends, own: ownObjects(edge, objects), inside: [] };
}

function shownElement(element: GraphNode | GraphEdge): Pick<PageElement, 'id' | 'kind' | 'label' | 'detail'> {
  const { id, kind, label, detail, state, change } = element;
  return {
    ...{ id, kind, label },
    ...(detail !== undefined && { detail }),
    ...(state !== undefined && { state: { ...state, reasons: state.reasons.map(shownText) } }),
    ...(change !== undefined && { change }),
  };
}

function ownObjects({ places }: GraphElement, objects: PageObjects): readonly number[] {
  return objects.indexesOf(places.map(({ object }) => object));
}

/** All objects of a cluster or a namespace; of a mesh those in the namespace of its control plane and in its members. */
function objectsInside(
  { id, kind, places }: GraphNode,
  nodes: readonly GraphNode[],
  objects: PageObjects,
): readonly ManifestObject[] {
  const [, cluster = '', ...rest] = id.split('/').map(decodeURIComponent);
  if (kind === 'cluster') return objects.inCluster(cluster);
  if (kind === 'namespace') return objects.inNamespace(cluster, rest.at(-1) ?? '');
  if (kind !== 'mesh') return [];
  const members = nodes.filter((node) => node.kind === 'namespace' && node.parent === id);
  const names = members.map((member) => decodeURIComponent(member.id.split('/').at(-1) ?? ''));
  const own = places.flatMap(({ object }) => object.namespace ?? []);
  return [...new Set([...own, ...names])].flatMap((namespace) => objects.inNamespace(cluster, namespace));
}

function pageFinding(diagnostic: Diagnostic, objects: PageObjects): PageFinding {
  const { rule, severity, message, effect, fix, cluster, file, line, column, object } = diagnostic;
  const index = objects.indexOf(cluster, object);
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  return {
    ...{ rule, severity },
    ...{ message: shownText(message), effect: shownText(effect), fix: shownText(fix), place: shownText(place) },
    ...(index !== undefined && { object: index }),
  };
}
