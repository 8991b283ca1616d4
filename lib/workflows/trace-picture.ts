import { MAX_LAID_OUT } from '../bounds';
import { graphOf } from '../graph/build';
import { collapsed } from '../graph/collapse';
import type { Graph } from '../graph/model';
import { onlyWay, wayPicture } from '../trace/picture';
import { type GraphText, graphText } from './graph';
import type { TracedFleet } from './trace';

/** The formats of a trace as a picture. */
export type TracePictureFormat = 'mermaid' | 'svg';

/** All formats of a trace as a picture, in the order in which they are listed for users. */
export const TRACE_PICTURES: readonly TracePictureFormat[] = ['mermaid', 'svg'];

/** The way of a call as a picture of the traffic; of the way alone where the traffic is too much for a layout. */
export function traceGraph({ result, fleet }: TracedFleet): Graph | undefined {
  if (result.trace === undefined || fleet === undefined) return undefined;
  const whole = wayPicture(graphOf(fleet), result.trace);
  const { title } = whole;
  const graph = { ...collapsed(whole), ...(title !== undefined && { title }) };
  return graph.nodes.length + graph.edges.length > MAX_LAID_OUT ? onlyWay(graph) : graph;
}

/** Writes the way of a call as a picture, or says why there is none. */
export async function tracePicture(traced: TracedFleet, format: TracePictureFormat): Promise<GraphText> {
  const { issues } = traced.result;
  const graph = traceGraph(traced);
  if (graph === undefined) return { issues };
  const { text, issues: further } = await graphText(graph, format);
  return { ...(text !== undefined && { text }), issues: [...issues, ...further] };
}
