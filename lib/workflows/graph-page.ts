import { MAX_LAID_OUT } from '../bounds';
import { alikeClusters, collapsed } from '../graph/collapse';
import type { PageView } from '../graph/html';
import type { Graph } from '../graph/model';
import { svgXml } from '../graph/svg/write';
import { GRAPH_VIEWS, type GraphView, viewOf } from '../graph/view';
import type { Diagnostic } from '../lint/diagnostic';
import { lint } from '../lint/lint';
import type { ManifestObject } from '../manifests/object';
import { platformsOf } from './check-output';
import { drawWhole, type GraphRequest, type GraphResult, type GraphText, loadLayout } from './graph';

/** A page, or why there is none. */
export type GraphPage = GraphResult & GraphText;

/**
 * Writes the page of a federation: its picture in all views, the one that is asked for first, with all objects, what the
 * linter finds in them, and their certificates. It is the same for the same input at any time: what depends on the date
 * is computed where the page is opened.
 *
 * @param stdin reads all of standard input
 */
export async function graphPage(request: GraphRequest, stdin: () => string): Promise<GraphPage> {
  const { graph, objects, issues } = drawWhole(request, stdin);
  if (graph === undefined) return { issues };
  const [{ pageData, pageText }, drawings] = await Promise.all([import('../graph/html'), drawViews(graph, request)]);
  const time = request.status?.status?.time;
  const data = pageData({
    ...{ graph, objects, diagnostics: diagnosticsOf(objects, request) },
    views: drawings.map(({ pageView }) => pageView),
    ...(time !== undefined && { statusTime: time }),
  });
  const pictures = drawings.flatMap(({ pageView, xml }) => (xml === undefined ? [] : [[pageView.view, xml] as const]));
  return { graph, text: pageText(data, new Map(pictures)), issues };
}

/** A view with its picture; undefined where it is too large. */
interface ViewDrawing {
  readonly pageView: PageView;
  readonly xml?: string;
}

async function drawViews(whole: Graph, request: GraphRequest): Promise<readonly ViewDrawing[]> {
  const layOut = await loadLayout();
  const views = [request.view, ...GRAPH_VIEWS.filter((view) => view !== request.view)];
  return Promise.all(
    views.map(async (view): Promise<ViewDrawing> => {
      const { graph, groups } = drawnGraph(whole, view, request.isWhole ?? false);
      const size = graph.nodes.length + graph.edges.length;
      const pageView = { view, groups: groups.map((group) => ({ members: group.map(({ id }) => id) })) };
      if (size <= MAX_LAID_OUT) return { pageView, xml: await svgXml(graph, layOut) };
      const missing = `This view is not drawn: it has ${size} nodes and edges, and at most ${MAX_LAID_OUT} are laid out. Search and the tables have all of them.`;
      return { pageView: { ...pageView, missing } };
    }),
  );
}

function drawnGraph(whole: Graph, view: GraphView, isWhole: boolean) {
  const graph = viewOf(whole, view);
  const groups = isWhole ? [] : alikeClusters(graph);
  return { graph: collapsed(graph, groups), groups };
}

/** The findings of FED011 and FED104 that depend on the date, which the page shows with its certificates. */
const DATED: ReadonlySet<string> = new Set(['expired', 'expiredBesideOthers', 'expiresSoon', 'notYetValid']);

function diagnosticsOf(objects: readonly ManifestObject[], { loaded }: GraphRequest): readonly Diagnostic[] {
  const federation = loaded?.federation;
  const ignores = (federation?.ignoredRules ?? []).map((rule) => ({ rule, origin: 'lint.ignore' }));
  const files = new Set(objects.map(({ file }) => file)).size;
  const input = { objects, problems: [], skipped: 0, files };
  const platforms = federation && platformsOf(federation.clusters);
  const { diagnostics } = lint(input, { ignores, ...(platforms !== undefined && { platforms }) });
  return diagnostics.filter(({ finding = '' }) => !DATED.has(finding));
}
