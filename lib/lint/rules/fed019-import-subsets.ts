import { labelsAt } from '../../observed/fields';
import type { ObservedCluster } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { add } from '../examples/edit';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';
import { type ImportHost, importHosts } from './support/import-hosts';
import { importHasLabel } from './support/import-labels';
import type { ManifestPlace } from './support/places';
import { type HostRule, type HostUse, type Traffic, trafficOf } from './support/traffic';

/** The largest number of related places in a finding. */
const MAX_RELATED = 5;

const NO_ENDPOINTS = 'the subset has no endpoints, and its share of the requests gets 503';

const FINDINGS = {
  unmatchedLabels: {
    severity: 'error',
    message: 'the subset "{subset}" of the imported host "{host}" selects {labels}, which no endpoint of an import has',
    effect: NO_ENDPOINTS,
    fix: 'remove the subset, and route to the host without a subset',
    related: ['requests are sent to the subset here'],
  },
  unknownSubset: {
    severity: 'error',
    message: 'requests are sent to the subset "{subset}" of the imported host "{host}", which no DestinationRule has',
    effect: NO_ENDPOINTS,
    fix: 'remove the subset: the exporting mesh decides which versions are called',
    related: ['the subsets of the host'],
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED019: subsets of imported hosts select labels that endpoints of imports have. */
export const importSubsets: Rule = {
  id: 'FED019',
  generations: ['ossm2'],
  title: 'subsets of imported hosts select labels that the endpoints of imports have',
  cause:
    'The endpoints of an import are the pods of the egress gateway. Labels and subsets of the exporting mesh are not transferred.',
  fix: 'Route to the imported host without a subset; to call a single version, export it as a separate service.',
  sources: [
    'maistra/istio pilot/pkg/serviceregistry/federation/controller.go, createService (labels of the endpoints)',
    'maistra/istio pkg/servicemesh/federation/server/server.go, getServiceMessage (what is transferred)',
    'Istio documentation, Destination Rule, Subset',
  ],
  findings: FINDINGS,
  example: {
    fault: [
      add(
        'west',
        `apiVersion: networking.istio.io/v1beta1
kind: DestinationRule
metadata: { name: ratings-of-east, namespace: shop }
spec:
  host: ratings.stock.svc.east-mesh-imports.local
  subsets: [{ name: v2, labels: { version: v2 } }]`,
      ),
    ],
  },
  check: (fleet, report) => {
    for (const cluster of fleet.clusters) for (const found of checkCluster(cluster)) report(found);
  },
};

function checkCluster(cluster: ObservedCluster): readonly Finding[] {
  return trafficOf(cluster).flatMap((traffic) => {
    const judge = importHosts(traffic.mesh);
    const subsetUses = traffic.uses.filter(({ destination }) => destination?.subset !== undefined);
    return [
      ...traffic.rules.flatMap((rule) => checkRule(rule, judge(rule.host), subsetUses)),
      ...subsetUses.flatMap((use) => checkUse(use, judge(use.fullHost), traffic) ?? []),
    ];
  });
}

function checkRule(rule: HostRule, host: ImportHost | undefined, uses: readonly HostUse[]): readonly Finding[] {
  if (host?.kind !== 'imported') return [];
  return rule.subsets.flatMap(({ name: subset = '', path }) => {
    const labels = Object.entries(labelsAt(rule.object.value, [...path, 'labels']));
    const wrong = labels.filter(
      ([key, value]) => !host.peers.some((peer) => importHasLabel(peer, key, value) !== 'no'),
    );
    return wrong.slice(0, 1).map(([key]) => {
      const found = wrong.map((pair) => `"${pair.join(': ')}"`).join(', ');
      const place = { object: rule.object, path: [...path, 'labels', key], related: usesOf(rule.host, subset, uses) };
      return finding('unmatchedLabels', place, { subset, host: rule.host, labels: found });
    });
  });
}

function usesOf(host: string, subset: string, uses: readonly HostUse[]): readonly ManifestPlace[] {
  const own = uses.filter((use) => use.fullHost === host && use.destination?.subset === subset);
  return own
    .slice(0, MAX_RELATED)
    .map(({ object, destination }) => ({ object, path: [...(destination?.path ?? []), 'subset'] }));
}

function checkUse(use: HostUse, host: ImportHost | undefined, traffic: Traffic): Finding | undefined {
  const { subset, path = [] } = use.destination ?? {};
  if (host?.kind !== 'imported' || subset === undefined) return undefined;
  const rules = traffic.rulesFor(use.fullHost);
  if (rules.some(({ subsets }) => subsets.some(({ name }) => name === subset))) return undefined;
  const related = rules.slice(0, MAX_RELATED).map(({ object }) => ({ object, path: ['spec', 'subsets'] }));
  const place = { object: use.object, path: [...path, 'subset'], related };
  return finding('unknownSubset', place, { subset, host: use.fullHost });
}
