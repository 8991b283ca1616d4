import { add, remove, set } from '../../../../lib/lint/examples/edit';
import type { RuleCases } from '../../cases/case';

const peer = (mode: string, more = '', namespace = 'attic', name = 'default') =>
  add(
    'north',
    `{ apiVersion: security.istio.io/v1beta1, kind: PeerAuthentication, metadata: { name: ${name}, namespace: ${namespace} }, spec: { mtls: { mode: ${mode} }${more} } }`,
  );
const SELECTOR = ', selector: { matchLabels: { app: archive } }';
const rule = (mode: string, host = 'archive.attic.svc.north-mesh-imports.local') =>
  add(
    'north',
    `{ apiVersion: networking.istio.io/v1beta1, kind: DestinationRule, metadata: { name: archive, namespace: attic }, spec: { host: ${host}, trafficPolicy: { tls: { mode: ${mode} } } } }`,
  );

/** FED138: exported services without mutual TLS. */
export const cases: RuleCases = {
  rule: 'FED138',
  findings: {
    disabledByPeerAuthentication: [
      { what: 'for the pods alone', edits: [peer('DISABLE', SELECTOR), peer('STRICT', '', 'attic', 'strict')] },
      { what: 'for the whole mesh', edits: [peer('DISABLE', '', 'north-mesh')] },
    ],
    disabledByRule: [
      { what: 'no TLS', edits: [rule('DISABLE')] },
      { what: 'TLS of its own', edits: [rule('SIMPLE')] },
    ],
    dnsEndpoint: [
      {
        what: 'a website',
        edits: [
          remove('north', 'ServiceEntry archive-export', 'spec.workloadSelector'),
          set('north', 'ServiceEntry archive-export', 'spec.resolution', 'DNS'),
          set('north', 'ServiceEntry archive-export', 'spec.endpoints', [{ address: 'archive.example.org' }]),
        ],
      },
    ],
  },
  nearMisses: [
    { what: 'strict', edits: [peer('STRICT')] },
    {
      what: 'permissive for the namespace, disabled for the mesh',
      edits: [peer('PERMISSIVE'), peer('DISABLE', '', 'north-mesh', 'mesh')],
    },
    { what: 'other pods', edits: [peer('DISABLE', ', selector: { matchLabels: { app: other } }')] },
    { what: 'another namespace', edits: [peer('DISABLE', '', 'other')] },
    { what: 'mutual TLS of Istio', edits: [rule('ISTIO_MUTUAL')] },
    { what: 'another host', edits: [rule('DISABLE', 'www.example.org')] },
  ],
};
