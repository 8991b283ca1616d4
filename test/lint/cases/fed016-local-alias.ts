import { add, type Edit, remove, set } from '../../../lib/lint/examples/edit';
import type { RuleCases } from './case';

const SET = 'ImportedServiceSet east-mesh';
const RULE = 'spec.importRules.1';
const ROLL = 'ServiceMeshMemberRoll default';

const selector = (value: unknown) => set('west', SET, `${RULE}.nameSelector`, value);
const alias = (namespace: string) => set('west', SET, `${RULE}.nameSelector.alias.namespace`, namespace);
const localPorts = (...ports: readonly unknown[]) => set('west', 'Service prices', 'spec.ports', ports);
const remotePorts = (...ports: readonly unknown[]) => set('east', 'Service prices', 'spec.ports', ports);

const HTTP = { name: 'http', port: 9080 };
const OTHER = { name: 'http', port: 8080 };

const MEMBER = add(
  'west',
  `{ apiVersion: maistra.io/v1, kind: ServiceMeshMember, metadata: { name: default, namespace: attic },
    spec: { controlPlaneRef: { name: west-mesh, namespace: west-mesh } } }`,
);

/** A peer and its imports beside the application, where no control plane reads them. */
const MISPLACED: readonly Edit[] = [
  add(
    'west',
    '{ apiVersion: federation.maistra.io/v1, kind: ServiceMeshPeer, metadata: { name: a, namespace: shop } }',
  ),
  add(
    'west',
    `{ apiVersion: federation.maistra.io/v1, kind: ImportedServiceSet, metadata: { name: a, namespace: shop },
      spec: { importRules: [{ type: NameSelector, importAsLocal: true,
        nameSelector: { namespace: stock, name: prices, alias: { namespace: attic } } }] } }`,
  ),
];

/** FED016: aliases and ports of imports as local. */
export const cases: RuleCases = {
  rule: 'FED016',
  findings: {
    missingAlias: [
      {
        what: 'an alias of the name only',
        edits: [selector({ namespace: 'stock', name: 'prices', alias: { name: 'p' } })],
      },
      { what: 'an empty alias namespace', edits: [alias('')] },
    ],
    missingAliasForAny: [
      { what: 'any namespace', edits: [selector({ name: 'prices' })] },
      { what: 'the namespace "*"', edits: [selector({ namespace: '*', name: 'prices' })] },
      { what: 'an empty selector', edits: [selector({})] },
    ],
    wildcardAlias: [{ what: 'one namespace', edits: [alias('*')] }],
    wildcardAliasForAny: [{ what: 'any namespace', edits: [selector({ name: 'prices', alias: { namespace: '*' } })] }],
    aliasOutsideMesh: [
      { what: 'a namespace that is not a member', edits: [alias('attic')] },
      {
        what: 'members in two member rolls',
        edits: [
          alias('attic'),
          add(
            'west',
            `{ apiVersion: maistra.io/v1, kind: ServiceMeshMemberRoll, metadata: { name: a, namespace: west-mesh },
              spec: { members: [shop] } }`,
          ),
        ],
      },
      {
        what: 'members without a member roll',
        edits: [alias('stock'), remove('west', ROLL), MEMBER],
      },
    ],
    differentPort: [
      { what: 'another number', edits: [localPorts(OTHER)] },
      { what: 'another protocol', edits: [localPorts({ name: 'tcp', port: 9080 })] },
      { what: 'no protocol, which is TCP', edits: [localPorts({ name: 'web', port: 9080 })] },
      {
        what: 'several local ports, one without a number',
        edits: [localPorts(OTHER, { name: 'grpc' }, { name: 'grpc', port: 9090 })],
      },
      { what: 'the exporter has no protocol', edits: [remotePorts({ port: 9080 })] },
      {
        what: 'gRPC and gRPC-Web',
        edits: [remotePorts({ name: 'grpc-web-prices', port: 9080 }), localPorts({ name: 'grpc-prices', port: 9080 })],
      },
      { what: 'the first port of the exporter counts', edits: [remotePorts({ name: 'http', port: 8080 }, HTTP)] },
    ],
  },
  nearMisses: [
    {
      what: 'no alias, but not imported as local',
      edits: [selector({}), remove('west', SET, `${RULE}.importAsLocal`)],
    },
    {
      what: 'an alias outside the mesh, but not imported as local',
      edits: [alias('attic'), set('west', SET, `${RULE}.importAsLocal`, false)],
    },
    {
      what: 'no alias, but the rule is skipped for another reason',
      edits: [selector({ namespace: 'stock', name: 'prices' }), remove('west', SET, `${RULE}.type`)],
    },
    { what: 'no selector, which is why the rule is skipped', edits: [selector(undefined)] },
    {
      what: 'an alias outside the mesh, but the rule is skipped',
      edits: [alias('attic'), set('west', SET, `${RULE}.type`, 'LabelSelector')],
    },
    { what: "the control plane's namespace", edits: [alias('west-mesh')] },
    { what: 'a member through a ServiceMeshMember', edits: [alias('attic'), MEMBER] },
    { what: 'all namespaces are members', edits: [alias('attic'), set('west', ROLL, 'spec.members', ['*'])] },
    {
      what: 'members by label',
      edits: [alias('attic'), set('west', ROLL, 'spec.memberSelectors', [{ matchLabels: { mesh: 'west' } }])],
    },
    { what: 'the members are unknown', edits: [alias('attic'), remove('west', ROLL)] },
    { what: 'no control plane reads the import (FED003)', edits: MISPLACED },
    { what: 'no ImportedServiceSet', edits: [remove('west', SET)] },
    { what: 'one of several local ports is the same', edits: [localPorts(OTHER, HTTP)] },
    { what: 'the protocol in appProtocol', edits: [localPorts({ name: 'web', port: 9080, appProtocol: 'HTTP' })] },
    { what: 'no local Service', edits: [remove('west', 'Service prices')] },
    { what: 'a local Service without ports', edits: [localPorts()] },
    {
      what: 'a Service of Knative',
      edits: [localPorts(OTHER), set('west', 'Service prices', 'apiVersion', 'serving.knative.dev/v1')],
    },
    {
      what: 'another port, but not imported as local',
      edits: [
        set('west', SET, 'spec.importRules.0.nameSelector.alias', { namespace: 'shop' }),
        set('west', 'Service ratings', 'spec.ports', [OTHER]),
      ],
    },
    { what: 'the port of the exporter has no number', edits: [remotePorts({ name: 'http' }), localPorts(OTHER)] },
    {
      what: 'the manifests do not have the exported Service',
      edits: [
        remove('east', 'Service prices'),
        set('east', 'ExportedServiceSet west-mesh', 'spec.exportRules.1', {
          type: 'NameSelector',
          nameSelector: { namespace: 'stock', name: 'prices' },
        }),
        localPorts(OTHER),
      ],
    },
  ],
};
