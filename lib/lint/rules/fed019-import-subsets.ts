import type { Path } from '../../issues/issue';
import { textAt } from '../../observed/fields';
import type { ObservedCluster, ObservedPeer } from '../../observed/model';
import type { Finding, RelatedSubject } from '../diagnostic';
import { add } from '../examples/edit';
import type { Rule } from '../rule';
import { type ImportHost, importHosts } from './support/import-hosts';
import { labelsAt } from './support/texts';
import { type HostRule, type HostUse, type Traffic, trafficOf } from './support/traffic';

/** The most places that a finding shows besides its own. */
const MOST_RELATED = 5;

/** FED019: subsets of imported hosts choose among what is known of their endpoints. */
export const importSubsets: Rule = {
  id: 'FED019',
  severity: 'error',
  title: 'subsets of imported hosts select labels that the endpoints of imports have',
  cause:
    'The endpoints of an import are the pods of the egress gateway. Labels and subsets of the exporter do not come along.',
  effect: 'the subset has no endpoints, and its share of the requests gets 503',
  fix: 'Route to the imported host without a subset; to choose a version, export it as a service of its own.',
  source: 'fact sheet 2.7 and 5.1',
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
    for (const cluster of fleet.clusters) for (const finding of checkCluster(cluster)) report(finding);
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
  return rule.subsets.flatMap(({ name = '', path }): Finding[] => {
    const labels = Object.entries(labelsAt(rule.object.value, [...path, 'labels']));
    const wrong = labels.filter(([key, value]) => !host.peers.some((peer) => mayHave(peer, key, value)));
    if (wrong.length === 0) return [];
    const found = wrong.map(([key, value]) => `"${key}: ${value}"`).join(', ');
    return [
      {
        object: rule.object,
        path: [...path, 'labels', ...keyOf(wrong)],
        message: `the subset "${name}" of the imported host "${rule.host}" selects ${found}, which no endpoint of an import has`,
        fix: 'remove the subset and route to the host without one',
        related: usesOf(rule.host, name, uses),
      },
    ];
  });
}

function keyOf([first]: readonly (readonly [string, string])[]): Path {
  return first === undefined ? [] : [first[0]];
}

function usesOf(host: string, subset: string, uses: readonly HostUse[]): readonly RelatedSubject[] {
  const own = uses.filter((use) => use.fullHost === host && use.destination?.subset === subset);
  return own.slice(0, MOST_RELATED).map(({ object, destination }) => ({
    object,
    path: [...(destination?.path ?? []), 'subset'],
    text: 'requests are sent to the subset here',
  }));
}

/** Whether the endpoints of a peer's imports may have a label. */
function mayHave({ name, imports }: ObservedPeer, key: string, value: string): boolean {
  const place = (part: string) => value === textAt(imports?.object.value, ['spec', 'locality', part]);
  switch (key) {
    case 'topology.istio.io/cluster':
    case 'service.istio.io/canonical-revision':
      return value === name;
    // The network of this mesh and the host inside the other one are no part of the manifests.
    case 'topology.istio.io/network':
    case 'service.istio.io/canonical-name':
      return true;
    case 'topology.kubernetes.io/region':
      return place('region');
    case 'topology.kubernetes.io/zone':
      return place('zone');
    case 'topology.istio.io/subzone':
      return place('subzone');
    default:
      return false;
  }
}

function checkUse(use: HostUse, host: ImportHost | undefined, traffic: Traffic): Finding | undefined {
  const { subset, path = [] } = use.destination ?? {};
  if (host?.kind !== 'imported' || subset === undefined) return undefined;
  const rules = traffic.rulesFor(use.fullHost);
  if (rules.some(({ subsets }) => subsets.some(({ name }) => name === subset))) return undefined;
  return {
    object: use.object,
    path: [...path, 'subset'],
    message: `requests are sent to the subset "${subset}" of the imported host "${use.fullHost}", which no DestinationRule has`,
    fix: 'remove the subset: the exporter decides which versions it gives',
    related: rules.slice(0, MOST_RELATED).map(({ object }) => ({
      object,
      path: ['spec', 'subsets'],
      text: 'the subsets of the host',
    })),
  };
}
