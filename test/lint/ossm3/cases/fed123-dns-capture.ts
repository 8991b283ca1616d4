import { add, remove, set } from '../../../../lib/lint/examples/edit';
import type { RuleCases } from '../../cases/case';

const NONE = remove(
  'west',
  'Istio west-mesh',
  'spec.values.meshConfig.defaultConfig.proxyMetadata.ISTIO_META_DNS_CAPTURE',
);

/** FED123: imported hosts that callers cannot resolve. */
export const cases: RuleCases = {
  rule: 'FED123',
  findings: {
    notCaptured: [
      {
        what: 'it is off',
        edits: [
          set(
            'west',
            'Istio west-mesh',
            'spec.values.meshConfig.defaultConfig.proxyMetadata.ISTIO_META_DNS_CAPTURE',
            'false',
          ),
        ],
      },
    ],
  },
  nearMisses: [
    {
      what: 'only local hosts',
      edits: [
        NONE,
        remove('west', 'ServiceEntry ratings-stock-east-mesh'),
        remove('west', 'ServiceEntry archive-attic-north-mesh'),
      ],
    },
    {
      what: 'hosts of a public zone',
      edits: [
        NONE,
        set('west', 'ServiceEntry ratings-stock-east-mesh', 'spec.hosts', ['ratings.example.org']),
        set('west', 'ServiceEntry archive-attic-north-mesh', 'spec.hosts', ['archive.example.org']),
      ],
    },
    {
      what: 'a mesh without imports',
      edits: [
        remove('east', 'Istio east-mesh', 'spec.values.meshConfig.defaultConfig.proxyMetadata.ISTIO_META_DNS_CAPTURE'),
      ],
    },
    { what: 'more objects', edits: [add('west', '{ apiVersion: v1, kind: Namespace, metadata: { name: other } }')] },
  ],
};
