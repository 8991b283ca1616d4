import { add, remove, set } from '../../../../lib/lint/examples/edit';
import type { RuleCases } from '../../cases/case';

const entry = (spec: object) => set('west', 'WorkloadEntry archive-attic-north-mesh', 'spec', spec);

/** FED135: endpoints with the address of a gateway. */
export const cases: RuleCases = {
  rule: 'FED135',
  findings: {
    noPortMap: [
      { what: 'the address of a remote Gateway without its network', edits: [entry({ address: '203.0.113.7' })] },
      {
        what: 'an inline endpoint',
        edits: [
          remove('west', 'ServiceEntry archive-attic-north-mesh', 'spec.workloadSelector'),
          remove('west', 'WorkloadEntry archive-attic-north-mesh'),
          set('west', 'ServiceEntry archive-attic-north-mesh', 'spec.endpoints', [
            { address: '203.0.113.9', network: 'attic', labels: { 'security.istio.io/tlsMode': 'istio' } },
          ]),
        ],
      },
    ],
  },
  nearMisses: [
    { what: 'a port map', edits: [entry({ network: 'attic', address: '203.0.113.9', ports: { http: 15443 } })] },
    { what: 'a network with a gateway', edits: [entry({ network: 'north-mesh-network', address: '203.0.113.9' })] },
    {
      what: 'the port of the service is that of the gateway',
      edits: [
        entry({ network: 'attic', address: '203.0.113.9' }),
        set('west', 'ServiceEntry archive-attic-north-mesh', 'spec.ports[0].number', 15443),
      ],
    },
    { what: 'a machine of the own network', edits: [entry({ address: '10.0.0.9' })] },
    {
      what: 'a WorkloadEntry of no ServiceEntry',
      edits: [
        add(
          'west',
          '{ apiVersion: networking.istio.io/v1, kind: WorkloadEntry, metadata: { name: vm, namespace: shop }, spec: { address: 203.0.113.7 } }',
        ),
      ],
    },
  ],
};
