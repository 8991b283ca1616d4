import type { IstioMesh, MeshImport } from '../../../observed/ossm3/model';
import { groupBy } from '../../../values';
import type { Finding } from '../../diagnostic';
import { add, set } from '../../examples/edit';
import { findingMaker } from '../../findings';
import type { Rule } from '../../rule';
import { meshLabel } from '../../rules/support/words';
import { destinationsOf, type MeshDestination } from '../support/destinations';
import { ossm3Example } from '../support/example';
import { SNI } from '../support/sources';

const FINDINGS = {
  missingOnExporter: {
    severity: 'error',
    message: 'the subset "{subset}" of the imported host "{host}" has no DestinationRule in {mesh}',
    effect: 'the subset is part of the SNI, so the gateway of the other mesh has no route, and calls get 503',
    fix: 'add a DestinationRule with the same host and subset in the namespace of the service in the cluster "{cluster}"',
    related: ['the import'],
  },
  missingOnImporter: {
    severity: 'error',
    message: 'the subset "{subset}" of the imported host "{host}" has no DestinationRule in this mesh',
    effect: 'the route has no endpoints, and calls get 503',
    fix: 'add a DestinationRule with this host and subset, and the labels of the subset to the WorkloadEntry',
    related: ['the import'],
  },
} as const;

const finding = findingMaker(FINDINGS);

const HOST = 'ratings.stock.svc.east-mesh-imports.local';

/** FED119: a subset of an imported host is defined in both meshes. */
export const importedSubsets: Rule = {
  id: 'FED119',
  generations: ['ossm3'],
  title: 'a subset of an imported host has a DestinationRule in both meshes',
  cause:
    'A subset was defined where the route is; the gateway of the exporting mesh selects by SNI, which has the name of the subset.',
  fix: 'Define the subset in a DestinationRule with the host of the import on both sides.',
  sources: [SNI, 'Istio documentation, DestinationRule, Subset'],
  findings: FINDINGS,
  example: ossm3Example(
    [set('west', 'VirtualService ratings', 'spec.http[0].route[1].destination.subset', 'v2')],
    [
      add(
        'west',
        `{ apiVersion: networking.istio.io/v1beta1, kind: DestinationRule, metadata: { name: ratings-v2, namespace: shop },
          spec: { host: ${HOST}, subsets: [{ name: v2, labels: { version: v2 } }] } }`,
      ),
    ],
  ),
  check: ({ ossm3 }, report) => {
    for (const mesh of ossm3.meshes) {
      if (mesh.imports.length === 0) continue;
      const imports = groupBy(mesh.imports, ({ host }) => host);
      for (const destination of destinationsOf(mesh)) {
        for (const one of imports.get(destination.host) ?? []) {
          for (const found of checkSubset(destination, one)) report(found);
        }
      }
    }
  },
};

function checkSubset({ object, path, host, subset }: MeshDestination, one: MeshImport): readonly Finding[] {
  if (subset === undefined) return [];
  const place = { object, path: [...path, 'subset'], related: [one.place] };
  const has = ({ destinationRules }: IstioMesh) =>
    destinationRules.some((rule) => rule.host === host && rule.subsets.includes(subset));
  if (!has(one.mesh)) return [finding('missingOnImporter', place, { subset, host })];
  return one.exporters
    .filter((exporter) => !has(exporter))
    .map((exporter) =>
      finding('missingOnExporter', place, { subset, host, mesh: meshLabel(exporter), cluster: exporter.cluster.name }),
    );
}
