import type { Path } from '../../issues/issue';
import type { ObservedCluster, ObservedImport } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { add, remove } from '../examples/edit';
import type { Rule } from '../rule';
import { failoverPolicy, keepsLocal, regionOf } from './support/failover';
import { loopsOf } from './support/loops';
import { type Traffic, trafficOf } from './support/traffic';

/** FED030: no two meshes hand a request back and forth. */
export const loops: Rule = {
  id: 'FED030',
  severity: 'error',
  title: 'two meshes import a service as local from each other only where both fail over by locality',
  cause:
    'An import as local joins the local service, and what is exported is the joined one: also the endpoints that lead back to the importer.',
  effect: 'a request may go round between the two meshes until it times out',
  fix: 'Drop importAsLocal in one direction, or add a locality and a DestinationRule with outlierDetection and localityLbSetting in both meshes.',
  source: 'fact sheet 2.6',
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
      report(finding(there, back));
    }
  },
};

/** The traffic of clusters, indexed where it is asked for. */
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

/** Whether requests stay at home as long as a local endpoint is well. */
function failsOver(imported: ObservedImport, traffic: TrafficOfClusters): boolean {
  if (regionOf(imported.peer) === undefined) return false;
  const rules = traffic.of(imported)?.rulesFor(imported.host) ?? [];
  return rules.map(failoverPolicy).some(keepsLocal);
}

function finding(there: ObservedImport, back: ObservedImport): Finding {
  const [own, other] = [there.peer.mesh?.name, back.peer.mesh?.name];
  return {
    ...place(there),
    message: `the meshes "${own}" and "${other}" import "${there.name}.${there.namespace}" and "${back.name}.${back.namespace}" as local from each other`,
    fix: 'remove importAsLocal in one of the two, or fail over by locality in both',
    related: [{ ...place(back), text: 'the import in the other direction' }],
  };
}

function place({ peer, rule }: ObservedImport): { readonly object: Finding['object']; readonly path: Path } {
  const { imports, object } = peer;
  return { object: imports?.object ?? object, path: [...(imports?.path ?? []), rule, 'importAsLocal'] };
}
