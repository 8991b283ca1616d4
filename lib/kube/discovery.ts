import { type Fields, isFields, isText, valueAt } from '../values';
import type { Send, WriteAnswer } from './sending';

/** A kind that an API server has. */
export interface ServedKind {
  /** The group and version, such as `apps/v1`. */
  readonly apiVersion: string;
  /** The kind, such as `Deployment`. */
  readonly kind: string;
  /** The resource name in paths of the API, such as `deployments`. */
  readonly plural: string;
  /** Whether its objects have namespaces. */
  readonly isNamespaced: boolean;
  /** Whether its objects can be listed. */
  readonly isListed: boolean;
}

/** The kinds with namespaces that an API server has. */
export interface NamespacedKinds {
  /** Those that can be listed, each in one version. */
  readonly kinds: readonly ServedKind[];
  /** The versions of groups whose kinds are not known, such as those of an aggregated API that does not answer. */
  readonly unread: readonly string[];
}

/** What kinds an API server has (Kubernetes, "Discovery API"). What it does not have is requested again each time. */
export class Discovery {
  private readonly versions = new Map<string, readonly ServedKind[]>();

  /** @param send sends a request to the API server */
  constructor(private readonly send: Send) {}

  /** A kind of one version; undefined if the API server does not have it. */
  async find(apiVersion: string, kind: string): Promise<WriteAnswer<ServedKind | undefined>> {
    const known = this.versions.get(apiVersion)?.find((one) => one.kind === kind);
    if (known !== undefined) return { value: known };
    const kinds = await this.read(apiVersion);
    return 'failure' in kinds ? kinds : { value: kinds.value.find((one) => one.kind === kind) };
  }

  /** Whether there is a resource, such as `deployments.apps`, in any version of its group: not each has all kinds. */
  async serves(resource: string): Promise<WriteAnswer<boolean>> {
    const [plural = '', ...group] = resource.split('.');
    const answer = await this.send({ method: 'GET', path: `/apis/${group.map(encodeURIComponent).join('.')}` });
    if ('failure' in answer) return isAbsent(answer) ? { value: false } : answer;
    for (const version of isFields(answer.value) ? versionsOf(answer.value) : []) {
      const kinds = await this.read(version);
      if ('failure' in kinds) return kinds;
      if (kinds.value.some((one) => one.plural === plural)) return { value: true };
    }
    return { value: false };
  }

  /** All kinds with namespaces. */
  async namespaced(): Promise<WriteAnswer<NamespacedKinds>> {
    const groups = await this.send({ method: 'GET', path: '/apis' });
    if ('failure' in groups) return groups;
    const kinds = new Map<string, ServedKind>();
    const unread: string[] = [];
    for (const version of ['v1', ...fieldsIn(groups.value, ['groups']).flatMap(versionsOf)]) {
      const own = await this.read(version);
      if ('failure' in own) unread.push(version);
      for (const kind of 'failure' in own ? [] : own.value) {
        const key = `${version.replace(/\/?[^/]+$/, '')}/${kind.plural}`;
        if (kind.isNamespaced && kind.isListed && !kinds.has(key)) kinds.set(key, kind);
      }
    }
    return { value: { kinds: [...kinds.values()], unread } };
  }

  private async read(apiVersion: string): Promise<WriteAnswer<readonly ServedKind[]>> {
    const [first = '', ...rest] = apiVersion.split('/').map(encodeURIComponent);
    const path = rest.length === 0 ? `/api/${first}` : `/apis/${[first, ...rest].join('/')}`;
    const answer = await this.send({ method: 'GET', path });
    if ('failure' in answer) return isAbsent(answer) ? { value: [] } : answer;
    const kinds = fieldsIn(answer.value, ['resources']).flatMap((resource) => servedKind(apiVersion, resource));
    this.versions.set(apiVersion, kinds);
    return { value: kinds };
  }
}

function isAbsent({ failure }: { readonly failure: { readonly kind: string } }): boolean {
  return failure.kind === 'unknown-kind' || failure.kind === 'missing';
}

/** The versions of a group, the preferred one first. */
function versionsOf(group: Fields): readonly string[] {
  const all = fieldsIn(group, ['versions']).map(({ groupVersion }) => groupVersion);
  return [...new Set([valueAt(group, ['preferredVersion', 'groupVersion']), ...all].filter(isText))];
}

function fieldsIn(value: unknown, path: readonly string[]): readonly Fields[] {
  const list = valueAt(value, path);
  return Array.isArray(list) ? list.filter(isFields) : [];
}

/** A resource of a list; none for subresources, such as `deployments/status`. */
function servedKind(apiVersion: string, { kind, name, namespaced, verbs }: Fields): readonly ServedKind[] {
  if (!isText(kind) || !isText(name) || name.includes('/')) return [];
  const isListed = Array.isArray(verbs) && verbs.includes('list');
  return [{ apiVersion, kind, plural: name, isNamespaced: namespaced === true, isListed }];
}
