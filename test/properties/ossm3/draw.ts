import fc from 'fast-check';
import type { MeshProps, PeeringProps, ShareProps, Topology } from '../../../lib/topology/model';

const MESHES = ['west', 'east', 'north', 'south'] as const;
const VERSIONS = ['v3.0', 'v3.1', 'v3.2', 'v3.3', 'v3.4'] as const;

/** Services that each bookinfo has. */
const SERVICES = ['details', 'ratings', 'reviews', 'productpage'] as const;

type MeshName = (typeof MESHES)[number];

const mesh = (name: MeshName) =>
  fc
    .record({
      cluster: fc.constantFrom(...MESHES, 'west', name, name),
      version: fc.constantFrom(...VERSIONS),
      namespace: fc.option(fc.constant(`${name}-system`), { nil: undefined }),
      controlPlane: fc.option(fc.constant(`${name}-plane`), { nil: undefined }),
      trustDomain: fc.option(fc.constant(`${name}.example.org`), { nil: undefined }),
      istio: fc.option(
        fc.record(
          {
            network: fc.constant(`net-${name}`),
            eastWest: fc.record({ namespace: fc.constant(`${name}-gateways`), name: fc.constant('gate') }),
          },
          { requiredKeys: [] },
        ),
        { nil: undefined },
      ),
      ingress: fc.option(
        fc.record(
          {
            type: fc.constantFrom('LoadBalancer' as const, 'NodePort' as const),
            addresses: fc.constantFrom([`${name}.example.com`], ['192.0.2.1', '192.0.2.2'], ['2001:db8::1']),
            ports: fc.constant({ service: 443 }),
          },
          { requiredKeys: [] },
        ),
        { nil: undefined },
      ),
      commonRoot: fc.option(fc.constant('one'), { nil: undefined }),
      mtls: fc.option(fc.boolean(), { nil: undefined }),
      apps: fc.uniqueArray(fc.constantFrom('shop', `${name}-app`), { minLength: 1 }),
    })
    .map(({ apps, ...props }) => ({ ...props, workloads: apps.map((namespace) => ({ bookinfo: { namespace } })) }));

const peering: fc.Arbitrary<readonly PeeringProps[]> = fc.oneof(
  fc.constant([{ fullMesh: 'all' as const }]),
  fc.constantFrom(...MESHES).map((hub) => [{ hub }]),
  fc.constantFrom('partner', 'other').map((peerName) => [{ hub: 'west', sides: { west: {}, east: { peerName } } }]),
);

const share: fc.Arbitrary<ShareProps> = fc
  .record(
    {
      from: fc.constantFrom(...MESHES),
      to: fc.oneof(fc.constant('all'), fc.constantFrom(...MESHES)),
      name: fc.constantFrom(...SERVICES, undefined),
      namespace: fc.constantFrom('shop', 'west-app', 'east-app', undefined),
      selector: fc.constantFrom({ matchLabels: { app: 'details' } }, undefined, undefined),
      importAs: fc.constantFrom({ namespace: 'shop' }, { name: 'renamed' }, undefined, undefined),
      exportAs: fc.constantFrom({ namespace: 'offered' }, undefined, undefined),
      importAsLocal: fc.constantFrom(true, false, undefined),
      domainSuffix: fc.constantFrom('far.example', undefined, undefined),
      authorize: fc.constantFrom(true, undefined),
      clients: fc.constantFrom(['shop'], undefined),
    },
    { requiredKeys: ['from', 'to'] },
  )
  .map(({ name, namespace, ...rest }) => {
    const service = { ...(name !== undefined && { name }), ...(namespace !== undefined && { namespace }) };
    const kept = Object.entries(rest).filter(([, value]) => value !== undefined);
    return { ...(Object.fromEntries(kept) as unknown as ShareProps), service };
  });

/** Topologies of OpenShift Service Mesh 3, valid and invalid. */
export const ossm3Topology: fc.Arbitrary<Topology> = fc
  .record({
    meshes: fc.tuple(...MESHES.map(mesh)),
    count: fc.integer({ min: 2, max: MESHES.length }),
    peerings: peering,
    shares: fc.array(share, { minLength: 1, maxLength: 4 }),
  })
  .map(({ meshes, count, peerings, shares }) => {
    const used = meshes.slice(0, count).map((props, i) => [MESHES[i], withoutUndefined(props) as MeshProps] as const);
    const names = new Set<string>(used.map(([name]) => name ?? ''));
    const own = used.map(([name, props]) => [
      name,
      { ...props, cluster: names.has(props.cluster ?? '') ? props.cluster : name },
    ]);
    return {
      clusters: Object.fromEntries([...names].map((name) => [name, { locality: { region: `${name}-1` } }])),
      meshes: Object.fromEntries(own) as Topology['meshes'],
      peerings,
      shares: shares.filter(
        ({ from, to }) => names.has(`${from}`) && (to === 'all' || names.has(`${to}`)) && from !== to,
      ),
    };
  });

function withoutUndefined(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined));
}
