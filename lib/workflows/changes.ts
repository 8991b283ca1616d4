import { judgeChanges } from '../changes/changes';
import type { JudgedChange, PlacedObject } from '../changes/model';
import { objectChanges } from '../changes/objects';
import { appliedPart } from '../changes/owned';
import type { Federation } from '../federation/model';
import type { Generation } from '../generation';
import type { PlacedIssue } from '../issues/place';
import type { Fields } from '../values';

/** What is compared. */
export interface ChangeInput {
  /** The objects before. */
  readonly before: readonly PlacedObject[];
  /** The objects after. */
  readonly after: readonly PlacedObject[];
  /**
   * The objects of all clusters after, so that both sides of a peer are known.
   *
   * @default those after
   */
  readonly allAfter?: readonly PlacedObject[];
  /**
   * Whether the objects before are those of a running cluster: only what applying would replace is compared.
   *
   * @default false
   */
  readonly isLive?: boolean;
  /** The generations that judge the changes. */
  readonly generations: readonly Generation[];
  /**
   * The federation, whose names of meshes are used.
   *
   * @default none: meshes have the names of their control planes
   */
  readonly federation?: Federation | undefined;
}

/** What changes between two states, the worst risk first, with what to know before the change is applied. */
export function changesOf(input: ChangeInput): readonly JudgedChange[] {
  const { before, after, allAfter = after, isLive = false, generations, federation } = input;
  const changes = objectChanges(before, after, isLive ? { compared: appliedPart } : {});
  const names = new Map(
    federation?.meshes.map(({ name, cluster, namespace }) => [`${cluster.name} ${namespace}`, name]),
  );
  const meshName = (cluster: string, namespace: string) => names.get(`${cluster} ${namespace}`);
  const context = { before, after: allAfter, meshName };
  return judgeChanges(
    changes,
    generations.flatMap((generation) => generation.changes?.judge(context) ?? []),
  );
}

/** The warnings of all changes, each once, as issues. */
export function changeWarnings(judged: readonly JudgedChange[]): readonly PlacedIssue[] {
  const all = judged.flatMap(({ warnings, cluster, kind, namespace, name }) =>
    warnings.map((warning): PlacedIssue => {
      const path = [cluster, kind, namespace, name].filter((part) => part !== undefined).join('/');
      return { ...warning, level: 'warning', cluster, path };
    }),
  );
  return [...new Map(all.map((issue) => [`${issue.code} ${issue.message}`, issue])).values()];
}

/** Objects with a cluster. */
export function placed(cluster: string, objects: readonly Fields[]): readonly PlacedObject[] {
  return objects.map((object) => ({ cluster, object }));
}
