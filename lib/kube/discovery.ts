import { type Fields, isFields, isText, valueAt } from '../values';
import type { ApiResource, ClusterReader } from './reader';
import type { Send, WriteAnswer } from './sending';

/** The kinds with namespaces that an API server has. */
export interface NamespacedKinds {
  /** Those that can be listed, each in one version. */
  readonly kinds: readonly ApiResource[];
  /** The versions of groups whose kinds are not known, such as those of an aggregated API that does not answer. */
  readonly unread: readonly string[];
}

/**
 * What kinds an API server has (Kubernetes, "Discovery API"). Each version is requested once, also by several at a time; what
 * the API server does not have is requested again each time.
 */
export class Discovery {
  private readonly versions = new Map<string, readonly ApiResource[]>();
  private readonly group = shared((name) => this.send({ method: 'GET', path: `/apis/${encodeURIComponent(name)}` }));
  private readonly read: ClusterReader['resources'];

  /**
   * @param send sends a request to the API server
   * @param resources requests the kinds of a version
   */
  constructor(
    private readonly send: Send,
    resources: ClusterReader['resources'],
  ) {
    this.read = shared(async (apiVersion) => {
      const answer = await resources(apiVersion);
      if ('value' in answer) this.versions.set(apiVersion, answer.value);
      return answer;
    });
  }

  /** The kinds of a version. */
  async resources(apiVersion: string): ReturnType<ClusterReader['resources']> {
    const known = this.versions.get(apiVersion) ?? [];
    return known.length > 0 ? { value: known } : this.read(apiVersion);
  }

  /** A kind of one version; undefined if the API server does not have it. */
  async find(apiVersion: string, kind: string): Promise<WriteAnswer<ApiResource | undefined>> {
    const known = this.versions.get(apiVersion)?.find((one) => one.kind === kind);
    if (known !== undefined) return { value: known };
    const kinds = await this.read(apiVersion);
    return 'failure' in kinds ? kinds : { value: kinds.value.find((one) => one.kind === kind) };
  }

  /** Whether there is a resource, such as `deployments.apps`, in any version of its group: not each has all kinds. */
  async serves(resource: string): Promise<WriteAnswer<boolean>> {
    const [plural = '', ...rest] = resource.split('.');
    const group = rest.join('.');
    const known = [...this.versions].flatMap(([version, kinds]) => (version.startsWith(`${group}/`) ? kinds : []));
    if (known.some((one) => one.plural === plural)) return { value: true };
    const answer = await this.group(group);
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
    const kinds = new Map<string, ApiResource>();
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
}

/** A function of which calls with the same text share a request while it is under way. */
function shared<T>(request: (text: string) => Promise<T>): (text: string) => Promise<T> {
  const running = new Map<string, Promise<T>>();
  return (text) => {
    const answer = running.get(text) ?? request(text).finally(() => running.delete(text));
    running.set(text, answer);
    return answer;
  };
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
