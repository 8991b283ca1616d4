import type { Answer } from './failure';

/** Reads objects of one cluster. Nothing is thrown: what goes wrong is part of the answer. */
export interface ClusterReader {
  /** A ConfigMap, as the API gives it. */
  configMap(namespace: string, name: string): Promise<Answer<unknown>>;
  /** A Service, as the API gives it. */
  service(namespace: string, name: string): Promise<Answer<unknown>>;
  /** All Nodes, each as the API gives it. */
  nodes(): Promise<Answer<readonly unknown[]>>;
  /** Lets go of connections; nothing may be read afterwards. */
  close(): void;
}

/** Makes a reader for a kubeconfig context; nothing is sent before the first object is asked for. */
export type Connect = (context: string) => ClusterReader;

/** The path and query of an object, or of a list, in the API. */
export type Get = (path: string) => Promise<Answer<unknown>>;

/** How many Nodes are asked for at a time, and how often. */
const NODES_IN_PAGE = 100;
const MOST_PAGES = 50;

/** A reader of the API behind a way to get JSON from it. */
export function apiReader(get: Get, close: () => void): ClusterReader {
  const object = (plural: string) => (namespace: string, name: string) =>
    get(`/api/v1/namespaces/${encodeURIComponent(namespace)}/${plural}/${encodeURIComponent(name)}`);
  return { configMap: object('configmaps'), service: object('services'), nodes: () => listNodes(get), close };
}

async function listNodes(get: Get): Promise<Answer<readonly unknown[]>> {
  const nodes: unknown[] = [];
  let next = '';
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await get(`/api/v1/nodes?limit=${NODES_IN_PAGE}${next && `&continue=${encodeURIComponent(next)}`}`);
    if ('failure' in answer) return answer;
    const { items, metadata } = answer.value as { readonly items?: unknown; readonly metadata?: unknown };
    if (Array.isArray(items)) nodes.push(...items);
    const token = (metadata as { readonly continue?: unknown } | null | undefined)?.continue;
    if (typeof token !== 'string' || token === '') return { value: nodes };
    next = token;
  }
  return { failure: { kind: 'unfit', detail: `it has more than ${NODES_IN_PAGE * MOST_PAGES} Nodes` } };
}
