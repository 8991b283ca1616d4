import { add, type Edit, remove, set } from '../../../lib/lint/examples/edit';
import type { RuleCases } from './case';

const IMPORTS = 'ImportedServiceSet east-mesh';
const ALIAS = 'spec.importRules[1].nameSelector.alias';

const alias = (value: object): Edit => set('west', IMPORTS, ALIAS, value);
const members = (...names: readonly string[]): Edit =>
  set('west', 'ServiceMeshMemberRoll default', 'spec.members', names);
const localPorts = (...ports: readonly object[]): Edit => set('west', 'Service prices', 'spec.ports', ports);
const remotePort = (port: object): Edit => set('east', 'Service prices', 'spec.ports', [port]);

const BY_MEMBER = [
  remove('west', 'ServiceMeshMemberRoll default'),
  add(
    'west',
    `{ apiVersion: maistra.io/v1, kind: ServiceMeshMember, metadata: { name: default, namespace: shop },
      spec: { controlPlaneRef: { name: west-mesh, namespace: west-mesh } } }`,
  ),
];

/** FED016: imports as local, their namespace and their port. */
export const cases: RuleCases = {
  rule: 'FED016',
  findings: {
    missingNamespace: [
      { what: 'an alias name only', edits: [alias({ name: 'prices' })] },
      { what: 'an empty namespace', edits: [alias({ namespace: '' })] },
      {
        what: 'services of any namespace',
        edits: [set('west', IMPORTS, 'spec.importRules[1].nameSelector', { name: 'prices' })],
      },
    ],
    wildcardNamespace: [
      { what: 'a star', edits: [alias({ namespace: '*' })] },
      {
        what: 'a star, for services of any namespace',
        edits: [
          set('west', IMPORTS, 'spec.importRules[1].nameSelector', { namespace: '*', alias: { namespace: '*' } }),
        ],
      },
    ],
    notMember: [
      { what: 'a namespace outside the mesh', edits: [alias({ namespace: 'cellar' })] },
      { what: 'the members join by ServiceMeshMembers', edits: [...BY_MEMBER, alias({ namespace: 'cellar' })] },
    ],
    differentPort: [
      { what: 'another number', edits: [localPorts({ name: 'http', port: 8080 })] },
      { what: 'another protocol', edits: [localPorts({ name: 'tcp', port: 9080 })] },
      { what: 'a name without a protocol is TCP', edits: [localPorts({ name: 'web', port: 9080 })] },
      {
        what: 'two ports, neither the same',
        edits: [localPorts({ name: 'grpc', port: 9080 }, { port: 'http' }, { name: 'http', port: 8080 })],
      },
      { what: 'another number on the other side', edits: [remotePort({ name: 'http', port: 8080 })] },
    ],
  },
  nearMisses: [
    {
      what: 'not imported as local',
      edits: [
        set('west', IMPORTS, 'spec.importRules[1].importAsLocal', false),
        alias({ namespace: 'cellar' }),
        localPorts({ name: 'http', port: 8080 }),
      ],
    },
    {
      what: 'not imported as local, under the name of a local Service with another port',
      edits: [
        set('west', IMPORTS, 'spec.importRules[1].importAsLocal', false),
        localPorts({ name: 'http', port: 8080 }),
      ],
    },
    {
      what: 'the rule is skipped (FED022)',
      edits: [set('west', IMPORTS, 'spec.importRules[1].type', 'nameSelector'), alias({ namespace: 'cellar' })],
    },
    { what: 'the namespace of the control plane', edits: [alias({ namespace: 'west-mesh' })] },
    {
      what: 'the members are chosen by label',
      edits: [
        set('west', 'ServiceMeshMemberRoll default', 'spec.memberSelectors', [{ matchLabels: { mesh: 'west' } }]),
        alias({ namespace: 'cellar' }),
      ],
    },
    { what: 'every namespace is a member', edits: [members('*'), alias({ namespace: 'cellar' })] },
    {
      what: 'the peer is outside a control plane (FED003)',
      edits: [
        set('west', 'ServiceMeshPeer east-mesh', 'metadata.namespace', 'shop'),
        set('west', IMPORTS, 'metadata.namespace', 'shop'),
        alias({ namespace: 'cellar' }),
      ],
    },
    { what: 'no local Service', edits: [remove('west', 'Service prices')] },
    {
      what: 'a Service of Knative with the name',
      edits: [
        remove('west', 'Service prices'),
        add(
          'west',
          `{ apiVersion: serving.knative.dev/v1, kind: Service, metadata: { name: prices, namespace: shop },
            spec: { ports: [{ name: http, port: 8080 }] } }`,
        ),
      ],
    },
    { what: 'a local Service without ports', edits: [localPorts()] },
    { what: 'the exported Service has no ports (FED015)', edits: [set('east', 'Service prices', 'spec.ports', [])] },
    { what: 'the port of the exported Service has no number (FED023)', edits: [remotePort({ name: 'http' })] },
    {
      what: 'the manifests lack the exported Service',
      edits: [
        remove('east', 'Service prices'),
        set('east', 'ExportedServiceSet west-mesh', 'spec.exportRules[1]', {
          type: 'NameSelector',
          nameSelector: { namespace: 'stock', name: 'prices' },
        }),
        localPorts({ name: 'http', port: 8080 }),
      ],
    },
    {
      what: 'the second port of the local Service is the same, by appProtocol',
      edits: [localPorts({ name: 'grpc', port: 8080 }, { name: 'web', appProtocol: 'HTTP', port: 9080 })],
    },
  ],
};
