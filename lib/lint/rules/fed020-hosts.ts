import type { Path } from '../../issues/issue';
import { listNames } from '../../issues/suggest';
import type { ManifestObject } from '../../manifests/object';
import { exportSuffix } from '../../matching/export';
import { group } from '../../observed/clusters';
import { listAt, numberAt, textAt } from '../../observed/fields';
import type { ObservedCluster, ObservedMesh } from '../../observed/model';
import type { Finding, RelatedSubject } from '../diagnostic';
import { set } from '../examples/edit';
import type { Rule } from '../rule';
import { type ImportHost, importHosts } from './support/import-hosts';
import { NearestNames } from './support/nearest-name';
import { type HostRule, type HostUse, routesOf, type Traffic, trafficOf } from './support/traffic';

/** The end of the hosts that a mesh offers its peers. */
const EXPORTS_END = exportSuffix('').slice('svc.'.length);

/** The most places that a finding shows besides its own. */
const MOST_RELATED = 5;

/** FED020: hosts and subsets in VirtualServices and DestinationRules exist. */
export const hosts: Rule = {
  id: 'FED020',
  severity: 'error',
  title: 'VirtualServices and DestinationRules name hosts that are imported and subsets that are defined',
  cause:
    'The host of an import is put together from the alias of the import rule and the name of the peer; a typo in it is a host that nobody has.',
  effect: 'requests to the host get 503',
  fix: 'Write the host that the import gives: <name>.<namespace>.svc.<peer>-imports.local, with the names after the aliases of both sides.',
  source: 'fact sheet 5.3, 8 (F15)',
  example: {
    fault: [
      set(
        'west',
        'VirtualService ratings',
        'spec.http[0].route[1].destination.host',
        'ratings.stok.svc.east-mesh-imports.local',
      ),
    ],
  },
  check: (fleet, report) => {
    const names = new NearestNames();
    for (const cluster of fleet.clusters) for (const finding of checkCluster(cluster, names)) report(finding);
  },
};

function checkCluster(cluster: ObservedCluster, names: NearestNames): readonly Finding[] {
  return trafficOf(cluster).flatMap((traffic) => {
    const judge = importHosts(traffic.mesh);
    const uses = [...traffic.uses, ...traffic.rules.map(toUse)];
    return [
      ...uses.flatMap((use) => checkHost(use, judge(use.fullHost), names) ?? []),
      ...checkShortNames(traffic.mesh, uses),
      ...checkSubsets(traffic, judge, names),
      ...traffic.virtualServices.flatMap((object) => checkWeights(object, traffic.mesh)),
    ];
  });
}

function toUse({ object, host }: HostRule): HostUse {
  return { object, path: ['spec', 'host'], host: textAt(object.value, ['spec', 'host']) ?? host, fullHost: host };
}

function checkHost(use: HostUse, host: ImportHost | undefined, names: NearestNames): Finding | undefined {
  const { object, path, fullHost } = use;
  if (fullHost.endsWith(EXPORTS_END)) {
    const message = `the host "${fullHost}" is the one under which a mesh offers a service to a peer, and no host inside it`;
    return { object, path, message, fix: 'write the host of the Service itself, or that of an import' };
  }
  if (host === undefined || host.kind === 'imported' || fullHost.startsWith('*')) return undefined;
  const near = names.find(fullHost, host.hosts);
  const fix = near === undefined ? hostFix(host.hosts) : `write "${near}"`;
  if (host.kind === 'unknown-peer') {
    return {
      object,
      path,
      message: `the host "${fullHost}" is not imported: no peer of the mesh gives such hosts`,
      fix,
    };
  }
  const related = host.peers.slice(0, MOST_RELATED).map(({ imports, object: peer }) => ({
    object: imports?.object ?? peer,
    path: imports?.path ?? [],
    text: imports === undefined ? 'the peer, which has no ImportedServiceSet' : 'the imports from the peer',
  }));
  return { object, path, message: `the host "${fullHost}" is not imported`, fix, related };
}

function hostFix(known: readonly string[]): string {
  return known.length === 0 ? 'import the service, or remove the host' : `write one of ${listNames(known)}`;
}

/** Istio completes names without a dot, as Services of the own namespace, and nothing else. */
function checkShortNames(mesh: ObservedMesh, uses: readonly HostUse[]): readonly Finding[] {
  const imports = group(
    mesh.imports.filter(({ isLocal }) => !isLocal),
    ({ name, namespace }) => `${name}.${namespace}`,
  );
  const served = new Set(mesh.services.map(({ namespace }) => namespace));
  return uses.flatMap(({ object, path, host }): Finding[] => {
    const [name = '', namespace = object.namespace ?? '', svc = 'svc', ...rest] = host.split('.');
    // A Service of which the manifests know nothing may be deployed from elsewhere, if they have none of its namespace.
    const [imported] = imports.get(`${name}.${namespace}`) ?? [];
    if (rest.length > 0 || svc !== 'svc' || isService(mesh, namespace, name)) return [];
    if (imported === undefined || (!host.includes('.') && !served.has(namespace))) return [];
    const message = `the host "${host}" is a short name, and the service is imported as "${imported.host}"`;
    return [{ object, path, message, fix: `write "${imported.host}"` }];
  });
}

function isService(mesh: ObservedMesh, namespace: string, name: string): boolean {
  return mesh.cluster.find('Service', namespace, name) !== undefined;
}

function checkSubsets(
  traffic: Traffic,
  judge: (host: string) => ImportHost | undefined,
  names: NearestNames,
): readonly Finding[] {
  const uses = traffic.uses.filter(({ destination }) => destination?.subset !== undefined);
  const bySubset = group(uses, ({ fullHost, destination }) => `${destination?.subset} ${fullHost}`);
  return [...bySubset.values()].flatMap(([first, ...others]) => {
    const isImport = first === undefined || judge(first.fullHost) !== undefined;
    return isImport ? [] : (checkSubset(first, others, traffic, names) ?? []);
  });
}

function checkSubset(
  use: HostUse,
  others: readonly HostUse[],
  traffic: Traffic,
  names: NearestNames,
): Finding | undefined {
  const { object, fullHost, destination: { subset = '' } = {} } = use;
  const rules = traffic.rulesFor(fullHost);
  const subsets = rules.flatMap((rule) => rule.subsets.flatMap(({ name }) => name ?? []));
  if (subsets.includes(subset)) return undefined;
  const base = { object, path: subsetPath(use) };
  const elsewhere = others
    .slice(0, MOST_RELATED)
    .map((other): RelatedSubject => ({ object: other.object, path: subsetPath(other), text: 'it is used here too' }));
  if (rules.length === 0) {
    return {
      ...base,
      severity: 'warning',
      message: `the subset "${subset}" of "${fullHost}" needs a DestinationRule, and the manifests have none for the host`,
      effect: 'unless it is deployed from elsewhere, requests to the subset get 503',
      fix: `add a DestinationRule for "${fullHost}" with the subset "${subset}"`,
      related: elsewhere,
    };
  }
  const near = names.find(subset, subsets);
  const places = rules
    .slice(0, MOST_RELATED)
    .map(
      (rule): RelatedSubject => ({ object: rule.object, path: ['spec', 'subsets'], text: 'the subsets of the host' }),
    );
  return {
    ...base,
    message: `no DestinationRule for "${fullHost}" has the subset "${subset}"`,
    effect: 'requests to the subset get 503',
    fix: near === undefined ? `add the subset "${subset}" to the DestinationRule` : `write "${near}"`,
    related: [...places, ...elsewhere],
  };
}

function subsetPath({ destination }: HostUse): Path {
  return [...(destination?.path ?? []), 'subset'];
}

function checkWeights(object: ManifestObject, mesh: ObservedMesh): readonly Finding[] {
  return routesOf(object).flatMap(({ path, value }) => {
    const weights = listAt(value, ['route']).map((entry) => numberAt(entry, ['weight']) ?? 0);
    const sum = weights.reduce((total, weight) => total + weight, 0);
    if (weights.length < 2 || sum === 100) return [];
    // Since v2.4 weights are shares of their sum.
    const isRefused = sum === 0 || /^v2\.[0-3]$/.test(mesh.version ?? '');
    return [
      {
        object,
        path: [...path, 'route'],
        ...(!isRefused && { severity: 'warning' as const }),
        message: `the weights ${weights.join(', ')} add up to ${sum} instead of 100`,
        effect: isRefused
          ? 'Istio refuses the VirtualService'
          : 'the weights are no percentages: requests are shared by their sum',
        fix: 'write weights that add up to 100',
      },
    ];
  });
}
