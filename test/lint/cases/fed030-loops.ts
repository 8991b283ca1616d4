import { add, type Edit, remove, set } from '../../../lib/lint/examples/edit';
import { loops } from '../../../lib/lint/rules/fed030-loops';
import type { RuleCase, RuleCases } from './case';

const RULE = 'DestinationRule prices';
const IMPORTS = 'ImportedServiceSet west-mesh';
const POLICY = 'spec.trafficPolicy';
const SETTING = `${POLICY}.loadBalancer.localityLbSetting`;
const OUTLIERS = { consecutive5xxErrors: 3 };

/** `prices` as local in both directions, with failover in both meshes, after edits. */
function both(what: string, ...edits: readonly Edit[]): RuleCase {
  return { what, edits: [...(loops.example.given ?? []), ...edits] };
}

/** The loop of `prices` with another one of `ratings`, which has no DestinationRule. */
const RATINGS = [
  set('west', 'ExportedServiceSet east-mesh', 'spec.exportRules', [
    { type: 'NameSelector', nameSelector: { namespace: 'shop' } },
  ]),
  set('west', 'ImportedServiceSet east-mesh', 'spec.importRules', [
    { type: 'NameSelector', importAsLocal: true, nameSelector: { namespace: 'stock', alias: { namespace: 'shop' } } },
  ]),
  set('east', IMPORTS, 'spec.importRules', [
    { type: 'NameSelector', importAsLocal: true, nameSelector: { namespace: 'shop', alias: { namespace: 'stock' } } },
  ]),
];

/** FED030: imports as local in both directions. */
export const cases: RuleCases = {
  rule: 'FED030',
  findings: {
    loop: [
      both('no failover in either mesh', remove('west', RULE), remove('east', RULE)),
      both('no locality', remove('east', IMPORTS, 'spec.locality')),
      both(
        'a locality that istiod drops, with a subzone and no zone',
        set('east', IMPORTS, 'spec.locality', { region: 'eu-west-1', subzone: 'a' }),
      ),
      both('no outlier detection', remove('east', RULE, `${POLICY}.outlierDetection`)),
      both('no locality setting', remove('east', RULE, `${POLICY}.loadBalancer`)),
      both('a disabled locality setting', set('east', RULE, `${SETTING}.enabled`, false)),
      both('a DestinationRule for another host', set('east', RULE, 'spec.host', 'ratings.stock.svc.cluster.local')),
      both('two services', ...RATINGS),
      {
        ...both('the mesh of the cluster that is first by name lacks failover', remove('west', RULE)),
        clusterNames: { west: 'a' },
        platforms: new Map(),
      },
      {
        ...both('two meshes of one cluster', remove('west', RULE)),
        clusterNames: { west: 'one', east: 'one' },
        platforms: new Map(),
      },
    ],
  },
  nearMisses: [
    both('as local in both directions, with failover in both'),
    both(
      'as local in one direction only',
      remove('east', RULE),
      set('east', IMPORTS, 'spec.importRules[0].importAsLocal', false),
    ),
    both(
      'as local in both directions, under another name',
      remove('east', RULE),
      set('east', IMPORTS, 'spec.importRules[0].nameSelector.alias.name', 'shop-prices'),
    ),
    both(
      'another service comes back',
      remove('east', RULE),
      set('west', 'ExportedServiceSet east-mesh', 'spec.exportRules[0].nameSelector.name', 'ratings'),
      set('east', IMPORTS, 'spec.importRules[0].nameSelector.name', 'ratings'),
    ),
    both('a DestinationRule for a pattern of hosts', set('east', RULE, 'spec.host', '*.stock.svc.cluster.local')),
    both('a locality setting is enabled by default', remove('east', RULE, `${SETTING}.enabled`)),
    both(
      'a locality with region, zone and subzone',
      set('east', IMPORTS, 'spec.locality', { region: 'eu-west-1', zone: 'a', subzone: '1' }),
    ),
    both(
      'outlier detection of a port, and the locality setting of a subset',
      set('east', RULE, POLICY, { portLevelSettings: [{ port: { number: 9080 }, outlierDetection: OUTLIERS }] }),
      set('east', RULE, 'spec.subsets', [
        { name: 'all', trafficPolicy: { loadBalancer: { localityLbSetting: { enabled: true } } } },
      ]),
    ),
    both(
      'one of two DestinationRules has failover',
      add(
        'east',
        `apiVersion: networking.istio.io/v1beta1
kind: DestinationRule
metadata: { name: all, namespace: stock }
spec: { host: "*.stock.svc.cluster.local" }`,
      ),
    ),
  ],
};
