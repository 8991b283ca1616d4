import type { Subject } from '../lint/diagnostic';
import type { ManifestObject } from '../manifests/object';
import type { Arrival, BranchKind, HopFact, HopKind } from './model';

export type { Subject };

/** A hop before the findings of the linter are added. */
export interface DraftHop {
  /** What decides here. */
  readonly kind: HopKind;
  /** What it decides. */
  readonly text: string;
  /** Its properties. */
  readonly facts?: readonly HopFact[];
  /** What decides; undefined where the manifests lack it. */
  readonly subject?: Subject | undefined;
  /** Further workloads behind a Service. */
  readonly others?: readonly ManifestObject[];
  /** Other parts of objects that must be right for the hop. */
  readonly also?: readonly Subject[];
  /**
   * The lint rules whose warnings end a call at this hop.
   *
   * @default none
   */
  readonly breaking?: readonly string[];
  /**
   * Whether faults of the hop's own object concern only some of the branches behind it, which name it again.
   *
   * @default false
   */
  readonly isShared?: boolean;
}

/** A failure before places are added. */
export interface DraftFailure {
  /** Whether the call arrives. */
  readonly arrives: false;
  /** The lint rule that describes the fault. */
  readonly code: string;
  /** What was found and what was expected. */
  readonly message: string;
  /** What to write instead. */
  readonly fix: string;
  /** What happens to the call. */
  readonly effect?: string;
  /** The fault. */
  readonly subject?: Subject | undefined;
}

/** A branch before the findings of the linter are added. */
export interface DraftBranch {
  /** Why it exists. */
  readonly kind: BranchKind;
  /** Which calls take it. */
  readonly text: string;
  /** Its hops. */
  readonly hops: readonly DraftHop[];
  /** The branches at its end. */
  readonly branches?: readonly DraftBranch[];
  /** How the way ends. */
  readonly end?: Arrival | DraftFailure;
}

/** A way without the reason why it is taken. */
export type DraftWay = Omit<DraftBranch, 'kind' | 'text'>;

/** A way that goes on with another one after some hops. */
export function after(hops: readonly DraftHop[], way: DraftWay): DraftWay {
  return { ...way, hops: [...hops, ...way.hops] };
}

/** A way that ends with a failure. */
export function failing(hops: readonly DraftHop[], failure: Omit<DraftFailure, 'arrives'>): DraftWay {
  return { hops, end: { arrives: false, ...failure } };
}

/** The properties of a hop; those with an undefined value are left out. */
export function factsOf(values: { readonly [label: string]: string | undefined }): readonly HopFact[] {
  return Object.entries(values).flatMap(([label, value]) => (value === undefined ? [] : [{ label, value }]));
}

/** One step of a way: its hop, and why the call ends there. */
export interface TraceStep {
  /** The hop. */
  readonly hop: DraftHop;
  /** Why the call ends at the hop; undefined if it goes on. */
  readonly failure?: Omit<DraftFailure, 'arrives'> | undefined;
}

/** The hops of steps up to the first failure, and the rest of the way if there is none. */
export function walk(steps: readonly TraceStep[], rest: () => DraftWay): DraftWay {
  const failed = steps.findIndex(({ failure }) => failure !== undefined);
  const hops = steps.slice(0, failed < 0 ? steps.length : failed + 1).map(({ hop }) => hop);
  const failure = steps[failed]?.failure;
  return failure === undefined ? after(hops, rest()) : failing(hops, failure);
}
