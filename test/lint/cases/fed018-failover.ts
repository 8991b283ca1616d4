import { add, type Edit, remove, set } from '../../../lib/lint/examples/edit';
import { NORTH } from '../../../lib/lint/examples/north';
import { loops } from '../../../lib/lint/rules/fed030-loops';
import type { RuleCases } from './case';

const RULE = 'DestinationRule prices';
const POLICY = 'spec.trafficPolicy';
const SETTING = `${POLICY}.loadBalancer.localityLbSetting`;
const DETECTION = { consecutive5xxErrors: 3, interval: '10s', baseEjectionTime: '1m' };

const rule = (path: string, value: unknown): Edit => set('west', RULE, path, value);
const failover = (...entries: readonly object[]): Edit => rule(`${SETTING}.failover`, entries);
const locality = (value: object): Edit => set('west', 'ImportedServiceSet east-mesh', 'spec.locality', value);

/** A second DestinationRule, before or after the first one in the order of rules for the host. */
const another = (host: string, trafficPolicy: object): Edit =>
  add(
    'west',
    JSON.stringify({
      apiVersion: 'networking.istio.io/v1beta1',
      kind: 'DestinationRule',
      metadata: { name: 'more', namespace: 'shop' },
      spec: { host, trafficPolicy },
    }),
  );

const HOST = 'prices.shop.svc.cluster.local';

/** The north mesh gives `prices.shop` as local too, from the region `northeurope`. */
const FROM_NORTH = [
  ...NORTH,
  set('west', 'ImportedServiceSet north-mesh', 'spec', {
    locality: { region: 'northeurope' },
    importRules: [
      {
        type: 'NameSelector',
        importAsLocal: true,
        nameSelector: { namespace: 'attic', name: 'archive', alias: { namespace: 'shop', name: 'prices' } },
      },
    ],
  }),
];

/** FED018: DestinationRules of imports as local. */
export const cases: RuleCases = {
  rule: 'FED018',
  findings: {
    wrongRegion: [
      {
        what: 'two entries, none to the region',
        edits: [failover({ from: 'eu-west-1', to: 'eastus' }, { from: 'eu-west-2', to: 'westus' })],
      },
      { what: 'an entry without a target', edits: [failover({ from: 'eu-west-1' })] },
      { what: 'two peers', edits: [...FROM_NORTH, failover({ from: 'eu-west-1', to: 'eastus' })] },
      {
        what: 'in the policy of a subset, for a port',
        edits: [
          rule(POLICY, {}),
          rule('spec.subsets', [
            {
              name: 'v1',
              labels: { version: 'v1' },
              trafficPolicy: {
                portLevelSettings: [
                  {
                    port: { number: 9080 },
                    loadBalancer: { localityLbSetting: { failover: [{ from: 'eu-west-1', to: 'eastus' }] } },
                    outlierDetection: DETECTION,
                  },
                ],
              },
            },
          ]),
        ],
      },
    ],
    missingDestinationRule: [
      { what: 'none for the host', edits: [remove('west', RULE)] },
      { what: 'from two regions', edits: [...FROM_NORTH, remove('west', RULE)] },
      {
        what: 'no VirtualService and no DestinationRule in the mesh',
        edits: [
          remove('west', RULE),
          remove('west', 'DestinationRule ratings'),
          remove('west', 'VirtualService ratings'),
        ],
      },
      {
        what: 'the exports of the other mesh are not known',
        edits: [remove('east', 'ServiceMeshPeer west-mesh'), remove('west', RULE)],
      },
    ],
    missingOutlierDetection: [
      { what: 'no traffic policy', edits: [remove('west', RULE, POLICY)] },
      { what: 'only a load balancer', edits: [rule(POLICY, { loadBalancer: { simple: 'LEAST_REQUEST' } })] },
    ],
    settingWithoutOutlierDetection: [
      { what: 'the setting alone', edits: [remove('west', RULE, `${POLICY}.outlierDetection`)] },
      {
        what: 'the region is wrong too',
        edits: [remove('west', RULE, `${POLICY}.outlierDetection`), failover({ from: 'eu-west-1', to: 'eastus' })],
      },
      {
        what: 'the setting is disabled too',
        edits: [remove('west', RULE, `${POLICY}.outlierDetection`), rule(`${SETTING}.enabled`, false)],
      },
    ],
    missingSetting: [
      { what: 'outlier detection alone', edits: [remove('west', RULE, `${POLICY}.loadBalancer`)] },
      {
        what: 'a second DestinationRule for the host has outlier detection',
        edits: [another('*.shop.svc.cluster.local', { outlierDetection: DETECTION }), remove('west', RULE, POLICY)],
      },
    ],
    disabledSetting: [
      { what: 'enabled: false', edits: [rule(`${SETTING}.enabled`, false)] },
      {
        what: 'its regions are not checked then',
        edits: [rule(SETTING, { enabled: false, failover: [{ from: 'eastus', to: 'eastus' }] })],
      },
    ],
    sameRegion: [
      { what: 'the region of the import', edits: [failover({ from: 'westeurope', to: 'westeurope' })] },
      {
        what: 'the second entry, beside one that is right',
        edits: [failover({ from: 'eu-west-1', to: 'westeurope' }, { from: 'eastus', to: 'eastus' })],
      },
    ],
    exclusiveFields: [
      {
        what: 'distribute',
        edits: [rule(`${SETTING}.distribute`, [{ from: 'eu-west-1/*', to: { 'eu-west-1/*': 100 } }])],
      },
      {
        what: 'distribute and failoverPriority, and one region twice',
        edits: [
          rule(`${SETTING}.distribute`, [{ from: 'eu-west-1/*', to: { 'eu-west-1/*': 100 } }]),
          rule(`${SETTING}.failoverPriority`, ['topology.kubernetes.io/region']),
          failover({ from: 'eastus', to: 'eastus' }),
        ],
      },
      {
        what: 'failoverPriority',
        edits: [rule(`${SETTING}.failoverPriority`, ['topology.kubernetes.io/region'])],
      },
    ],
  },
  nearMisses: [
    {
      what: 'the import has no locality (FED017)',
      edits: [remove('west', 'ImportedServiceSet east-mesh', 'spec.locality'), remove('west', RULE)],
    },
    {
      what: 'istiod drops the locality (FED017)',
      edits: [locality({ region: 'westeurope', subzone: 'a' }), remove('west', RULE)],
    },
    {
      what: 'the service is not imported as local',
      edits: [
        set('west', 'ImportedServiceSet east-mesh', 'spec.importRules[1].importAsLocal', false),
        remove('west', RULE),
      ],
    },
    { what: 'a loop is FED030', edits: [...(loops.example.given ?? []), ...loops.example.fault] },
    { what: 'no failover: Istio tries the regions in its order', edits: [remove('west', RULE, `${SETTING}.failover`)] },
    {
      what: 'an empty failover beside distribute',
      edits: [failover(), rule(`${SETTING}.distribute`, [{ from: 'eu-west-1/*', to: { 'eu-west-1/*': 100 } }])],
    },
    { what: 'an empty distribute beside failover', edits: [rule(`${SETTING}.distribute`, [])] },
    { what: 'enabled by default', edits: [remove('west', RULE, `${SETTING}.enabled`)] },
    {
      what: 'the second entry goes to the region',
      edits: [failover({ from: 'eastus', to: 'westus' }, { from: 'eu-west-1', to: 'westeurope' })],
    },
    {
      what: 'the region of one of two peers',
      edits: [...FROM_NORTH, failover({ from: 'eu-west-1', to: 'northeurope' })],
    },
    {
      what: 'an entry with neither region, beside one that is right',
      edits: [failover({ from: 'eu-west-1', to: 'westeurope' }, {})],
    },
    {
      what: 'a DestinationRule for a pattern',
      edits: [rule('spec.host', '*.shop.svc.cluster.local')],
    },
    {
      what: 'the setting is in a second DestinationRule for the host',
      edits: [rule('spec.host', '*.shop.svc.cluster.local'), another(HOST, { outlierDetection: DETECTION })],
    },
    {
      what: 'a zone and a subzone in the locality',
      edits: [locality({ region: 'westeurope', zone: '1', subzone: 'a' })],
    },
  ],
};
