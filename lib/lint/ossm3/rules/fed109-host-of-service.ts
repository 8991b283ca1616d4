import { add } from '../../examples/edit';
import { findingMaker } from '../../findings';
import type { Rule } from '../../rule';
import { ossm3Example } from '../support/example';

const RELATED = ['the Service of this host'];

const FINDINGS = {
  entryIgnored: {
    severity: 'error',
    message: 'the ServiceEntry has the host "{host}" of a Service of this cluster',
    effect: 'istiod ignores the ServiceEntry for this host',
    fix: 'remove the host; a Service can be exposed by its own name without a ServiceEntry',
    related: RELATED,
  },
  importIgnored: {
    severity: 'error',
    message: 'the ServiceEntry imports "{host}", which is the host of a Service of this cluster',
    effect: 'istiod ignores the ServiceEntry, and all calls go to the local Service',
    fix: 'replace the ServiceEntry with a WorkloadEntry in the namespace of the Service that has the labels of its selector, and a DestinationRule with the identities of both sides',
    related: RELATED,
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED109: no ServiceEntry has the host of a Service. */
export const hostOfService: Rule = {
  id: 'FED109',
  generations: ['ossm3'],
  title: 'no ServiceEntry has the host of a Service of its cluster',
  cause: 'An import as local was written as a ServiceEntry although the cluster has a Service of that name.',
  fix: 'Use a WorkloadEntry that the Service selects instead.',
  sources: ['istio/istio pilot/pkg/model/sidecar.go (appendSidecarServices: Services of Kubernetes come first)'],
  findings: FINDINGS,
  example: ossm3Example([
    add(
      'north',
      `apiVersion: networking.istio.io/v1beta1
kind: ServiceEntry
metadata: { name: archive-local, namespace: attic }
spec:
  hosts: [archive.attic.svc.cluster.local]
  location: MESH_INTERNAL
  resolution: STATIC
  ports: [{ number: 9080, name: http, protocol: HTTP }]
  workloadSelector: { labels: { app: archive } }`,
    ),
  ]),
  check: ({ ossm3 }, report) => {
    for (const { entries, servicesByHost } of ossm3.meshes) {
      for (const { object, hosts, endpoints } of entries) {
        for (const [i, host] of hosts.entries()) {
          const service = servicesByHost.get(host);
          if (service === undefined) continue;
          const name = endpoints.some(({ isRemote }) => isRemote) ? 'importIgnored' : 'entryIgnored';
          report(
            finding(name, { object, path: ['spec', 'hosts', i], related: [{ object: service.object }] }, { host }),
          );
        }
      }
    }
  },
};
