import { set } from '../../examples/edit';
import { findingMaker } from '../../findings';
import type { Rule } from '../../rule';
import { ossm3Example } from '../support/example';
import { ENTRIES, GUIDE } from '../support/sources';

/** The label that tells clients to use mutual TLS of Istio. */
const TLS_MODE = 'security.istio.io/tlsMode';

const FINDINGS = {
  missingTlsMode: {
    severity: 'error',
    message: 'the endpoint in the network "{network}" lacks the label security.istio.io/tlsMode: istio',
    effect:
      'istiod drops the endpoint, because another network is reached by mutual TLS alone: calls get 503 "no healthy upstream"',
    fix: 'add the label security.istio.io/tlsMode: istio',
  },
  otherTlsMode: {
    severity: 'error',
    message: 'the endpoint in the network "{network}" has the label security.istio.io/tlsMode: {mode}',
    effect:
      'istiod drops the endpoint, because another network is reached by mutual TLS alone: calls get 503 "no healthy upstream"',
    fix: 'write "istio"',
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED112: endpoints in other networks use mutual TLS. */
export const tlsMode: Rule = {
  id: 'FED112',
  generations: ['ossm3'],
  title: 'each endpoint in another network has the label for mutual TLS',
  cause: 'The sidecar injector sets the label on pods; a WorkloadEntry does not get it by itself.',
  fix: 'Add the label security.istio.io/tlsMode: istio to the WorkloadEntry.',
  sources: [GUIDE, ENTRIES, 'istio/istio pilot/pkg/xds/endpoints/ep_filters.go (endpoints without mutual TLS)'],
  findings: FINDINGS,
  example: ossm3Example([
    set('west', 'WorkloadEntry archive-attic-north-mesh', 'metadata.labels', {
      'ossm-fed.dev/import': 'archive-attic-north-mesh',
    }),
  ]),
  check: ({ ossm3 }, report) => {
    const endpoints = ossm3.meshes.flatMap(({ imports }) => imports.flatMap((one) => one.endpoints));
    for (const { object, path, labels, network, serviceAccount } of new Set(endpoints)) {
      const mode = labels[TLS_MODE];
      if (network === undefined || mode === 'istio' || (mode === undefined && serviceAccount !== undefined)) continue;
      if (mode === undefined) report(finding('missingTlsMode', { object, path }, { network }));
      else report(finding('otherTlsMode', { object, path }, { network, mode }));
    }
  },
};
