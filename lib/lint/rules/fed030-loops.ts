import type { ObservedCluster, ObservedImport } from '../../observed/model';
import type { Finding, Subject } from '../diagnostic';
import { add, remove } from '../examples/edit';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';
import { failoverPolicy, keepsLocal, regionOf } from './support/failover';
import { loopsOf } from './support/loops';
import { type Traffic, trafficOf } from './support/traffic';

const FINDINGS = {
  importLoop: {
    severity: 'error',
    message: 'the meshes "{mesh}" and "{other}" import "{there}" and "{back}" as local from each other',
    effect: 'a request may go back and forth between the two meshes until it times out',
    fix: 'remove importAsLocal in one of the two, or configure failover by locality in both',
    related: ['the import in the other direction'],
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED030: no two meshes send a request back and forth. */
export const loops: Rule = {
  id: 'FED030',
  generations: ['ossm2'],
  title: 'two meshes import a service as local from each other only where both fail over by locality',
  cause:
    'An import as local joins the local service, and what is exported is the joined one, with the endpoints that lead back to the importer.',
  fix: 'Drop importAsLocal in one direction, or add a locality and a DestinationRule with outlierDetection and localityLbSetting in both meshes.',
  sources: [
    'maistra/istio pkg/servicemesh/federation/server/routing.go (the ingress gateway routes by the local host)',
    'maistra/istio pilot/pkg/serviceregistry/federation (imports as local are merged with local services)',
  ],
  findings: FINDINGS,
  example: {
    given: [
      add(
        'west',
        `apiVersion: federation.maistra.io/v1
kind: ExportedServiceSet
metadata: { name: east-mesh, namespace: west-mesh }
spec: { exportRules: [{ type: NameSelector, nameSelector: { namespace: shop, name: prices } }] }`,
      ),
      add(
        'east',
        `apiVersion: federation.maistra.io/v1
kind: ImportedServiceSet
metadata: { name: west-mesh, namespace: east-mesh }
spec:
  locality: { region: eu-west-1 }
  importRules:
    - type: NameSelector
      importAsLocal: true
      nameSelector: { namespace: shop, name: prices, alias: { namespace: stock } }`,
      ),
      add(
        'east',
        `apiVersion: networking.istio.io/v1beta1
kind: DestinationRule
metadata: { name: prices, namespace: stock }
spec:
  host: prices.stock.svc.cluster.local
  trafficPolicy:
    loadBalancer:
      localityLbSetting: { enabled: true, failover: [{ from: westeurope, to: eu-west-1 }] }
    outlierDetection: { consecutive5xxErrors: 3, interval: 10s, baseEjectionTime: 1m }`,
      ),
    ],
    fault: [remove('east', 'DestinationRule prices')],
  },
  check: (fleet, report) => {
    const loops = loopsOf(fleet);
    const traffic = new TrafficOfClusters();
    for (const { there, back } of loops) {
      // Each loop is found from both sides.
      if (keyOf(there) > keyOf(back) || [there, back].every((one) => failsOver(one, traffic))) continue;
      report(toFinding(there, back));
    }
  },
};

/** The traffic of clusters; each cluster is indexed once, when it is first read. */
class TrafficOfClusters {
  private readonly clusters = new Map<ObservedCluster, ReadonlyMap<unknown, Traffic>>();

  of({ peer: { cluster, mesh } }: ObservedImport): Traffic | undefined {
    const known = this.clusters.get(cluster) ?? new Map(trafficOf(cluster).map((one) => [one.mesh, one]));
    this.clusters.set(cluster, known);
    return known.get(mesh);
  }
}

function keyOf({ peer: { cluster, namespace, name } }: ObservedImport): string {
  return JSON.stringify([cluster.name, namespace, name]);
}

/** Whether requests stay in the mesh as long as a local endpoint is healthy. */
function failsOver(imported: ObservedImport, traffic: TrafficOfClusters): boolean {
  if (regionOf(imported.peer) === undefined) return false;
  const rules = traffic.of(imported)?.rulesFor(imported.host) ?? [];
  return rules.map(failoverPolicy).some(keepsLocal);
}

function toFinding(there: ObservedImport, back: ObservedImport): Finding {
  return finding(
    'importLoop',
    { ...place(there), related: [place(back)] },
    { mesh: meshName(there), other: meshName(back), there: serviceName(there), back: serviceName(back) },
  );
}

function meshName({ peer: { mesh } }: ObservedImport): string {
  return mesh?.name ?? '';
}

function serviceName({ name, namespace }: ObservedImport): string {
  return `${name}.${namespace}`;
}

function place({ peer, rule }: ObservedImport): Subject {
  const { imports, object } = peer;
  return { object: imports?.object ?? object, path: [...(imports?.path ?? []), rule, 'importAsLocal'] };
}
