import { edited } from '../../lib/lint/examples/edit';
import type { Rule } from '../../lib/lint/rule';
import { RULES } from '../../lib/lint/rules/all';
import { readManifests } from '../../lib/manifests/read';
import { buildFleet } from '../../lib/observed/build';
import type { Fleet } from '../../lib/observed/model';
import { callsOf } from './calls';
import { NOW } from './filled';
import { endsOf, traced } from './outline';

/** Calls by which each rule's example is tried besides those to imports: to hosts that routes and policies are about. */
const CALLS: readonly (readonly [string, string])[] = [
  ['west/shop/page', 'ratings:9080'],
  ['west/shop/page', 'prices:9080'],
];

/**
 * The rules whose examples do not break a call: the fault is that of an installation, of a setting without an effect, of a
 * risk, or of an object that no call of the base federation passes.
 */
const PASSED_BY: ReadonlySet<string> = new Set([
  ...['FED002', 'FED003', 'FED004', 'FED007', 'FED009', 'FED012', 'FED014', 'FED017', 'FED021', 'FED022', 'FED024'],
  ...['FED026', 'FED027', 'FED028', 'FED029', 'FED031', 'FED034', 'FED035', 'FED036', 'FED037', 'FED040', 'FED041'],
  ...['FED042', 'FED045', 'FED046', 'FED050', 'FED101', 'FED102', 'FED109', 'FED111', 'FED113', 'FED120', 'FED123'],
  ...['FED128', 'FED129', 'FED137', 'FED141', 'FED144'],
]);

const fleets = new Map<string, Fleet>();

/** The base federation of a rule's example, with or without its fault. */
function fleetOf({ example: { base, given = [], fault } }: Rule, isBroken: boolean): Fleet {
  const texts = edited(isBroken ? [...given, ...fault] : given, base);
  const key = JSON.stringify(texts);
  const known = fleets.get(key);
  if (known !== undefined) return known;
  const objects = Object.entries(texts).flatMap(
    ([cluster, text]) => readManifests(cluster, `${cluster}.yaml`, text).manifests,
  );
  const platforms = new Map([['west', 'rosa'] as const, ['east', 'aro'] as const]);
  const fleet = buildFleet(objects, platforms, { now: NOW });
  fleets.set(key, fleet);
  return fleet;
}

/** How each call ends. */
function outcomes(fleet: Fleet, calls: readonly (readonly [string, string])[]): readonly string[] {
  return calls.map(([caller, host]) => `${host}: ${endsOf(traced(fleet, caller, host)).join(', ')}`);
}

function callsFor(rule: Rule): readonly (readonly [string, string])[] {
  const imports = callsOf(fleetOf(rule, false)).map(({ caller, host }) => [caller, host] as const);
  return [...CALLS, ...imports];
}

test.each(RULES.map((rule) => [rule.id, rule] as const))(
  'the example of %s breaks a call, unless calls pass it by',
  (id, rule) => {
    const calls = callsFor(rule);
    const [before, after] = [false, true].map((isBroken) => outcomes(fleetOf(rule, isBroken), calls));
    const broken = after?.filter((outcome, i) => outcome !== before?.[i]) ?? [];
    expect(broken.length > 0).toBe(!PASSED_BY.has(id));
  },
);
