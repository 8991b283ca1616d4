import type { Path } from '../../issues/issue';
import type { ObservedImport, ObservedMesh } from '../../observed/model';
import { add, remove } from '../examples/edit';
import { type FindingPlace, findingMaker } from '../findings';
import type { Rule } from '../rule';
import { failoverPolicy, keepsLocal, regionOf } from './support/failover';
import { loopsOf } from './support/loops';
import { type Traffic, trafficOf } from './support/traffic';

const FINDINGS = {
  loop: {
    severity: 'error',
    message:
      'the meshes "{mesh}" and "{otherMesh}" import "{service}" and "{otherService}" as local from each other, without locality failover in {lacking}',
    effect: 'a request can go back and forth between the two meshes until it times out',
    fix: 'remove importAsLocal from one of the two rules, or configure locality failover in {lacking}: spec.locality.region of the ImportedServiceSet, and a DestinationRule for the service with outlierDetection and localityLbSetting',
    related: ['the import in the other direction'],
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED030: two meshes that import a service as local from each other keep requests local. */
export const loops: Rule = {
  id: 'FED030',
  generations: ['ossm2'],
  title: 'two meshes import a service as local from each other only if both configure locality failover',
  cause:
    'A service that is imported as local gets the endpoints of the peer in addition to the local ones. The export of such a service includes all of them, also those that lead back to the importing mesh.',
  fix: 'Remove importAsLocal in one direction, or configure a locality and a DestinationRule with outlierDetection and localityLbSetting in both meshes.',
  sources: [
    'docs/federation.md, Import as local',
    'OpenShift Service Mesh 2 documentation, Configuring a federated mesh for failover',
    'Istio documentation, Locality Load Balancing',
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
    outlierDetection: { consecutive5xxErrors: 3, interval: 10s, baseEjectionTime: 1m }
    tls:
      mode: ISTIO_MUTUAL
      subjectAltNames:
        - spiffe://east-mesh.local/ns/stock/sa/prices
        - spiffe://east-mesh.local/ns/east-mesh/sa/west-mesh-egress-service-account`,
      ),
    ],
    fault: [remove('east', 'DestinationRule prices', 'spec.trafficPolicy.outlierDetection')],
  },
  check: (fleet, report) => {
    const loops = loopsOf(fleet);
    const clusters = new Set(loops.map(({ there }) => there.peer.cluster));
    const traffic = new Map([...clusters].flatMap(trafficOf).map((one) => [one.mesh, one]));
    for (const { there, back } of loops) {
      const lacking = [there, back].filter((one) => !failsOver(one, traffic));
      // Each loop is found from both sides.
      if (lacking.length === 0 || keyOf(there) > keyOf(back)) continue;
      report(
        finding(
          'loop',
          { ...placeOf(there), related: [placeOf(back)] },
          {
            mesh: meshName(there),
            otherMesh: meshName(back),
            service: serviceName(there),
            otherService: serviceName(back),
            lacking: lacking.map((one) => `"${meshName(one)}"`).join(' and '),
          },
        ),
      );
    }
  },
};

/** What sorts the two imports of a loop. */
function keyOf({ peer: { cluster, namespace, name } }: ObservedImport): string {
  return JSON.stringify([cluster.name, namespace, name]);
}

/** Whether requests stay in the mesh as long as a local endpoint is healthy. */
function failsOver({ peer, host }: ObservedImport, traffic: ReadonlyMap<ObservedMesh | undefined, Traffic>): boolean {
  if (regionOf(peer) === undefined) return false;
  const rules = traffic.get(peer.mesh)?.rulesFor(host) ?? [];
  return rules.map(failoverPolicy).some(keepsLocal);
}

function meshName({ peer }: ObservedImport): string {
  return peer.mesh?.name ?? '';
}

function serviceName({ name, namespace }: ObservedImport): string {
  return `${name}.${namespace}`;
}

/** The field that imports a service as local. */
function placeOf({ peer, rule }: ObservedImport): FindingPlace & { readonly path: Path } {
  const { object, path } = peer.imports ?? { object: peer.object, path: [] };
  return { object, path: [...path, rule, 'importAsLocal'] };
}
