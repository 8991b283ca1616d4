import { VALUES } from '../../../observed/ossm3/meshes';
import { remove } from '../../examples/edit';
import { findingMaker } from '../../findings';
import type { Rule } from '../../rule';
import { ossm3Example } from '../support/example';

const FINDINGS = {
  notCaptured: {
    severity: 'warning',
    message: 'the mesh imports "{host}", and its proxies do not answer DNS queries',
    effect: 'callers cannot resolve the host; only routes of a VirtualService can lead to it',
    fix: 'add ISTIO_META_DNS_CAPTURE: "true" to proxyMetadata, and restart the workloads',
    related: ['an import with such a host'],
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED123: imported hosts can be resolved. */
export const dnsCapture: Rule = {
  id: 'FED123',
  generations: ['ossm3'],
  title: 'a mesh that imports hosts outside of the domain of its cluster has DNS capture',
  cause:
    'OpenShift Service Mesh 2 resolved imported hosts for callers; OpenShift Service Mesh 3 does it only with DNS capture.',
  fix: 'Set ISTIO_META_DNS_CAPTURE in meshConfig.defaultConfig.proxyMetadata to "true".',
  sources: [
    'Istio documentation, DNS Proxying',
    'openshift-docs modules/ossm-migrating-read-me-dns-capture-configuration.adoc',
  ],
  findings: FINDINGS,
  example: ossm3Example([
    remove('west', 'Istio west-mesh', 'spec.values.meshConfig.defaultConfig.proxyMetadata.ISTIO_META_DNS_CAPTURE'),
  ]),
  check: ({ ossm3 }, report) => {
    for (const { object, imports, proxyMetadata } of ossm3.meshes) {
      // Names of other zones may be public ones.
      const one = imports.find(({ host }) => host.endsWith('.local') && !host.endsWith('.cluster.local'));
      if (object === undefined || one === undefined || proxyMetadata.ISTIO_META_DNS_CAPTURE === 'true') continue;
      const path = [...VALUES, 'meshConfig', 'defaultConfig', 'proxyMetadata'];
      report(finding('notCaptured', { object, path, related: [one.place] }, { host: one.host }));
    }
  },
};
