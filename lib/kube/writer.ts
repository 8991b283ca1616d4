import { type Fields, isFields, isText, valueAt } from '../values';
import { Discovery, type NamespacedKinds } from './discovery';
import type { ApiResource, ClusterReader } from './reader';
import type { ApiRequest, Send, WriteAnswer, WriteFailure } from './sending';

/** An object by its kind and name. */
export interface ObjectRef {
  /** The group and version, such as `apps/v1`. */
  readonly apiVersion: string;
  /** The kind, such as `Deployment`. */
  readonly kind: string;
  /** The namespace; undefined for kinds that are cluster-scoped. */
  readonly namespace?: string;
  /** The name. */
  readonly name: string;
}

/** Reads and writes objects of one cluster. Nothing is thrown: what goes wrong is part of the answer. */
export interface ClusterWriter extends ClusterReader {
  /** An object of any kind; undefined if it does not exist, also if the cluster does not have the kind. */
  find(ref: ObjectRef): Promise<WriteAnswer<Fields | undefined>>;
  /**
   * Applies an object on the server under the field manager {@link FIELD_MANAGER}; fields of others are never taken over.
   *
   * @param isDryRun whether the API server only answers what it would store
   */
  apply(object: Fields, isDryRun: boolean): Promise<WriteAnswer<Fields>>;
  /** Deletes an object if it still has a UID; an object that does not exist counts as deleted. */
  remove(ref: ObjectRef, uid: string): Promise<WriteAnswer<undefined>>;
  /** Whether the API server has a resource, such as `deployments.apps`. */
  serves(resource: string): Promise<WriteAnswer<boolean>>;
  /** All kinds with namespaces that the API server has. */
  namespacedKinds(): Promise<WriteAnswer<NamespacedKinds>>;
  /** The objects of a kind in a namespace, of each only its metadata; so Secrets are not read. */
  metadata(kind: ApiResource, namespace: string): Promise<WriteAnswer<readonly Fields[]>>;
}

/** The field manager of all that is applied. */
export const FIELD_MANAGER = 'ossm-fed';

/** Metadata alone (Kubernetes API Concepts, "Metadata-only fetches"); whole objects where an API server cannot. */
const METADATA = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json';

/** Makes a writer for a kubeconfig context; no request is sent before the first call. */
export type ConnectWriter = (context: string) => ClusterWriter;

/** What a writer adds to a reader, by a function that sends its requests. */
export function apiWriter(reader: ClusterReader, send: Send): ClusterWriter {
  const discovery = new Discovery(send, reader.resources);
  const pathOf = async (ref: Omit<ObjectRef, 'name'> & { readonly name?: string }): Promise<WriteAnswer<string>> => {
    const served = await discovery.find(ref.apiVersion, ref.kind);
    if ('failure' in served) return served;
    if (served.value === undefined) return unknownKind(ref);
    return { value: objectPath(served.value, ref.namespace, ref.name) };
  };
  return {
    ...reader,
    resources: (apiVersion) => discovery.resources(apiVersion),
    find: async (ref) => {
      const path = await pathOf(ref);
      return absentAs(
        undefined,
        'failure' in path ? path : await sendFor(send, { method: 'GET', path: path.value }, ref),
      );
    },
    apply: async (object, isDryRun) => {
      const ref = refOf(object);
      const path = await pathOf(ref);
      if ('failure' in path) return path;
      const query = `?fieldManager=${FIELD_MANAGER}&fieldValidation=Strict${isDryRun ? '&dryRun=All' : ''}`;
      // JSON is YAML; API servers before 1.34 know only this media type for it.
      const body = { type: 'application/apply-patch+yaml', text: JSON.stringify(object) };
      return sendFor(send, { method: 'PATCH', path: `${path.value}${query}`, body }, ref);
    },
    remove: async (ref, uid) => {
      const path = await pathOf(ref);
      if ('failure' in path) return absentAs(undefined, path);
      const answer = await send({ method: 'DELETE', path: path.value, body: deletionBody(uid) });
      return absentAs(undefined, 'failure' in answer ? answer : { value: undefined });
    },
    serves: (resource) => discovery.serves(resource),
    namespacedKinds: () => discovery.namespaced(),
    metadata: async (kind, namespace) => {
      const answer = await send({ method: 'GET', path: objectPath(kind, namespace), accept: METADATA });
      if ('failure' in answer) return absentAs<readonly Fields[], readonly Fields[]>([], answer);
      const items = valueAt(answer.value, ['items']);
      return { value: Array.isArray(items) ? items.filter(isFields) : [] };
    },
  };
}

/** What a request to delete has: the object must still have a UID. */
function deletionBody(uid: string): NonNullable<ApiRequest['body']> {
  const options = { apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy: 'Background', preconditions: { uid } };
  return { type: 'application/json', text: JSON.stringify(options) };
}

/** The identity of an object. */
export function refOf(object: Fields): ObjectRef {
  const text = (path: readonly string[]) => {
    const value = valueAt(object, path);
    return isText(value) ? value : '';
  };
  const namespace = text(['metadata', 'namespace']);
  return {
    apiVersion: text(['apiVersion']),
    kind: text(['kind']),
    name: text(['metadata', 'name']),
    ...(namespace !== '' && { namespace }),
  };
}

/** The API group of a version such as `apps/v1`; empty for the core group. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
}

function unknownKind({ apiVersion, kind }: Omit<ObjectRef, 'name'>): { readonly failure: WriteFailure } {
  return { failure: { kind: 'unknown-kind', detail: `the cluster does not have the kind ${kind} of ${apiVersion}` } };
}

/** The answer, in which an object that does not exist is a value. */
function absentAs<T, V>(value: V, answer: WriteAnswer<T>): WriteAnswer<T | V> {
  const isAbsent = 'failure' in answer && ['missing', 'unknown-kind'].includes(answer.failure.kind);
  return isAbsent ? { value } : answer;
}

/** Sends a request that is answered with an object, which must be the requested one. */
async function sendFor(send: Send, request: ApiRequest, ref: ObjectRef): Promise<WriteAnswer<Fields>> {
  const answer = await send(request);
  if ('failure' in answer) return answer;
  const { value } = answer;
  const found = isFields(value) ? refOf(value) : undefined;
  if (!isFields(value) || found?.kind !== ref.kind || found.name !== ref.name) {
    return { failure: { kind: 'other-object', detail: 'another object than requested' } };
  }
  return { value };
}

function objectPath({ apiVersion, plural, isNamespaced }: ApiResource, namespace?: string, name?: string): string {
  const scope = isNamespaced && namespace !== undefined ? ['namespaces', namespace] : [];
  const parts = [...apiVersion.split('/'), ...scope, plural, ...(name === undefined ? [] : [name])];
  return [apiVersion.includes('/') ? '/apis' : '/api', ...parts.map(encodeURIComponent)].join('/');
}
