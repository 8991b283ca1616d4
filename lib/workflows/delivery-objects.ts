import type { DeliveryObject, ObjectConnection } from '../deliver/model';
import { tokensIn } from '../facts/token';
import type { Generation, Stage } from '../generation';
import type { PlacedIssue } from '../issues/place';
import { refOf } from '../kube/writer';
import type { Lock } from '../lock/model';
import { parseText } from '../manifests/parse';
import { groupBy, isFields } from '../values';
import type { Loaded } from './load';
import { synthToMemory } from './synth';

/** What clusters get, in memory. */
export interface RenderedDelivery {
  /** The objects by cluster, in the order in which synth writes them. */
  readonly objects: ReadonlyMap<string, readonly DeliveryObject[]>;
  /** What is wrong; there are no objects if there is an error. */
  readonly issues: readonly PlacedIssue[];
}

/** All stages of some generations, each directory once, in the order in which they are applied. */
export function stagesOf(generations: readonly Generation[]): readonly Stage[] {
  const all = generations.flatMap(({ stages }) => stages);
  return [...groupBy(all, ({ directory }) => directory)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, [first, ...others]]) =>
      first === undefined ? [] : [{ ...first, done: [...first.done, ...others.flatMap(({ done }) => done)] }],
    );
}

/** The stages of a cluster: those of the generations that have meshes on it. */
export function stagesOfCluster({ clusters = [], generations }: Loaded, cluster: string): readonly Stage[] {
  const parts = clusters.flatMap((planned) => (planned.cluster.name === cluster ? planned.parts : []));
  return stagesOf(generations.filter(({ name }) => parts.some(({ generation }) => generation === name)));
}

/** Renders what synth would write with a lock, as objects. */
export function renderDelivery(
  loaded: Loaded,
  lock: Lock | undefined,
  clusters: readonly string[] | undefined,
): RenderedDelivery {
  const options = { ...(lock !== undefined && { lock }), ...(clusters !== undefined && { clusters }) };
  const { files, issues } = synthToMemory(loaded, options);
  const connections = connectionsIn(loaded);
  const objects = [...files].flatMap(([path, text]) => objectsOf(path, text, connections));
  const groups = groupBy(objects, ({ cluster }) => cluster);
  return { objects: new Map([...groups].map(([cluster, own]) => [cluster, own.map(({ object }) => object)])), issues };
}

type Connections = ReadonlyMap<string, Omit<ObjectConnection, 'missing'>>;

/** The connections of all plans, by cluster, kind, namespace and name. */
function connectionsIn({ federation, clusters = [], generations }: Loaded): Connections {
  const clusterOf = new Map(federation?.meshes.map(({ name, cluster }) => [name, cluster.name]));
  const all = clusters.flatMap(({ cluster, parts }) =>
    parts.flatMap(({ generation, plan }) => {
      const found = generations.find(({ name }) => name === generation)?.connectionsOf?.(plan) ?? [];
      return found.map(({ kind, namespace, name, ...rest }) => {
        const connection = { ...rest, peerCluster: clusterOf.get(rest.peer) ?? '' };
        return [connectionKey(cluster.name, { kind, namespace, name }), connection] as const;
      });
    }),
  );
  return new Map(all);
}

function connectionKey(
  cluster: string,
  { kind, namespace = '', name }: { readonly kind: string; readonly namespace?: string; readonly name: string },
): string {
  return JSON.stringify([cluster, kind, namespace, name]);
}

/** The objects of a file; what belongs to one peer is in one file, so its connection needs all values of the file. */
function objectsOf(
  path: string,
  text: string,
  connections: Connections,
): readonly { readonly cluster: string; readonly object: DeliveryObject }[] {
  const [cluster = '', stage = ''] = path.split('/');
  const parsed = parseText(text);
  if ('problem' in parsed) throw new Error(`the output ${path} cannot be parsed: ${parsed.problem.message}`);
  // A value that was filled in has its token as a comment.
  const missing = tokensIn(JSON.stringify(parsed.values));
  return parsed.values.filter(isFields).map((manifest) => {
    const ref = refOf(manifest);
    const connection = connections.get(connectionKey(cluster, ref));
    const object: DeliveryObject = {
      ref,
      manifest,
      stage,
      missing: tokensIn(JSON.stringify(manifest)),
      ...(connection !== undefined && { connection: { ...connection, missing } }),
    };
    return { cluster, object };
  });
}
