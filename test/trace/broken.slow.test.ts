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

/** The rules whose examples do not break a call, each with the reason. */
const PASSED_BY: { readonly [rule: string]: string } = {
  FED002: 'the other set of the peer has its name',
  FED003: 'the set in another namespace is not read, and the peer has its own',
  FED004: 'the client ID is that of calls from east to west',
  FED007: 'the shared ingress gateway is that of calls to west',
  FED009: 'a warning: the operator is newer than the fix of OSSM-3599',
  FED012: 'a classic load balancer closes idle connections only',
  FED014: 'the rule is about a service that nothing imports',
  FED017: 'without a locality there is no failover, and calls go to all endpoints',
  FED021: 'the services with one name are not imported',
  FED022: 'the rule repeats one that is used',
  FED029: 'the hidden Service is not imported',
  FED031: 'a wildcard admits the gateway as well, and the client ID is that of calls from east to west',
  FED027: 'Kiali without its operator is no part of the way',
  FED034: 'the name of a log file is no part of the way',
  FED035: 'federation on an unsupported platform may work',
  FED036: 'the services with colliding names are not imported',
  FED037: 'which of two control planes is rejected depends on their order',
  FED040: 'services that are exported besides others change nothing',
  FED041: 'the setting has no effect',
  FED042: 'a load balancer for all clients is a risk',
  FED045: 'the export is that of calls from east to west',
  FED046: 'the export is that of calls from east to west',
  FED050: 'the duplicate is a ConfigMap of an application',
  FED102: 'the versions of IstioCNI and Istio may work together',
  FED109: 'the ServiceEntry is one for another host',
  FED111: 'the import has the address of the gateway, and needs no network',
  FED113: 'without identities all of an accepted root are accepted',
  FED120: 'the principal is that of one workload more',
  FED128: 'the IstioCNI of an earlier version may be there',
  FED129: 'both control planes configure the gateway',
  FED137: 'the principal is one besides that of the caller',
  FED141: 'which of two ServiceEntries wins depends on their age',
  FED144: 'the principal is one besides that of the caller',
};

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
    expect({ broken, isBroken: broken.length > 0 }).toEqual({ broken, isBroken: !(id in PASSED_BY) });
  },
);
