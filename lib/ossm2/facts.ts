/**
 * What OpenShift Service Mesh 2 needs from running clusters, and where its manifests have the values. Each mesh trusts the
 * root certificates of its peers, which it has as copies in ConfigMaps, and connects to the addresses of their ingress
 * gateways, which it has in ServiceMeshPeers.
 */

import { addressKind } from '../facts/address/kind';
import { type FactKind, joinKinds } from '../facts/kind';
import type { Fact, ServiceSource, SourcePort } from '../facts/model';
import { PUBLISHED_ROOT } from '../facts/root/config-map';
import { rootKind } from '../facts/root/kind';
import { makeToken, parseToken, type TokenSubject } from '../facts/token';
import { DISCOVERY_PORT, SERVICE_PORT } from './gateways';
import type { Ingress, MeshPlan, Ossm2Plan } from './model';
import { INCOMPLETE_ROOT_KEY, ROOT_KEY } from './names';

/** The stage whose control planes make the ConfigMap and the Services of gateways. */
const MESH_STAGE = '20-mesh';

/** What the lock calls the ports of gateways, with their numbers, which federation fixes. */
const PORTS = [
  { name: 'service', number: SERVICE_PORT },
  { name: 'discovery', number: DISCOVERY_PORT },
] as const;

/**
 * The kinds of facts, with their places: the ConfigMap that `spec.security.certificateChain` of a ServiceMeshPeer names
 * (maistra/api, `federation/v1/servicemeshpeer_types.go`), and `spec.remote` of that peer. istiod accepts a peer as soon as
 * that ConfigMap has its key, whatever the text and the addresses are (maistra/istio,
 * `pkg/servicemesh/federation/discovery/controller.go`), so the key is another one until everything is known.
 */
export const OSSM2_FACT_KINDS: readonly FactKind[] = joinKinds([
  rootKind([
    {
      form: 'block',
      objectKind: 'ConfigMap',
      path: ['data', ROOT_KEY],
      incomplete: {
        key: INCOMPLETE_ROOT_KEY,
        readerKind: 'ServiceMeshPeer',
        namePath: ['spec', 'security', 'certificateChain', 'name'],
      },
    },
  ]),
  addressKind({
    usualPorts: { discovery: DISCOVERY_PORT, service: SERVICE_PORT },
    places: [
      {
        form: 'list',
        objectKind: 'ServiceMeshPeer',
        path: ['spec', 'remote', 'addresses'],
        ports: [
          { field: 'discoveryPort', port: 'discovery' },
          { field: 'servicePort', port: 'service' },
        ],
      },
    ],
  }),
]);

/**
 * The facts of all clusters, by cluster, mesh and kind, root certificates first: each value that a manifest has a token
 * for. What the topology states, and what follows from names as the address of a ClusterIP does, is not a fact.
 */
export function factsOf(plans: readonly Ossm2Plan[]): readonly Fact[] {
  const tokens = new Set(plans.flatMap(({ meshes }) => meshes.flatMap(tokensOf)).map(makeToken));
  return [...plans]
    .sort((a, b) => (a.cluster < b.cluster ? -1 : 1))
    .flatMap((plan) => [...plan.meshes].sort(byName).flatMap((mesh) => factsOfMesh(plan, mesh)))
    .filter(({ token }) => tokens.has(token));
}

/** What the manifests of a mesh have tokens for. */
function tokensOf({ peers }: MeshPlan): readonly TokenSubject[] {
  return peers.flatMap(({ rootCertificate, remote }) =>
    [rootCertificate.pem, ...remote.addresses].flatMap((text) => parseToken(text) ?? []),
  );
}

/** All facts that a mesh has. */
function factsOfMesh({ cluster, context }: Ossm2Plan, { name: mesh, namespace, peers }: MeshPlan): readonly Fact[] {
  const where = { cluster, context, stage: MESH_STAGE };
  const root = { kind: 'root', mesh };
  const source = { type: 'ConfigMap', namespace, ...PUBLISHED_ROOT } as const;
  const ingresses = new Map(peers.map(({ ingress }) => [ingress.name, ingress]));
  return [
    { ...where, ...root, token: makeToken(root), source },
    ...[...ingresses.values()].sort(byName).flatMap((ingress): readonly Fact[] => {
      const service = ingressSource(namespace, ingress);
      if (service === undefined) return [];
      const subject = { kind: 'address', mesh, name: ingress.name };
      return [{ ...where, ...subject, token: makeToken(subject), source: service }];
    }),
  ];
}

/** Where the address of an ingress gateway is read; undefined for a ClusterIP, whose address follows from its name. */
export function ingressSource(namespace: string, ingress: Ingress): ServiceSource | undefined {
  const { name, type: serviceType } = ingress;
  if (serviceType === 'ClusterIP') return undefined;
  return { type: 'Service', namespace, name, serviceType, ports: sourcePorts(ingress) };
}

function sourcePorts({ ports }: Ingress): readonly SourcePort[] {
  return PORTS.map(({ name, number }) => ({
    name,
    number,
    portName: ports.find(({ port }) => port === number)?.name ?? '',
  }));
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}
