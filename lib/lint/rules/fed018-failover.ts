import type { Path } from '../../issues/issue';
import { group } from '../../observed/clusters';
import { listAt, textAt } from '../../observed/fields';
import type { ObservedCluster, ObservedImport, ObservedMesh } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import type { Rule } from '../rule';
import { type FailoverPolicy, failoverPolicy, regionOf } from './support/failover';
import { type LocalImport, localImports } from './support/import-hosts';
import { loopsOf } from './support/loops';
import { type HostRule, trafficOf } from './support/traffic';

/** A host that is imported as local from peers whose regions are known. */
interface FailoverHost {
  readonly host: string;
  readonly imports: readonly LocalImport[];
  readonly regions: readonly string[];
}

/** FED018: an import as local with a locality has the DestinationRule that makes it a failover. */
export const failover: Rule = {
  id: 'FED018',
  severity: 'error',
  title: 'an import as local with a locality has a DestinationRule that fails over to its region',
  cause:
    'A locality alone changes nothing: Istio looks at it only under a DestinationRule with outlier detection, and moves to the region that this names.',
  effect: 'requests do not move to the other mesh when the local pods fail',
  fix: 'Write a DestinationRule for the host with trafficPolicy.outlierDetection and loadBalancer.localityLbSetting, whose failover goes to the region of the ImportedServiceSet.',
  source: 'fact sheet 5.5',
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
    // What FED030 reports wants the same DestinationRule.
    const looping = new Set(loopsOf(fleet).map(({ there }) => keyOf(there)));
    for (const cluster of fleet.clusters) for (const finding of checkCluster(cluster, looping)) report(finding);
  },
};

function keyOf({ peer, host }: Pick<ObservedImport, 'peer' | 'host'>): string {
  return JSON.stringify([peer.cluster.name, peer.namespace, peer.name, host]);
}

function checkCluster(cluster: ObservedCluster, looping: ReadonlySet<string>): readonly Finding[] {
  const wanted = cluster.meshes.map((mesh) => [mesh, failoverHosts(mesh, looping)] as const);
  if (wanted.every(([, hosts]) => hosts.length === 0)) return [];
  const traffic = new Map(trafficOf(cluster).map((one) => [one.mesh, one]));
  return wanted.flatMap(([mesh, hosts]) =>
    hosts.flatMap((host) => checkHost(host, traffic.get(mesh)?.rulesFor(host.host) ?? [])),
  );
}

function failoverHosts(mesh: ObservedMesh, looping: ReadonlySet<string>): readonly FailoverHost[] {
  const located = localImports(mesh).filter((one) => regionOf(one.peer) !== undefined && !looping.has(keyOf(one)));
  return [...group(located, ({ host }) => host)].map(([host, imports]) => ({
    host,
    imports,
    regions: [...new Set(imports.flatMap(({ peer }) => regionOf(peer) ?? []))],
  }));
}

function checkHost(wanted: FailoverHost, rules: readonly HostRule[]): readonly Finding[] {
  const policies = rules.map(failoverPolicy);
  const policy =
    policies.find(({ setting }) => setting) ?? policies.find((one) => one.hasOutlierDetection) ?? policies[0];
  if (policy === undefined) return [withoutRule(wanted)];
  return [...(checkActive(wanted, policy) ?? []), ...checkSetting(wanted, policy)];
}

function withoutRule({ host, imports, regions }: FailoverHost): Finding {
  const [first] = imports;
  if (first === undefined) throw new Error('a host without an import');
  const { object, path } = importPlace(first);
  return {
    object,
    path,
    severity: 'warning',
    message: `"${host}" is imported as local from the region "${regions.join('", "')}", and no DestinationRule is for that host`,
    effect: 'the locality has no effect: requests are spread over local pods and the other mesh alike',
    fix: `write a DestinationRule for "${host}" with outlierDetection and localityLbSetting`,
  };
}

function importPlace({ peer, rule }: LocalImport): { object: Finding['object']; path: Path } {
  return { object: peer.imports?.object ?? peer.object, path: [...(peer.imports?.path ?? []), rule, 'importAsLocal'] };
}

function related({ imports }: FailoverHost): NonNullable<Finding['related']> {
  return imports.map((one) => ({
    ...importPlace(one),
    path: ['spec', 'locality'],
    text: 'the locality of the import',
  }));
}

function checkActive(wanted: FailoverHost, policy: FailoverPolicy): readonly Finding[] | undefined {
  const { rule, hasOutlierDetection, setting } = policy;
  const base = { object: rule.object, related: related(wanted) };
  if (!hasOutlierDetection) {
    const found = setting === undefined ? 'no outlierDetection' : 'localityLbSetting without outlierDetection';
    return [
      {
        ...base,
        path: setting?.path ?? ['spec', 'trafficPolicy'],
        severity: setting === undefined ? 'warning' : 'error',
        message: `the DestinationRule for "${wanted.host}" has ${found}`,
        effect: 'Istio looks at localities only with outlier detection, so requests go everywhere alike',
        fix: 'add trafficPolicy.outlierDetection, such as { consecutive5xxErrors: 3, interval: 10s, baseEjectionTime: 1m }',
      },
    ];
  }
  if (setting !== undefined && setting.value.enabled !== false) return undefined;
  const off = setting !== undefined;
  return [
    {
      ...base,
      path: off ? [...setting.path, 'enabled'] : ['spec', 'trafficPolicy'],
      severity: 'warning',
      message: `the DestinationRule for "${wanted.host}" ${off ? 'turns localityLbSetting off' : 'has no localityLbSetting'}`,
      fix: 'write loadBalancer.localityLbSetting with enabled: true',
    },
  ];
}

function checkSetting(wanted: FailoverHost, { rule, setting }: FailoverPolicy): readonly Finding[] {
  if (setting === undefined || setting.value.enabled === false) return [];
  const { object } = rule;
  const entries = listAt(setting.value, ['failover']);
  const base = { object, related: related(wanted) };
  const same = entries.flatMap((entry, i): Finding[] => {
    const from = textAt(entry, ['from']);
    if (from === undefined || from !== textAt(entry, ['to'])) return [];
    const path = [...setting.path, 'failover', i, 'to'];
    const message = `the failover of "${wanted.host}" goes from "${from}" to itself`;
    const effect = 'Istio refuses the DestinationRule';
    return [
      { object, path, message, effect, fix: 'write the region of the clients as "from", that of the import as "to"' },
    ];
  });
  const others = ['distribute', 'failoverPriority'].filter((field) => listAt(setting.value, [field]).length > 0);
  if (entries.length > 0 && others.length > 0) {
    const path = [...setting.path, others[0] ?? ''];
    const message = `localityLbSetting of "${wanted.host}" has failover and ${others.join(' and ')}, which exclude each other`;
    return [
      ...same,
      { object, path, message, effect: 'Istio refuses the DestinationRule', fix: 'keep failover alone' },
    ];
  }
  const targets = entries.map((entry) => textAt(entry, ['to']));
  if (entries.length === 0 || wanted.regions.some((region) => targets.includes(region))) return same;
  const names = targets.map((target) => `"${target ?? ''}"`).join(', ');
  const expected = wanted.regions.map((region) => `"${region}"`).join(' or ');
  const message = `the failover of "${wanted.host}" goes to ${names}, and its import is in ${expected}`;
  return [...same, { ...base, path: [...setting.path, 'failover', 0, 'to'], message, fix: `write ${expected}` }];
}
