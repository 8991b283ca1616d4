import { listAt, textAt } from '../../observed/fields';
import type { ObservedCluster, ObservedImport, ObservedMesh } from '../../observed/model';
import { groupBy } from '../../values';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';
import { type FailoverPolicy, failoverPolicy, regionOf } from './support/failover';
import { type LocalImport, localImports } from './support/import-hosts';
import { loopsOf } from './support/loops';
import { importRuleOf, type ManifestPlace } from './support/places';
import { type HostRule, trafficOf } from './support/traffic';
import { alternatives } from './support/words';

/** A host that is imported as local from peers whose regions are known. */
interface FailoverHost {
  readonly host: string;
  readonly imports: readonly LocalImport[];
  readonly regions: readonly string[];
}

const NO_FAILOVER = 'requests do not move to the other mesh when the local pods fail';
const REJECTED = 'Istio rejects the DestinationRule';
const SPREAD = 'Istio uses localities only with outlier detection: requests go to local pods and the other mesh alike';
const ADD_DETECTION =
  'add trafficPolicy.outlierDetection, such as consecutive5xxErrors: 3, interval: 10s and baseEjectionTime: 1m';
const ENABLE = 'write loadBalancer.localityLbSetting with enabled: true';
const LOCALITY = ['the locality of the import'];

const FINDINGS = {
  wrongRegion: {
    severity: 'error',
    message: 'the failover of "{host}" goes to {targets}, but its import is in {regions}',
    effect: NO_FAILOVER,
    fix: 'write {regions}',
    related: LOCALITY,
  },
  missingDestinationRule: {
    severity: 'warning',
    message: '"{host}" is imported as local from the region {regions}, and no DestinationRule applies to the host',
    effect: 'the locality has no effect: requests go to local pods and the other mesh alike',
    fix: 'add a DestinationRule for "{host}" with outlierDetection and localityLbSetting',
  },
  missingOutlierDetection: {
    severity: 'warning',
    message: 'the DestinationRule for "{host}" has no outlierDetection',
    effect: SPREAD,
    fix: ADD_DETECTION,
    related: LOCALITY,
  },
  settingWithoutOutlierDetection: {
    severity: 'error',
    message: 'the DestinationRule for "{host}" has localityLbSetting without outlierDetection',
    effect: SPREAD,
    fix: ADD_DETECTION,
    related: LOCALITY,
  },
  missingSetting: {
    severity: 'warning',
    message: 'the DestinationRule for "{host}" has no localityLbSetting',
    effect: NO_FAILOVER,
    fix: ENABLE,
    related: LOCALITY,
  },
  disabledSetting: {
    severity: 'warning',
    message: 'the DestinationRule for "{host}" disables localityLbSetting',
    effect: NO_FAILOVER,
    fix: ENABLE,
    related: LOCALITY,
  },
  sameRegion: {
    severity: 'error',
    message: 'the failover of "{host}" goes from "{region}" to the same region',
    effect: REJECTED,
    fix: 'write the region of the clients as "from", and that of the import as "to"',
  },
  exclusiveFields: {
    severity: 'error',
    message: 'localityLbSetting of "{host}" has failover and {others}, which exclude each other',
    effect: REJECTED,
    fix: 'remove {others}',
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED018: an import as local with a locality has the DestinationRule that makes it a failover. */
export const failover: Rule = {
  id: 'FED018',
  generations: ['ossm2'],
  title: 'an import as local with a locality has a DestinationRule that fails over to its region',
  cause:
    'A locality alone has no effect: Istio uses it only with a DestinationRule with outlier detection, and fails over to the region that this names.',
  fix: 'Add a DestinationRule for the host with trafficPolicy.outlierDetection and loadBalancer.localityLbSetting, whose failover goes to the region of the ImportedServiceSet.',
  sources: [
    'OpenShift Service Mesh 2 documentation, Configuring a federated mesh for failover',
    'Istio documentation, Locality Load Balancing and Destination Rule, LocalityLoadBalancerSetting',
  ],
  findings: FINDINGS,
  example: {
    fault: [
      set(
        'west',
        'DestinationRule prices',
        'spec.trafficPolicy.loadBalancer.localityLbSetting.failover[0].to',
        'eastus',
      ),
    ],
  },
  check: (fleet, report) => {
    // A loop, which FED030 reports, requires the same DestinationRule.
    const looping = new Set(loopsOf(fleet).map(({ there }) => keyOf(there)));
    for (const cluster of fleet.clusters) for (const found of checkCluster(cluster, looping)) report(found);
  },
};

function keyOf({ peer, host }: Pick<ObservedImport, 'peer' | 'host'>): string {
  return JSON.stringify([peer.cluster.name, peer.namespace, peer.name, host]);
}

function checkCluster(cluster: ObservedCluster, looping: ReadonlySet<string>): readonly Finding[] {
  const wanted = cluster.meshes.flatMap((mesh) => failoverHosts(mesh, looping).map((host) => ({ mesh, host })));
  // Most clusters have no such host, and indexing the traffic takes time.
  const traffic = wanted.length === 0 ? [] : trafficOf(cluster);
  const byMesh = new Map(traffic.map((one) => [one.mesh, one]));
  return wanted.flatMap(({ mesh, host }) => checkHost(host, byMesh.get(mesh)?.rulesFor(host.host) ?? []));
}

function failoverHosts(mesh: ObservedMesh, looping: ReadonlySet<string>): readonly FailoverHost[] {
  const located = localImports(mesh).filter((one) => regionOf(one.peer) !== undefined && !looping.has(keyOf(one)));
  return [...groupBy(located, ({ host }) => host)].map(([host, imports]) => ({
    host,
    imports,
    regions: [...new Set(imports.flatMap(({ peer }) => regionOf(peer) ?? []))],
  }));
}

function checkHost(wanted: FailoverHost, rules: readonly HostRule[]): readonly Finding[] {
  const policies = rules.map(failoverPolicy);
  const policy =
    policies.find(({ setting }) => setting) ?? policies.find((one) => one.hasOutlierDetection) ?? policies[0];
  if (policy === undefined) return withoutRule(wanted);
  return [...checkActive(wanted, policy), ...checkSetting(wanted, policy)];
}

function withoutRule({ host, imports, regions }: FailoverHost): readonly Finding[] {
  return imports.slice(0, 1).map((first) =>
    finding('missingDestinationRule', importRuleOf(first, ['importAsLocal']), {
      host,
      regions: alternatives(regions),
    }),
  );
}

function localities({ imports }: FailoverHost): readonly ManifestPlace[] {
  return imports.map((one) => ({ object: importRuleOf(one).object, path: ['spec', 'locality'] }));
}

/** Whether a DestinationRule turns on what Istio uses localities for. */
function checkActive(wanted: FailoverHost, policy: FailoverPolicy): readonly Finding[] {
  const { rule, hasOutlierDetection, setting } = policy;
  const { host } = wanted;
  const place = { object: rule.object, path: ['spec', 'trafficPolicy'], related: localities(wanted) };
  if (setting === undefined) {
    return [finding(hasOutlierDetection ? 'missingSetting' : 'missingOutlierDetection', place, { host })];
  }
  if (!hasOutlierDetection) {
    return [finding('settingWithoutOutlierDetection', { ...place, path: setting.path }, { host })];
  }
  if (setting.value.enabled !== false) return [];
  return [finding('disabledSetting', { ...place, path: [...setting.path, 'enabled'] }, { host })];
}

function checkSetting(wanted: FailoverHost, { rule, setting }: FailoverPolicy): readonly Finding[] {
  if (setting === undefined || setting.value.enabled === false) return [];
  const entries = listAt(setting.value, ['failover']);
  if (entries.length === 0) return [];
  const place = { object: rule.object, path: setting.path };
  const others = ['distribute', 'failoverPriority'].filter((field) => listAt(setting.value, [field]).length > 0);
  const [first] = others;
  return [
    ...checkEntries(wanted.host, entries, place),
    ...(first === undefined
      ? checkTargets(wanted, entries, place)
      : [
          finding(
            'exclusiveFields',
            { ...place, path: [...place.path, first] },
            { host: wanted.host, others: others.join(' and ') },
          ),
        ]),
  ];
}

/** Entries whose regions are the same. */
function checkEntries(host: string, entries: readonly unknown[], { object, path }: ManifestPlace): readonly Finding[] {
  return entries.flatMap((entry, i) => {
    const region = textAt(entry, ['from']);
    if (region === undefined || region !== textAt(entry, ['to'])) return [];
    return [finding('sameRegion', { object, path: [...path, 'failover', i, 'to'] }, { host, region })];
  });
}

/** Whether an entry goes to a region of the imports. */
function checkTargets(
  wanted: FailoverHost,
  entries: readonly unknown[],
  { object, path }: ManifestPlace,
): readonly Finding[] {
  const targets = entries.map((entry) => textAt(entry, ['to']) ?? '');
  if (wanted.regions.some((region) => targets.includes(region))) return [];
  const place = { object, path: [...path, 'failover', 0, 'to'], related: localities(wanted) };
  const slots = { targets: targets.map((target) => `"${target}"`).join(', '), regions: alternatives(wanted.regions) };
  return [finding('wrongRegion', place, { host: wanted.host, ...slots })];
}
