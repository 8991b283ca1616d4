/**
 * What OpenShift Service Mesh 3 needs from running clusters: the root certificates of meshes, which their peers have in their
 * Istio resources, and the addresses of their east-west gateways, which peers have in remote gateways.
 */

import { addressKind } from '../facts/address/kind';
import { type FactKind, joinKinds } from '../facts/kind';
import type { Fact, ServiceSource } from '../facts/model';
import { PUBLISHED_ROOT } from '../facts/root/config-map';
import { rootKind } from '../facts/root/kind';
import { makeToken, parseToken } from '../facts/token';
import type { EastWestGateway, Ossm3Mesh, Ossm3Plan } from './model';
import { EAST_WEST_PORT, gatewayService } from './names';

/** The stage whose control planes and gateways have the values. */
const MESH_STAGE = '20-mesh';

/**
 * The kinds of facts, with their places. istiod refuses all roots of a mesh if one of them is no certificate (Istio,
 * `pilot/pkg/trustbundle`), and the CRD of gateways refuses a token as an address, so both have another form until then.
 */
export const OSSM3_FACT_KINDS: readonly FactKind[] = joinKinds([
  rootKind([
    {
      form: 'certificate',
      objectKind: 'Istio',
      path: ['spec', 'values', 'meshConfig', 'caCertificates'],
      key: 'pem',
      unknownKey: 'certSigners',
    },
  ]),
  addressKind({
    usualPorts: { service: EAST_WEST_PORT },
    places: [
      {
        form: 'address',
        objectKind: 'Gateway',
        path: ['spec', 'addresses'],
        port: { path: ['spec', 'listeners', 0, 'port'], name: 'service', usual: EAST_WEST_PORT },
      },
    ],
  }),
]);

/** The facts of all clusters, by cluster, mesh and kind, root certificates first: each value that a manifest has a token for. */
export function factsOf(plans: readonly Ossm3Plan[]): readonly Fact[] {
  const tokens = new Set(plans.flatMap(({ meshes }) => meshes.flatMap(tokensOf)));
  return [...plans]
    .sort((a, b) => (a.cluster < b.cluster ? -1 : 1))
    .flatMap((plan) => plan.meshes.flatMap((mesh) => factsOfMesh(plan, mesh)))
    .filter(({ token }) => tokens.has(token));
}

/** The tokens in the manifests of a mesh. */
function tokensOf({ istio, remotes }: Ossm3Mesh): readonly string[] {
  const texts = [...istio.roots.flatMap(({ pem }) => pem ?? []), ...remotes.flatMap(({ addresses }) => addresses)];
  return texts.filter((text) => parseToken(text) !== undefined);
}

function factsOfMesh({ cluster, context }: Ossm3Plan, mesh: Ossm3Mesh): readonly Fact[] {
  const where = { cluster, context, stage: MESH_STAGE };
  const root = { kind: 'root', mesh: mesh.name };
  const source = { type: 'ConfigMap', namespace: mesh.namespace, ...PUBLISHED_ROOT } as const;
  const { gateway } = mesh;
  return [
    { ...where, ...root, token: makeToken(root), source },
    ...(gateway === undefined ? [] : addressFact(where, mesh.name, gateway)),
  ];
}

function addressFact(
  where: Pick<Fact, 'cluster' | 'context' | 'stage'>,
  mesh: string,
  gateway: EastWestGateway,
): readonly Fact[] {
  const source = addressSource(gateway);
  if (source === undefined) return [];
  const subject = { kind: 'address', mesh, name: gateway.name };
  return [{ ...where, ...subject, token: makeToken(subject), source }];
}

/** The Service that has the address of a gateway; undefined where other clusters cannot reach it. */
export function addressSource({
  name,
  namespace,
  type,
}: Pick<EastWestGateway, 'name' | 'namespace' | 'type'>): ServiceSource | undefined {
  if (type === 'ClusterIP') return undefined;
  const ports = [{ name: 'service', number: EAST_WEST_PORT, portName: 'cross-network' }];
  return { type: 'Service', namespace, name: gatewayService(name), serviceType: type, ports };
}
