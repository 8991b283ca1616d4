import { add, type Edit, remove, set } from '../../../lib/lint/examples/edit';
import type { RuleCases } from './case';

const FAR = 'ratings.stock.svc.east-mesh-imports.local';

/** A DestinationRule for an imported host, whose subset `v2` selects labels. */
const selecting = (labels: object | undefined, host = FAR, name = 'far'): Edit =>
  add(
    'west',
    JSON.stringify({
      apiVersion: 'networking.istio.io/v1beta1',
      kind: 'DestinationRule',
      metadata: { name, namespace: 'shop' },
      spec: { host, subsets: [{ name: 'v2', ...(labels && { labels }) }] },
    }),
  );

/** The subset of the second destination of the split. */
const routing = (subset: string): Edit =>
  set('west', 'VirtualService ratings', 'spec.http[0].route[1].destination.subset', subset);

const locality = (value: object): Edit => set('west', 'ImportedServiceSet east-mesh', 'spec.locality', value);

const usingSubset = (count: number): readonly Edit[] =>
  Array.from({ length: count }, (_, i) =>
    add(
      'west',
      `apiVersion: networking.istio.io/v1beta1
kind: VirtualService
metadata: { name: more-${i}, namespace: shop }
spec: { hosts: [more-${i}.example.org], http: [{ route: [{ destination: { host: ${FAR}, subset: v2 } }] }] }`,
    ),
  );

/** FED019: subsets of imported hosts. */
export const cases: RuleCases = {
  rule: 'FED019',
  findings: {
    unmatchedLabels: [
      { what: 'requests are sent to the subset', edits: [selecting({ version: 'v2' }), routing('v2')] },
      {
        what: 'requests are sent to the subset from more places than a finding lists',
        edits: [selecting({ version: 'v2' }), ...usingSubset(6)],
      },
      {
        what: 'requests are sent to another subset and to one of another host',
        edits: [
          selecting({ version: 'v2' }),
          set('west', 'VirtualService ratings', 'spec.http[0].route[0].destination.subset', 'v2'),
          set('west', 'DestinationRule ratings', 'spec.subsets[0].name', 'v2'),
        ],
      },
      {
        what: 'one of three labels is right',
        edits: [selecting({ 'topology.istio.io/cluster': 'east-mesh', version: 'v2', app: 'ratings' })],
      },
      { what: 'the cluster of another peer', edits: [selecting({ 'topology.istio.io/cluster': 'north-mesh' })] },
      {
        what: 'the revision of another peer',
        edits: [selecting({ 'service.istio.io/canonical-revision': 'v2' })],
      },
      { what: 'another region', edits: [selecting({ 'topology.kubernetes.io/region': 'eastus' })] },
      { what: 'a zone, and the locality has none', edits: [selecting({ 'topology.kubernetes.io/zone': '1' })] },
      {
        what: 'the zone as subzone',
        edits: [
          locality({ region: 'westeurope', zone: '1', subzone: 'a' }),
          selecting({ 'topology.istio.io/subzone': '1' }),
        ],
      },
      {
        what: 'a subset without a name (FED023)',
        edits: [selecting({ version: 'v2' }), remove('west', 'DestinationRule far', 'spec.subsets[0].name')],
      },
    ],
    unknownSubset: [
      { what: 'no DestinationRule', edits: [routing('v2')] },
      {
        what: 'a DestinationRule with another subset',
        edits: [selecting({ 'topology.istio.io/cluster': 'east-mesh' }), routing('v3')],
      },
      {
        what: 'more DestinationRules than a finding lists',
        edits: [...['a', 'b', 'c', 'd', 'e', 'f'].map((name) => selecting({}, FAR, name)), routing('v3')],
      },
    ],
  },
  nearMisses: [
    { what: 'a subset without labels', edits: [selecting(undefined), routing('v2')] },
    {
      what: 'the cluster of the peer',
      edits: [selecting({ 'topology.istio.io/cluster': 'east-mesh' }), routing('v2')],
    },
    {
      what: 'every label that endpoints of imports have',
      edits: [
        locality({ region: 'westeurope', zone: '1', subzone: 'a' }),
        selecting({
          'topology.istio.io/cluster': 'east-mesh',
          'topology.istio.io/network': 'network-west',
          'service.istio.io/canonical-name': 'ratings.stock.east-mesh.local',
          'service.istio.io/canonical-revision': 'east-mesh',
          'topology.kubernetes.io/region': 'westeurope',
          'topology.kubernetes.io/zone': '1',
          'topology.istio.io/subzone': 'a',
        }),
      ],
    },
    { what: 'a subset of a local host', edits: [selecting({ version: 'v2' }, 'prices.shop.svc.cluster.local')] },
    {
      what: 'a subset of a host that is not imported (FED020)',
      edits: [selecting({ version: 'v2' }, 'orders.stock.svc.east-mesh-imports.local')],
    },
    {
      what: 'the subset is in a DestinationRule for a pattern',
      edits: [selecting({}, '*.svc.east-mesh-imports.local'), routing('v2')],
    },
    {
      what: 'a use of a subset of a host that is not imported (FED020)',
      edits: [
        routing('v2'),
        set(
          'west',
          'VirtualService ratings',
          'spec.http[0].route[1].destination.host',
          'orders.stock.svc.east-mesh-imports.local',
        ),
      ],
    },
  ],
};
