import { join } from 'node:path';
import type { KubeObject } from '../helpers/synthesize';
import { parseObjects } from '../helpers/synthesize';
import { writeFiles } from '../helpers/temporary';
import { FlowPlace, THREE_CLOUDS } from './flow-place';
import { Repository } from './harness/argocd/repository';
import type { Fleet } from './harness/fleet';
import type { ClusterName } from './harness/state';

/** The sync wave of an object, and when Argo CD applied it last with a change, in milliseconds since 1970. */
export interface Applied {
  readonly object: string;
  readonly wave: number;
  readonly time: number;
}

/** The uid of each object that is on a cluster, by `KIND NAMESPACE/NAME`. */
export type Live = ReadonlyMap<string, string>;

interface Stored {
  readonly kind: string;
  readonly metadata: KubeObject['metadata'] & {
    readonly uid: string;
    readonly managedFields?: readonly {
      readonly manager: string;
      readonly subresource?: string;
      readonly time: string;
    }[];
  };
}

/** A Git repository in which somebody keeps a topology with its lock and its output, and Argo CD applies the output. */
export class ArgoCdPlace extends FlowPlace {
  private readonly repository: Repository;

  constructor(private readonly clusters: Fleet) {
    const repository = new Repository(join(clusters.newDirectory(), 'repository'));
    super(clusters, clusters.builtCommand(), topologyText(repository.url, THREE_CLOUDS));
    this.repository = repository;
  }

  /** Changes the topology, except for the settings of Argo CD. */
  edit(change: (text: string) => string): void {
    writeFiles(this.directory, { 'federation.yaml': topologyText(this.repository.url, change(THREE_CLOUDS)) });
  }

  /** Writes the output and commits it. Returns the revision. */
  async commit(message: string): Promise<string> {
    await this.succeed('synth');
    return this.repository.commit(join(this.directory, 'dist'), 'dist', message);
  }

  /** The objects of a cluster in the output, with `/` between namespace and name. */
  objects(cluster: ClusterName): ReadonlyMap<string, KubeObject> {
    const files = [...this.output()].filter(([path]) => path.startsWith(`${cluster}/`));
    return new Map(files.flatMap(([, text]) => parseObjects(text)).map((object) => [idOf(object), object]));
  }

  /** The objects of the output that are on a cluster now, also those that were in it before. */
  async live(cluster: ClusterName, known: ReadonlyMap<string, KubeObject> = this.objects(cluster)): Promise<Live> {
    const stored = await this.stored(cluster, known);
    return new Map(stored.map((object) => [idOf(object), object.metadata.uid]));
  }

  /** What Argo CD has applied to a cluster, in the order of the times. */
  async applied(cluster: ClusterName): Promise<readonly Applied[]> {
    const objects = this.objects(cluster);
    const all = (await this.stored(cluster, objects)).map((object) => {
      const { annotations = {} } = (objects.get(idOf(object))?.metadata ?? {}) as {
        annotations?: Record<string, string>;
      };
      const entries = (object.metadata.managedFields ?? []).filter(
        ({ manager, subresource }) => manager === 'argocd-controller' && subresource === undefined,
      );
      const wave = Number(annotations['argocd.argoproj.io/sync-wave'] ?? Number.NaN);
      return { object: idOf(object), wave, time: Math.max(...entries.map(({ time }) => Date.parse(time))) };
    });
    return all.sort((a, b) => a.time - b.time);
  }

  private async stored(cluster: ClusterName, objects: ReadonlyMap<string, KubeObject>): Promise<readonly Stored[]> {
    const list = { apiVersion: 'v1', kind: 'List', items: [...objects.values()] };
    const directory = this.clusters.newDirectory();
    writeFiles(directory, { 'objects.json': JSON.stringify(list) });
    const file = join(directory, 'objects.json');
    const args = ['get', '--ignore-not-found', '--show-managed-fields', '-o', 'json', '-f', file];
    const { code, stdout, stderr } = await this.clusters.kubectl(cluster, args);
    if (code !== 0) throw new Error(stderr);
    return stdout === '' ? [] : (JSON.parse(stdout) as { readonly items: readonly Stored[] }).items;
  }
}

/** Names the objects of a cluster that differ, by the uid, between two times. */
export function differences(before: Live, after: Live): { readonly gone: string[]; readonly replaced: string[] } {
  const gone = [...before.keys()].filter((object) => !after.has(object)).sort();
  const both = [...before].filter(([object]) => after.has(object));
  return { gone, replaced: both.filter(([object, uid]) => after.get(object) !== uid).map(([object]) => object) };
}

/** The first two objects that were applied out of the order of their waves; undefined where there are none. */
export function disorder(applied: readonly Applied[]): string | undefined {
  for (const earlier of applied) {
    const wrong = applied.find(({ wave, time }) => wave < earlier.wave && time >= earlier.time);
    if (wrong !== undefined) return `${earlier.object} (${earlier.wave}) before ${wrong.object} (${wrong.wave})`;
  }
  return undefined;
}

function idOf({ kind, metadata }: Pick<KubeObject, 'kind' | 'metadata'>): string {
  return `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
}

function topologyText(url: string, text: string): string {
  return `${text}\ngitops:\n  argocd: { repoURL: "${url}", revision: main, namespace: argocd }\n`;
}
