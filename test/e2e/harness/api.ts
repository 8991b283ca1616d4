import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KubeObject } from '../../helpers/synthesize';
import type { ClusterState } from './state';

/** What an API server answered. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** An object as the API server gives it. */
export interface StoredObject extends KubeObject {
  readonly metadata: KubeObject['metadata'] & {
    readonly resourceVersion: string;
    readonly generation?: number;
    readonly labels?: { readonly [label: string]: string };
    readonly annotations?: { readonly [key: string]: string };
  };
}

/** Where the kinds are that the tests read and write, and whether they are in namespaces. */
const RESOURCES: { readonly [kind: string]: { readonly plural: string; readonly everywhere?: true } } = {
  ApplicationSet: { plural: 'applicationsets' },
  AuthorizationPolicy: { plural: 'authorizationpolicies' },
  ClusterServiceVersion: { plural: 'clusterserviceversions' },
  ConfigMap: { plural: 'configmaps' },
  CustomResourceDefinition: { plural: 'customresourcedefinitions', everywhere: true },
  Deployment: { plural: 'deployments' },
  DestinationRule: { plural: 'destinationrules' },
  EndpointSlice: { plural: 'endpointslices' },
  ExportedServiceSet: { plural: 'exportedservicesets' },
  Gateway: { plural: 'gateways' },
  ImportedServiceSet: { plural: 'importedservicesets' },
  Istio: { plural: 'istios', everywhere: true },
  MutatingWebhookConfiguration: { plural: 'mutatingwebhookconfigurations', everywhere: true },
  Namespace: { plural: 'namespaces', everywhere: true },
  Node: { plural: 'nodes', everywhere: true },
  Pod: { plural: 'pods' },
  ResourceQuota: { plural: 'resourcequotas' },
  Role: { plural: 'roles' },
  RoleBinding: { plural: 'rolebindings' },
  Secret: { plural: 'secrets' },
  Service: { plural: 'services' },
  ServiceAccount: { plural: 'serviceaccounts' },
  ServiceMeshControlPlane: { plural: 'servicemeshcontrolplanes' },
  ServiceMeshMemberRoll: { plural: 'servicemeshmemberrolls' },
  ServiceMeshPeer: { plural: 'servicemeshpeers' },
  Subscription: { plural: 'subscriptions' },
  ValidatingWebhookConfiguration: { plural: 'validatingwebhookconfigurations', everywhere: true },
  VirtualService: { plural: 'virtualservices' },
};

/** A kind with its version. */
export interface Kind {
  readonly apiVersion: string;
  readonly kind: string;
}

/** What tells an object from the others of its kind. */
interface ObjectName {
  readonly name: string;
  readonly namespace?: string | undefined;
}

/** How long a kind may take until it is served, in milliseconds. */
const PATIENCE = 60_000;

/** Connections that are used again; nothing waits for them once there is nothing to send. */
const agent = new Agent({ keepAlive: true });

/** Talks with one API server as one user, by plain HTTPS: no code of the project, nor what it uses, is in the way. */
export class Api {
  private readonly ca: Buffer;
  /** What was applied last to each path. */
  private readonly applied = new Map<string, { readonly body: string; readonly resourceVersion: string }>();

  constructor(
    private readonly cluster: ClusterState,
    private readonly token: string,
  ) {
    this.ca = readFileSync(cluster.ca);
  }

  /** The object of a kind; undefined where there is none. */
  async get(kind: Kind, name: string, namespace?: string): Promise<StoredObject | undefined> {
    const { status, body } = await this.answered('GET', objectPath(kind, { name, namespace }));
    if (status === 404) return undefined;
    return parsed({ status, body }) as StoredObject;
  }

  /** All objects of a kind, those of all namespaces where none is given. */
  async list(kind: Kind, namespace?: string): Promise<readonly StoredObject[]> {
    const answer = await this.answered('GET', kindPath(kind, namespace));
    const { items } = parsed(answer) as { readonly items: readonly StoredObject[] };
    // The items of a list do not say what they are.
    return items.map((item) => ({ ...item, ...kind }));
  }

  /**
   * Applies an object on the server side, or just its status; takes over what others have set. What was applied before and
   * has not changed since is read only: that takes a server much less time, and controllers apply all in every round.
   */
  async apply(object: KubeObject, part: 'object' | 'status' = 'object'): Promise<StoredObject> {
    const { name, namespace } = object.metadata;
    const path = `${objectPath(object, object.metadata)}${part === 'status' ? '/status' : ''}`;
    const body = JSON.stringify(object);
    const before = this.applied.get(path);
    const stored = before?.body === body ? await this.get(object, name, namespace) : undefined;
    if (stored !== undefined && stored.metadata.resourceVersion === before?.resourceVersion) return stored;
    const query = '?fieldManager=stand-in&force=true&fieldValidation=Strict';
    const result = parsed(await this.answered('PATCH', path + query, body)) as StoredObject;
    this.applied.set(path, { body, resourceVersion: result.metadata.resourceVersion });
    return result;
  }

  /** Removes an object that is there. */
  async remove(object: Kind & { readonly metadata: KubeObject['metadata'] }): Promise<void> {
    parsed(await this.answered('DELETE', objectPath(object, object.metadata)));
  }

  /** Merges fields into an object that is there; null removes one. */
  async merge(object: Kind & { readonly metadata: KubeObject['metadata'] }, fields: object): Promise<void> {
    const path = objectPath(object, object.metadata);
    parsed(await this.answered('PATCH', path, JSON.stringify(fields), 'application/merge-patch+json'));
  }

  /** Sends a request, again while the server is not ready for a kind that was installed just now. */
  private async answered(method: string, path: string, body?: string, type?: string): Promise<Answer> {
    const end = Date.now() + PATIENCE;
    for (;;) {
      const answer = await this.send(method, path, body, type);
      if (answer.status !== 429 || Date.now() > end) return answer;
      await sleep(500);
    }
  }

  /** Sends a request; rejects where there is no answer within half a minute. */
  send(method: string, path: string, body?: string, type = 'application/apply-patch+yaml'): Promise<Answer> {
    const headers = {
      authorization: `Bearer ${this.token}`,
      accept: 'application/json',
      ...(body !== undefined && { 'content-type': type }),
    };
    const options = { method, headers, ca: this.ca, agent, timeout: 30_000 } as const;
    return new Promise((resolve, reject) => {
      const sent = request(`${this.cluster.url}${path}`, options, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() });
        });
      });
      sent.on('error', reject);
      sent.on('timeout', () => sent.destroy(new Error(`no answer to ${method} ${path}`)));
      sent.end(body);
    });
  }
}

function objectPath(kind: Kind, { name, namespace }: ObjectName): string {
  return `${kindPath(kind, namespace)}/${name}`;
}

function kindPath({ apiVersion, kind }: Kind, namespace: string | undefined): string {
  const resource = RESOURCES[kind];
  if (resource === undefined) throw new Error(`the path of ${kind} is not known; add it to RESOURCES`);
  const group = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const within = namespace === undefined || resource.everywhere ? '' : `/namespaces/${namespace}`;
  return `${group}${within}/${resource.plural}`;
}

function parsed({ status, body }: Answer): unknown {
  if (status >= 300) throw new Error(`the API server answers ${status}: ${body}`);
  return JSON.parse(body);
}
