import { MAX_LAID_OUT } from '../bounds';
import { graphOf } from '../graph/build';
import { collapsed } from '../graph/collapse';
import { changesOf, diffOf } from '../graph/diff';
import { dotText } from '../graph/dot';
import { MAX_MERMAID_CHARACTERS, MAX_MERMAID_EDGES, mermaidText } from '../graph/mermaid';
import type { Graph } from '../graph/model';
import { withStatus } from '../graph/status';
import { type LayOut, svgText } from '../graph/svg/write';
import { type GraphView, viewOf } from '../graph/view';
import { besideDirectory, readPicture, writePicture } from '../io/picture-file';
import { reasonOf } from '../io/topology-files';
import { isError } from '../issues/issue';
import type { PlacedIssue } from '../issues/place';
import type { ManifestObject } from '../manifests/object';
import { buildFleet } from '../observed/build';
import { platformsOf } from './check-output';
import { type GraphObjects, revisionObjects, sourceObjects, synthesizedObjects } from './graph-sources';
import type { Loaded } from './load';
import type { StatusResult } from './status';

export { GRAPH_VIEWS, type GraphView } from '../graph/view';

/** The formats of a picture. */
export type GraphFormat = 'mermaid' | 'dot' | 'svg' | 'html';

/** All formats of a picture, in the order in which they are listed for users. */
export const GRAPH_FORMATS: readonly GraphFormat[] = ['mermaid', 'dot', 'svg', 'html'];

/** What to draw. */
export interface GraphRequest {
  /** The sources of manifests; empty for what synth would write. */
  readonly sources: readonly string[];
  /** The topology; undefined with sources. */
  readonly loaded?: Loaded;
  /** The output directory, in which the objects of a topology are, also in git. */
  readonly dist: string;
  /** The part of the picture. */
  readonly view: GraphView;
  /** The git revision to compare with; undefined for a picture of what is there now. */
  readonly revision?: string;
  /** The status of the federation; undefined for a picture without it. */
  readonly status?: StatusResult;
  /** Whether clusters that are alike are drawn one by one. */
  readonly isWhole?: boolean;
}

/** A picture, or why there is none. */
export interface GraphResult {
  /** The picture; undefined where there are errors. */
  readonly graph?: Graph;
  /** Errors and warnings. */
  readonly issues: readonly PlacedIssue[];
}

/**
 * Draws manifests.
 *
 * @param stdin reads all of standard input
 */
export function drawGraph(request: GraphRequest, stdin: () => string): GraphResult {
  const { graph: whole, issues } = drawWhole(request, stdin);
  if (whole === undefined) return { issues };
  const graph = viewOf(whole, request.view);
  return { graph: request.isWhole ? graph : collapsed(graph), issues };
}

/** A picture with all that any view shows. */
export interface WholeGraph extends GraphResult {
  /** The objects that are there now. */
  readonly objects: readonly ManifestObject[];
}

/**
 * Draws all that any view shows.
 *
 * @param stdin reads all of standard input
 */
export function drawWhole(request: Omit<GraphRequest, 'view'>, stdin: () => string): WholeGraph {
  const { sources, loaded, dist, revision, status } = request;
  const before = revision === undefined ? undefined : revisionObjects(sources.length > 0 ? sources : [dist], revision);
  const after = loaded === undefined ? sourceObjects(sources, stdin) : synthesizedObjects(loaded, dist);
  const issues = [...(status?.issues ?? []), ...(before?.issues ?? []), ...after.issues];
  const { objects } = after;
  if (issues.some(isError)) return { issues, objects };
  const draw = ({ objects }: GraphObjects) =>
    graphOf(buildFleet(objects, loaded?.federation && platformsOf(loaded.federation.clusters)));
  const now = withStatusOf(draw(after), loaded, status);
  return { graph: before === undefined ? now : diffOf(draw(before), now), issues, objects };
}

function withStatusOf(graph: Graph, loaded: Loaded | undefined, status: StatusResult | undefined): Graph {
  if (status?.status === undefined || loaded?.federation === undefined) return graph;
  const meshes = loaded.federation.meshes.map(({ name, cluster, namespace }) => ({
    name,
    cluster: cluster.name,
    namespace,
  }));
  return withStatus(graph, status.status, meshes);
}

/** The text of a picture; undefined where it is too large for its format. */
export interface GraphText {
  /** The text. */
  readonly text?: string;
  /** Errors and warnings. */
  readonly issues: readonly PlacedIssue[];
}

/** Writes a picture in a format. The layout of `svg` is loaded when it is needed. */
export async function graphText(graph: Graph, format: Exclude<GraphFormat, 'html'>): Promise<GraphText> {
  if (format === 'dot') return { text: dotText(graph), issues: [] };
  if (format === 'mermaid') {
    const text = mermaidText(graph);
    const isLarge = graph.edges.length > MAX_MERMAID_EDGES || text.length > MAX_MERMAID_CHARACTERS;
    return { text, issues: isLarge ? [largeForMermaid(graph, text)] : [] };
  }
  const size = graph.nodes.length + graph.edges.length;
  if (size > MAX_LAID_OUT) return { issues: [tooLarge(size)] };
  return { text: await svgText(graph, await loadLayout()), issues: [] };
}

/** Loads the layout, which is large. */
export async function loadLayout(): Promise<LayOut> {
  return (await import('../graph/layout')).layOut;
}

function largeForMermaid({ edges }: Graph, text: string): PlacedIssue {
  return {
    ...{ code: 'GRA003', level: 'warning', path: '--format mermaid' },
    message: `the picture has ${edges.length} edges and ${text.length} characters; Mermaid draws at most ${MAX_MERMAID_EDGES} and ${MAX_MERMAID_CHARACTERS} without other settings`,
    fix: 'draw a part of it with "--view clusters" or with fewer sources, or set "maxEdges" and "maxTextSize" of Mermaid',
  };
}

function tooLarge(size: number): PlacedIssue {
  return {
    ...{ code: 'GRA003', path: '--format svg' },
    message: `the picture has ${size} nodes and edges; at most ${MAX_LAID_OUT} are laid out`,
    fix: 'draw a part of it with "--view clusters" or with fewer sources, or write "--format dot"',
  };
}

/** In words, what a comparison found. */
export function changesText(graph: Graph): string {
  const { added, removed, changed } = changesOf(graph);
  return `${added} added, ${removed} removed, ${changed} changed`;
}

/** Writes a picture to a file; returns why it cannot be written. */
export function savePicture(file: string, text: string): readonly PlacedIssue[] {
  try {
    writePicture(file, text);
    return [];
  } catch (error) {
    const message = `cannot write the picture: ${reasonOf(error)}`;
    return [{ code: 'GRA004', path: '', file, message, fix: 'name another file with "-o", or delete this one' }];
  }
}

/** The picture of a topology beside its output directory. */
export interface Picture {
  /** The path of the file. */
  readonly file: string;
  /** Why it is not there as it should be. */
  readonly issues: readonly PlacedIssue[];
}

/**
 * Writes the picture of a topology beside its output directory, or compares the file with it.
 *
 * @param isCompared whether the file is only compared
 */
export async function picture(loaded: Loaded, directory: string, isCompared: boolean): Promise<Picture> {
  const file = besideDirectory(directory, 'federation.svg');
  const { graph, issues } = drawGraph({ sources: [], loaded, dist: directory, view: 'services' }, () => '');
  const errors = issues.filter(isError);
  if (graph === undefined) return { file, issues: errors };
  const { text, issues: further } = await graphText(graph, 'svg');
  if (text === undefined) return { file, issues: further };
  if (!isCompared) return { file, issues: savePicture(file, text) };
  const message = 'the picture is missing, or differs from the topology';
  const isSame = readPicture(file) === text;
  return {
    file,
    issues: isSame ? [] : [{ code: 'GRA005', path: '', file, message, fix: 'run "ossm-fed synth --graph"' }],
  };
}
