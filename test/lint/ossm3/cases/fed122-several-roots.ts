import { add, remove, set } from '../../../../lib/lint/examples/edit';
import { ROOTS } from '../../../../lib/lint/ossm3/examples/roots';
import type { RuleCases } from '../../cases/case';

const AGENT = 'spec.values.meshConfig.defaultConfig.proxyMetadata.PROXY_CONFIG_XDS_AGENT';
const north = (path: string, value: unknown) => set('north', 'Istio north-mesh', path, value);
const entry = (value: unknown) => north('spec.values.meshConfig.caCertificates', [value]);
const NONE = remove('north', 'Istio north-mesh', AGENT);

/** FED122: switches for several root certificates. */
export const cases: RuleCases = {
  rule: 'FED122',
  findings: {
    missingAgentSetting: [{ what: 'it is off', edits: [north(AGENT, 'false')] }],
    missingMultiRoot: [
      { what: 'no environment', edits: [remove('north', 'Istio north-mesh', 'spec.values.pilot')] },
      { what: 'both are missing', edits: [NONE, remove('north', 'Istio north-mesh', 'spec.values.pilot.env')] },
    ],
  },
  nearMisses: [
    { what: 'a boolean, which is FED023', edits: [north(AGENT, true)] },
    { what: 'one root for all', edits: [NONE, entry({ trustDomains: ['west-mesh.local'] })] },
    {
      what: 'a SPIFFE bundle',
      edits: [NONE, entry({ spiffeBundleUrl: 'https://west.example.org', trustDomains: ['west-mesh.local'] })],
    },
    {
      what: 'the own root',
      edits: [
        NONE,
        add(
          'north',
          `{ apiVersion: v1, kind: ConfigMap, metadata: { name: istio-ca-root-cert, namespace: north-mesh }, data: { root-cert.pem: ${JSON.stringify(ROOTS.west)} } }`,
        ),
      ],
    },
    { what: 'no other roots', edits: [NONE, north('spec.values.meshConfig.caCertificates', undefined)] },
  ],
};
