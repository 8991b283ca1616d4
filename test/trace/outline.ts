import type { Branch, Trace } from '../../lib/trace/model';
import { type InvalidQuestion, trace } from '../../lib/trace/trace';
import type { Fleet } from '../../lib/observed/model';

/** How each branch of a call ends: its cluster and Service where it arrives, the code of the rule where it does not. */
export function endsOf({ way }: Trace): readonly string[] {
  return branchEnds(way);
}

function branchEnds({ end, branches }: Branch): readonly string[] {
  if (end === undefined) return branches.flatMap(branchEnds);
  return [end.arrives ? end.text.replace(/^\w+ (\S+) of the cluster "(.*)"$/, '$2/$1') : end.code];
}

/** A trace that must have an answer. */
export function traced(fleet: Fleet, caller: string, target: string): Trace {
  const found: Trace | InvalidQuestion = trace(fleet, { caller, target });
  if ('message' in found) throw new Error(`${found.message}: ${found.fix}`);
  return found;
}
