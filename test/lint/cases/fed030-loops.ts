import { add, type Edit, type ExampleCluster, remove, set } from '../../../lib/lint/examples/edit';
import { loops } from '../../../lib/lint/rules/fed030-loops';
import type { RuleCases } from './case';

const { given = [] } = loops.example;
const RULE = 'DestinationRule prices';

/** The service that both meshes import as local, with a part of its rule in one mesh changed. */
const ruleIn = (cluster: ExampleCluster, path: string, value: unknown): readonly Edit[] => [
  ...given,
  set(cluster, RULE, `spec.${path}`, value),
];
const withoutRuleIn = (cluster: ExampleCluster) => [...given, remove(cluster, RULE)];

const POLICY = {
  loadBalancer: { localityLbSetting: { enabled: true, failover: [{ from: 'westeurope', to: 'eu-west-1' }] } },
  outlierDetection: { consecutive5xxErrors: 3, interval: '10s', baseEjectionTime: '1m' },
};

/** FED030: imports as local in both directions. */
export const cases: RuleCases = {
  rule: 'FED030',
  findings: {
    importLoop: [
      { what: 'no DestinationRule in the other mesh', edits: withoutRuleIn('west') },
      { what: 'no DestinationRule in either mesh', edits: [...withoutRuleIn('west'), remove('east', RULE)] },
      {
        what: 'no DestinationRule at all',
        edits: [
          ...withoutRuleIn('east'),
          remove('west', RULE),
          remove('west', 'DestinationRule ratings'),
          remove('west', 'VirtualService ratings'),
        ],
      },
      { what: 'a DestinationRule of another host', edits: ruleIn('east', 'host', 'ratings.stock.svc.cluster.local') },
      { what: 'no outlier detection', edits: [...given, remove('east', RULE, 'spec.trafficPolicy.outlierDetection')] },
      { what: 'no locality setting', edits: [...given, remove('east', RULE, 'spec.trafficPolicy.loadBalancer')] },
      {
        what: 'failover is disabled',
        edits: ruleIn('east', 'trafficPolicy.loadBalancer.localityLbSetting.enabled', false),
      },
      {
        what: 'the imports have no locality',
        edits: [...given, remove('west', 'ImportedServiceSet east-mesh', 'spec.locality')],
      },
      {
        what: 'a locality with a gap, which istiod drops',
        edits: [...given, set('east', 'ImportedServiceSet west-mesh', 'spec.locality', { region: 'a', subzone: 'c' })],
      },
    ],
  },
  nearMisses: [
    {
      what: 'as local in only one direction',
      edits: [
        ...given,
        remove('east', RULE),
        set('east', 'ImportedServiceSet west-mesh', 'spec.importRules.0.importAsLocal', false),
      ],
    },
    {
      what: 'another service in the other direction',
      edits: [
        ...given,
        remove('east', RULE),
        set('east', 'ImportedServiceSet west-mesh', 'spec.importRules.0.nameSelector.alias.name', 'west-prices'),
      ],
    },
    {
      what: 'failover in a subset and for a port',
      edits: [
        ...given,
        set('east', RULE, 'spec', {
          host: 'prices.stock.svc.cluster.local',
          subsets: [{ name: 'v1', labels: { version: 'v1' }, trafficPolicy: { loadBalancer: POLICY.loadBalancer } }],
          trafficPolicy: { portLevelSettings: [{ port: { number: 9080 }, outlierDetection: POLICY.outlierDetection }] },
        }),
      ],
    },
    { what: 'a short host', edits: ruleIn('east', 'host', 'prices') },
    {
      what: 'a DestinationRule for all hosts of a namespace',
      edits: ruleIn('east', 'host', '*.stock.svc.cluster.local'),
    },
    {
      what: 'the second of two DestinationRules',
      edits: [
        ...given,
        remove('east', RULE, 'spec.trafficPolicy'),
        add(
          'east',
          `apiVersion: networking.istio.io/v1beta1
kind: DestinationRule
metadata: { name: failover, namespace: stock }
spec:
  host: prices.stock.svc.cluster.local
  trafficPolicy: ${JSON.stringify(POLICY)}`,
        ),
      ],
    },
    {
      what: 'a locality with all its parts',
      edits: [
        ...given,
        set('east', 'ImportedServiceSet west-mesh', 'spec.locality', { region: 'eu-west-1', zone: 'b', subzone: 'c' }),
      ],
    },
    {
      what: 'locality without a setting for "enabled"',
      edits: [...given, remove('east', RULE, 'spec.trafficPolicy.loadBalancer.localityLbSetting.enabled')],
    },
  ],
};
