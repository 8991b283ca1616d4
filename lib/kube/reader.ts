import { type Fields, isFields, isText, valueAt } from '../values';
import { type Answer, failed } from './failure';

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

/** The objects of one kind, in a namespace or in all. */
export type ApiKind = Omit<ApiObject, 'name'>;

/** The objects of one kind that have some labels. */
export interface LabeledKind extends ApiKind {
  /**
   * The labels with their values.
   *
   * @default none: all objects of the kind
   */
  readonly labels?: { readonly [label: string]: string };
}

/** A kind that a cluster has. */
export interface ApiResource extends Omit<ApiKind, 'namespace'> {
  /** Whether its objects are in namespaces. */
  readonly isNamespaced: boolean;
  /** Whether its objects can be listed. */
  readonly isListed: boolean;
}

/** Reads objects of one cluster. Nothing is thrown: what goes wrong is part of the answer. */
export interface ClusterReader {
  /** Why others could read or forge what is sent; undefined where the server is verified by TLS. */
  readonly insecure?: string;
  /** An object, as the API returns it. */
  object(object: ApiObject): Promise<Answer<unknown>>;
  /**
   * All objects of a kind, each as the API returns it in a list: without its kind.
   *
   * @param isOver whether no further page is to be requested; never if undefined
   */
  list(kind: LabeledKind, isOver?: () => boolean): Promise<Answer<readonly unknown[]>>;
  /** The kinds of a group and version; none where the cluster does not have the group. */
  resources(apiVersion: string): Promise<Answer<readonly ApiResource[]>>;
  /** All Nodes, each as the API returns it. */
  nodes(): Promise<Answer<readonly unknown[]>>;
  /** Closes all connections; nothing may be read afterwards. */
  close(): void;
}

/** Makes a reader for a kubeconfig context; no request is sent before the first object is read. */
export type Connect = (context: string) => ClusterReader;

/** Sends a GET request for a path of the API, with its query, and returns the JSON of the response. */
export type Get = (path: string) => Promise<Answer<unknown>>;

/** The number of objects in one page, and the number of pages that are requested at most. */
const OBJECTS_IN_PAGE = 100;
const MAX_PAGES = 50;

const NODES: ApiKind = { apiVersion: 'v1', kind: 'Node', plural: 'nodes' };

/** A reader that sends its requests by a function. */
export function apiReader(get: Get, close: () => void): ClusterReader {
  return {
    object: async (object) => {
      const answer = await get(pathOf(object));
      return 'failure' in answer ? answer : sameObject(answer.value, object);
    },
    list: (kind, isOver) => listObjects(get, kind, isOver),
    resources: (apiVersion) => listResources(get, apiVersion),
    nodes: () => listObjects(get, NODES),
    close,
  };
}

/** An answer, unless it is another object than the requested one. No text of it is part of the failure. */
function sameObject(value: unknown, { apiVersion, kind, namespace, name }: ApiObject): Answer<unknown> {
  const expected = [
    [['apiVersion'], apiVersion],
    [['kind'], kind],
    [['metadata', 'name'], name],
    [['metadata', 'namespace'], namespace],
  ] as const;
  const other = expected.find(([path, text]) => valueAt(value, path) !== text);
  return other === undefined ? { value } : failed('other-object', `another "${other[0].join('.')}" than requested`);
}

/** The path of an object; the core group has a path of its own. */
function pathOf(object: ApiObject): string {
  return `${rootOf(object)}/${encodeURIComponent(object.name)}`;
}

/** The path of all objects of a kind. */
function rootOf({ apiVersion, plural, namespace }: ApiKind): string {
  const root = apiVersion.includes('/') ? '/apis' : '/api';
  const scope = namespace === undefined ? [] : ['namespaces', namespace];
  return [root, ...[...apiVersion.split('/'), ...scope, plural].map(encodeURIComponent)].join('/');
}

async function listResources(get: Get, apiVersion: string): Promise<Answer<readonly ApiResource[]>> {
  const answer = await get(rootOf({ apiVersion, kind: '', plural: '' }).replace(/\/$/, ''));
  if ('failure' in answer) {
    const { kind, detail } = answer.failure;
    // An API server answers 404 with a plain text for a group that it does not have.
    const isUnknown = kind === 'missing' || (kind === 'answer' && detail.startsWith('HTTP status 404 '));
    return isUnknown && apiVersion.includes('/') ? { value: [] } : answer;
  }
  const resources = valueAt(answer.value, ['resources']);
  if (!Array.isArray(resources)) return failed('other-object', 'another "kind" than requested');
  return { value: resources.filter(isFields).flatMap((resource) => resourceOf(resource, apiVersion)) };
}

function resourceOf({ name, kind, namespaced, verbs }: Fields, apiVersion: string): readonly ApiResource[] {
  // Names such as "pods/log" are those of subresources.
  if (!isText(name) || !isText(kind) || name.includes('/')) return [];
  const isListed = Array.isArray(verbs) && verbs.includes('list');
  return [{ apiVersion, kind, plural: name, isNamespaced: namespaced === true, isListed }];
}

/** The query for the labels of a kind. */
function selectorOf({ labels = {} }: LabeledKind): string {
  const selector = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return selector.length === 0 ? '' : `&labelSelector=${encodeURIComponent(selector.join(','))}`;
}

async function listObjects(get: Get, kind: LabeledKind, isOver = () => false): Promise<Answer<readonly unknown[]>> {
  const objects: unknown[] = [];
  let next = '';
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const answer = await get(
      `${rootOf(kind)}?limit=${OBJECTS_IN_PAGE}${selectorOf(kind)}${next && `&continue=${encodeURIComponent(next)}`}`,
    );
    if ('failure' in answer) return answer;
    if (valueAt(answer.value, ['kind']) !== `${kind.kind}List`) {
      return failed('other-object', 'another "kind" than requested');
    }
    const items = valueAt(answer.value, ['items']);
    if (Array.isArray(items)) objects.push(...items);
    const token = valueAt(answer.value, ['metadata', 'continue']);
    if (!isText(token)) return { value: objects };
    if (isOver()) return failed('timeout', `not all ${kind.kind}s were listed in time`);
    next = token;
  }
  return failed('mismatch', `the cluster has more than ${OBJECTS_IN_PAGE * MAX_PAGES} ${kind.kind}s`);
}
