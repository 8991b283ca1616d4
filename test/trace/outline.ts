import { type Edit, edited } from '../../lib/lint/examples/edit';
import { readManifests } from '../../lib/manifests/read';
import { buildFleet } from '../../lib/observed/build';
import type { Fleet } from '../../lib/observed/model';
import type { Branch, Trace } from '../../lib/trace/model';
import { tracer } from '../../lib/trace/trace';
import { NOW } from './filled';

const tracers = new WeakMap<Fleet, ReturnType<typeof tracer>>();

/** How each branch of a call ends: its cluster and Service where it arrives, the code of the rule where it does not. */
export function endsOf({ way }: Trace): readonly string[] {
  return branchEnds(way);
}

function branchEnds({ end, branches }: Branch): readonly string[] {
  if (end === undefined) return branches.flatMap(branchEnds);
  return [end.arrives ? end.text.replace(/^\w+ (\S+) of the cluster "(.*)"$/, '$2/$1') : end.code];
}

/**
 * Traces a call that must have an answer; a fleet is linted once.
 *
 * @param ignoredRules the lint rules that are ignored, always the same for a fleet
 */
export function traced(fleet: Fleet, caller: string, target: string, ignoredRules: readonly string[] = []): Trace {
  const ask = tracers.get(fleet) ?? tracer(fleet, ignoredRules);
  tracers.set(fleet, ask);
  const found = ask({ caller, target });
  if ('message' in found) throw new Error(`${found.message}: ${found.fix}`);
  return found;
}

/** Traces a call of a workload in the base federation of rules after some edits; by default of the page of west. */
export function tracedAfter(
  edits: readonly Edit[],
  host: string,
  { base, caller = 'west/shop/page' }: { readonly base?: Parameters<typeof edited>[1]; readonly caller?: string } = {},
): Trace {
  const objects = Object.entries(edited(edits, base)).flatMap(
    ([cluster, text]) => readManifests(cluster, `${cluster}.yaml`, text).manifests,
  );
  const platforms = new Map([['west', 'rosa'] as const, ['east', 'aro'] as const]);
  return traced(buildFleet(objects, platforms, { now: NOW }), caller, host);
}
