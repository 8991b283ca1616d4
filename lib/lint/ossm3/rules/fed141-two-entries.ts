import { isDeepStrictEqual } from 'node:util';
import type { MeshEntry } from '../../../observed/ossm3/model';
import { add } from '../../examples/edit';
import { findingMaker } from '../../findings';
import type { Rule } from '../../rule';
import { ossm3Example } from '../support/example';
import { ENTRIES } from '../support/sources';

const FINDINGS = {
  sameHost: {
    severity: 'warning',
    message:
      'two ServiceEntries have the host "{host}" in the sight of one namespace, with different ports or selectors',
    effect: 'one of them wins, and the endpoints of the other are lost',
    fix: 'use one ServiceEntry with the endpoints of both, or restrict exportTo of both',
    related: ['the other ServiceEntry'],
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED141: a host has one ServiceEntry in the sight of a namespace. */
export const twoEntries: Rule = {
  id: 'FED141',
  generations: ['ossm3'],
  title: 'a host has one ServiceEntry in the sight of each namespace',
  cause: 'An import was added for a host that another import, or a ServiceEntry of a namespace, has already.',
  fix: 'Put all endpoints of a host behind one ServiceEntry.',
  sources: [ENTRIES, 'istio/istio pilot/pkg/model/sidecar.go (which services of one host are merged)'],
  findings: FINDINGS,
  example: ossm3Example([
    add(
      'west',
      `apiVersion: networking.istio.io/v1beta1
kind: ServiceEntry
metadata: { name: archive, namespace: shop }
spec:
  hosts: [archive.attic.svc.north-mesh-imports.local]
  location: MESH_INTERNAL
  resolution: STATIC
  ports: [{ number: 9080, name: http, protocol: HTTP }]
  workloadSelector: { labels: { app: page } }`,
    ),
  ]),
  check: ({ ossm3 }, report) => {
    for (const { entriesByHost } of ossm3.meshes) {
      for (const [host, entries] of entriesByHost) {
        for (const [i, entry] of entries.entries()) {
          const other = entries.slice(0, i).find((one) => areInOneSight(one, entry) && !doMerge(one, entry));
          if (other === undefined) continue;
          const place = {
            object: entry.object,
            path: ['spec', 'hosts', entry.hosts.indexOf(host)],
            related: [{ object: other.object }],
          };
          report(finding('sameHost', place, { host }));
        }
      }
    }
  },
};

/** Whether some namespace sees both. */
function areInOneSight(one: MeshEntry, other: MeshEntry): boolean {
  const [a, b] = [namespacesOf(one), namespacesOf(other)];
  return a === undefined || b === undefined || a.some((namespace) => b.includes(namespace));
}

/** The namespaces that see a ServiceEntry; undefined where all do. */
function namespacesOf({ exportTo, namespace }: MeshEntry): readonly string[] | undefined {
  if (exportTo === undefined || exportTo.includes('*')) return undefined;
  return exportTo.map((one) => (one === '.' ? namespace : one));
}

function doMerge(one: MeshEntry, other: MeshEntry): boolean {
  const numbers = ({ ports }: MeshEntry) => ports.map(({ number }) => number);
  return isDeepStrictEqual(numbers(one), numbers(other)) && isDeepStrictEqual(one.selector, other.selector);
}
