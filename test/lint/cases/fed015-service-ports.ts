import { type Edit, remove, set } from '../../../lib/lint/examples/edit';
import { NORTH } from '../../../lib/lint/examples/north';
import type { RuleCases } from './case';

const ports = (...list: readonly object[]): Edit => set('east', 'Service ratings', 'spec.ports', list);
const port = (value: object): Edit => ports({ port: 9080, ...value });

/** Two rules export the Service `archive`, which has no ports. */
const TWICE = [
  ...NORTH,
  set('east', 'ExportedServiceSet west', 'spec.exportRules.1', {
    type: 'NameSelector',
    nameSelector: { namespace: 'attic' },
  }),
  set('east', 'Service archive', 'spec.ports', []),
];

/** FED015: the ports of exported Services. */
export const cases: RuleCases = {
  rule: 'FED015',
  findings: {
    severalPorts: [
      {
        what: 'three ports, exported by a rule with labels',
        edits: [
          set('east', 'Service prices', 'spec.ports', [
            { name: 'http', port: 9080 },
            { name: 'grpc', port: 9081 },
            { name: 'http-metrics', port: 9090 },
          ]),
        ],
      },
    ],
    noPort: [
      { what: 'an empty list', edits: [ports()] },
      { what: 'no list', edits: [remove('east', 'Service ratings', 'spec.ports')] },
      { what: 'matched by two rules: one finding', edits: TWICE },
      {
        what: 'a Service that members of two meshes share: one finding',
        edits: [
          ...NORTH,
          set('east', 'ServiceMeshMemberRoll default', 'spec.members', ['stock', 'attic']),
          set('east', 'ExportedServiceSet west-mesh', 'spec.exportRules.2', {
            type: 'NameSelector',
            nameSelector: { namespace: 'attic', name: 'archive' },
          }),
          set('east', 'Service archive', 'spec.ports', []),
        ],
      },
    ],
    unnamedPort: [
      { what: 'no name', edits: [port({})] },
      { what: 'an empty name', edits: [port({ name: '' })] },
    ],
    nameWithoutProtocol: [
      { what: 'a name of another kind', edits: [port({ name: 'web' })] },
      { what: 'a protocol without a dash after it', edits: [port({ name: 'httpx' })] },
      { what: 'the protocol at the end', edits: [port({ name: 'web-http' })] },
    ],
  },
  nearMisses: [
    {
      what: 'a Service that is not exported',
      edits: [set('east', 'ExportedServiceSet west-mesh', 'spec.exportRules[0].nameSelector.name', 'orders'), ports()],
    },
    {
      what: 'the manifests lack the Service',
      edits: [remove('east', 'Service ratings')],
    },
    { what: 'appProtocol', edits: [port({ name: 'web', appProtocol: 'http' })] },
    { what: 'appProtocol without a name', edits: [port({ appProtocol: 'HTTP' })] },
    { what: 'a protocol and a dash', edits: [port({ name: 'http-web' })] },
    { what: 'capitals', edits: [port({ name: 'HTTP2' })] },
    { what: 'plain TCP', edits: [port({ name: 'tcp' })] },
    { what: 'grpc-web', edits: [port({ name: 'grpc-web' })] },
    { what: 'more after grpc-web', edits: [port({ name: 'grpc-web-ui' })] },
    ...['grpc', 'https', 'mongo', 'mysql', 'redis', 'tls', 'udp'].map((name) => ({
      what: `the protocol ${name}`,
      edits: [port({ name })],
    })),
  ],
};
