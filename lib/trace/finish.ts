import { type ManifestObject, positionOf } from '../manifests/object';
import type { DraftBranch, DraftFailure, DraftHop, Subject } from './draft';
import { type FindingsByObject, isBreaking, isUnfilled, type RuleFinding, subjectsOf } from './findings';
import type { Arrival, Branch, Hop, HopNote, ObjectId, TraceFailure, TracePlace } from './model';

/** What is known of the way before a branch. */
interface Passed {
  /** What was reported, so that nothing is reported twice. */
  readonly reported: ReadonlySet<RuleFinding>;
  /** The objects of the whole way of the branch. */
  readonly objects: ReadonlySet<ManifestObject>;
}

/** Adds places and what the linter finds to a draft; a fault ends the way at its hop. */
export function finish(
  draft: DraftBranch,
  found: FindingsByObject,
  before: Passed = { reported: new Set(), objects: new Set() },
): Branch {
  const reported = new Set(before.reported);
  const objects = new Set([...before.objects, ...draft.hops.flatMap(subjectsOf).map(({ object }) => object)]);
  const hops: Hop[] = [];
  const { kind, text, branches = [], end } = draft;
  for (const [i, hop] of draft.hops.entries()) {
    const own = found.of(hop, objects).filter((one) => !reported.has(one));
    for (const one of own) reported.add(one);
    const isLast = i === draft.hops.length - 1;
    const failure = end !== undefined && !end.arrives ? end : undefined;
    const breaking = own.find(
      (one) => isBreaking(one, hop) || (isLast && one.code === failure?.code && isUnfilled(one)),
    );
    const notes = own.filter((one) => !isBreaking(one, hop) && one !== breaking && one.finding.severity !== 'info');
    hops.push(toHop(hop, notes));
    if (breaking !== undefined) return { kind, text, hops, branches: [], end: toFailure(breaking) };
  }
  if (end !== undefined) return { kind, text, hops, branches: [], end: end.arrives ? arrived(end) : failed(end) };
  return { kind, text, hops, branches: branches.map((branch) => finish(branch, found, { reported, objects })) };
}

/** The names of an object. */
export function idOf({ cluster, kind, namespace, name }: ManifestObject): ObjectId {
  return { cluster, kind, ...(namespace !== undefined && { namespace }), name };
}

function toHop({ kind, text, facts = [], subject, others = [] }: DraftHop, notes: readonly RuleFinding[]): Hop {
  const path = subject?.path ?? [];
  return {
    ...{ kind, text, facts, ...placed(subject) },
    ...(path.length > 0 && { path }),
    ...(others.length > 0 && { others: others.map(idOf) }),
    notes: notes.map(toNote),
  };
}

function toNote({ code, finding }: RuleFinding): HopNote {
  return { code, message: finding.message };
}

function toFailure({ code, finding }: RuleFinding): TraceFailure {
  const { message, effect, fix, object, path } = finding;
  return { arrives: false, code, message, effect, fix, ...placed({ object, ...(path && { path }) }) };
}

function arrived({ text, assumption }: Arrival): Arrival {
  return { arrives: true, text, ...(assumption !== undefined && { assumption }) };
}

function failed({ code, message, effect, fix, subject }: DraftFailure): TraceFailure {
  return { arrives: false, code, message, ...(effect !== undefined && { effect }), fix, ...placed(subject) };
}

function placed(subject: Subject | undefined): { readonly object?: ObjectId; readonly place?: TracePlace } {
  if (subject === undefined) return {};
  const { object, path = [] } = subject;
  return { object: idOf(object), place: { file: object.file.path, ...positionOf(object, path) } };
}
