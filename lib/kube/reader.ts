import { isText, valueAt } from '../values';
import type { Answer } from './failure';

/** One object of a Kubernetes API. */
export interface ApiObject {
  /** The group and version, such as `v1` or `gateway.networking.k8s.io/v1`. */
  readonly apiVersion: string;
  /** The kind, such as `ConfigMap`, for messages. */
  readonly kind: string;
  /** The resource name in paths of the API and in RBAC rules, such as `configmaps`. */
  readonly plural: string;
  /** The namespace; undefined for kinds that are cluster-scoped. */
  readonly namespace?: string;
  /** The name of the object. */
  readonly name: string;
}

/** Reads objects of one cluster. Nothing is thrown: what goes wrong is part of the answer. */
export interface ClusterReader {
  /** An object, as the API returns it. */
  object(object: ApiObject): Promise<Answer<unknown>>;
  /** All Nodes, each as the API returns it. */
  nodes(): Promise<Answer<readonly unknown[]>>;
  /** Closes all connections; nothing may be read afterwards. */
  close(): void;
}

/** Makes a reader for a kubeconfig context; no request is sent before the first object is read. */
export type Connect = (context: string) => ClusterReader;

/** Sends a GET request for a path of the API, with its query, and returns the JSON of the response. */
export type Get = (path: string) => Promise<Answer<unknown>>;

/** The number of Nodes in one page, and the number of pages that are requested at most. */
const NODES_IN_PAGE = 100;
const MAX_PAGES = 50;

/** A reader that sends its requests by a function. */
export function apiReader(get: Get, close: () => void): ClusterReader {
  return { object: (object) => get(pathOf(object)), nodes: () => listNodes(get), close };
}

/** The path of an object; the core group has a path of its own. */
function pathOf({ apiVersion, plural, namespace, name }: ApiObject): string {
  const root = apiVersion.includes('/') ? '/apis' : '/api';
  const scope = namespace === undefined ? [] : ['namespaces', namespace];
  return [root, ...[...apiVersion.split('/'), ...scope, plural, name].map(encodeURIComponent)].join('/');
}

async function listNodes(get: Get): Promise<Answer<readonly unknown[]>> {
  const nodes: unknown[] = [];
  let next = '';
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const answer = await get(`/api/v1/nodes?limit=${NODES_IN_PAGE}${next && `&continue=${encodeURIComponent(next)}`}`);
    if ('failure' in answer) return answer;
    const items = valueAt(answer.value, ['items']);
    if (Array.isArray(items)) nodes.push(...items);
    const token = valueAt(answer.value, ['metadata', 'continue']);
    if (!isText(token)) return { value: nodes };
    next = token;
  }
  return { failure: { kind: 'mismatch', detail: `the cluster has more than ${NODES_IN_PAGE * MAX_PAGES} Nodes` } };
}
