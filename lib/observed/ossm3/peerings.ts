import { groupBy } from '../../values';
import { listAt, textAt } from '../fields';
import { fitsHost, hostOfService, isWildcard, trustDomainOf } from './hosts';
import type { IstioMesh, MeshImport, MeshPeering } from './model';

/** What all meshes say about themselves, by which other meshes are recognized. */
export interface KnownMeshes {
  /** The meshes by the addresses of their gateways. */
  readonly byAddress: ReadonlyMap<string, readonly IstioMesh[]>;
  /** The meshes by their own networks. */
  readonly byNetwork: ReadonlyMap<string, readonly IstioMesh[]>;
  /** The meshes by their names, which networks often have in theirs. */
  readonly byName: ReadonlyMap<string, readonly IstioMesh[]>;
  /** The meshes by trust domain. */
  readonly byTrustDomain: ReadonlyMap<string, readonly IstioMesh[]>;
  /** The meshes by the hosts that they expose by name or have a ServiceEntry for. */
  readonly byHost: ReadonlyMap<string, readonly IstioMesh[]>;
  /** The wildcards under which meshes expose hosts, without those that every mesh may have. */
  readonly wildcards: readonly { readonly host: string; readonly mesh: IstioMesh }[];
  /** The meshes that expose anything. */
  readonly exporters: readonly IstioMesh[];
}

/** Wildcards that say nothing about the mesh that exposes them. */
const COMMON_WILDCARDS = new Set(['*', '*.local', '*.svc.cluster.local']);

/** Collects what all meshes say about themselves. */
export function knownMeshes(meshes: readonly IstioMesh[]): KnownMeshes {
  const index = (keysOf: (mesh: IstioMesh) => Iterable<string>) => {
    const pairs = meshes.flatMap((mesh) => [...new Set(keysOf(mesh))].map((key) => ({ key, mesh })));
    const groups = [...groupBy(pairs, ({ key }) => key)];
    return new Map(groups.map(([key, group]) => [key, group.map(({ mesh }) => mesh)]));
  };
  const exposed = meshes.flatMap((mesh) => mesh.exposed);
  return {
    byAddress: index(ownAddresses),
    byNetwork: index(ownNetworks),
    byName: index(({ name }) => [name]),
    byTrustDomain: index(({ trustDomain }) => (trustDomain === undefined ? [] : [trustDomain])),
    byHost: index((mesh) => [...mesh.exposed.map(({ host }) => host), ...ownEntryHosts(mesh)]),
    wildcards: exposed.filter(({ host }) => isWildcard(host) && !COMMON_WILDCARDS.has(host)),
    exporters: meshes.filter((mesh) => mesh.exposed.length > 0),
  };
}

/** The hosts of ServiceEntries with endpoints in the mesh itself. */
function ownEntryHosts({ entries }: IstioMesh): readonly string[] {
  return entries.flatMap(({ hosts, endpoints }) => (endpoints.some(({ isRemote }) => isRemote) ? [] : hosts));
}

/** The networks of a mesh: its own, and those of its gateways. */
export function ownNetworks({ network, gateways }: IstioMesh): readonly string[] {
  const labelled = gateways.flatMap((gateway) => (gateway.isRemote ? [] : (gateway.network ?? [])));
  return [...(network === undefined ? [] : [network]), ...labelled];
}

/** The addresses by which the gateways of a mesh can be reached, as far as the manifests have them. */
export function ownAddresses({ cluster, gateways, services }: IstioMesh): readonly string[] {
  const own = gateways.filter(({ isRemote }) => !isRemote).map(({ object }) => object);
  // The Deployment and the Service of a Gateway have the name of its class at their end.
  const names = new Set(own.map(({ name, namespace = '' }) => hostOfService(`${name}-istio`, namespace)));
  const stated = own.flatMap(({ value }) =>
    listAt(value, ['status', 'addresses']).flatMap((one) => textAt(one, ['value']) ?? []),
  );
  const balanced = services
    .filter(({ host }) => names.has(host))
    .flatMap(({ object }) => listAt(object.value, ['status', 'loadBalancer', 'ingress']))
    .flatMap((one) => textAt(one, ['ip']) ?? textAt(one, ['hostname']) ?? []);
  return [...stated, ...balanced, ...[...names].map((name) => nameIn(cluster.name, name))];
}

/** The networks from which a mesh imports services, or to which it has remote gateways, each with its mesh. */
export function peeringsOf(mesh: IstioMesh, known: KnownMeshes): readonly MeshPeering[] {
  const remoteGateways = mesh.gateways.filter(({ isRemote }) => isRemote);
  const pairs = mesh.imports.flatMap((one) => networksOf(one).map((network) => ({ network, import: one })));
  const imports = groupBy(pairs, ({ network }) => network);
  const networks = new Set([...imports.keys(), ...remoteGateways.flatMap(({ network }) => network ?? [])]);
  const found = [...networks].sort().map((network): MeshPeering => {
    const gateways = remoteGateways.filter((gateway) => gateway.network === network);
    const peering = { mesh, network, gateways, imports: (imports.get(network) ?? []).map((pair) => pair.import) };
    return withRemote(peering, remoteOf(peering, known));
  });
  const taken = new Set(found.flatMap(({ remote }) => remote ?? []));
  const others = known.exporters.filter((other) => other !== mesh && !taken.has(other));
  return found.map((peering) =>
    peering.remote === undefined && isUnstated(peering) ? withRemote(peering, onlyOne(others)) : peering,
  );
}

function withRemote(peering: MeshPeering, remote: IstioMesh | undefined): MeshPeering {
  return remote === undefined ? peering : { ...peering, remote };
}

/** Whether nothing says which mesh a network is: an import from it states no identity. */
function isUnstated({ imports }: MeshPeering): boolean {
  return imports.some(({ identities }) => identities.length === 0);
}

/** The networks from which a service is imported; an endpoint without a network counts by its address. */
export function networksOf({ endpoints }: MeshImport): readonly string[] {
  return [...new Set(endpoints.flatMap(({ network, address }) => network ?? address ?? []))];
}

/** The mesh of another network: by an address, by the name of the network, or by hosts and identities. */
function remoteOf({ mesh, network, gateways, imports }: MeshPeering, known: KnownMeshes): IstioMesh | undefined {
  const addresses = [
    ...gateways.flatMap((gateway) => gateway.addresses.flatMap(({ value }) => value ?? [])),
    ...imports
      .flatMap(({ endpoints }) => endpoints)
      .flatMap((one) => (one.network === network ? (one.address ?? []) : [])),
    network,
  ];
  const others = (found: readonly IstioMesh[] = []) => found.filter((one) => one !== mesh);
  return (
    onlyOne(addresses.flatMap((address) => others(known.byAddress.get(addressKey(address, mesh))))) ??
    onlyOne(others(known.byNetwork.get(network))) ??
    onlyOne(others(known.byName.get(network.replace(/^network-|-network$/g, '')))) ??
    mostVotes(imports.flatMap((one) => others(votesOf(one, known))))
  );
}

/** The name of a Service is known only in its cluster. */
function nameIn(cluster: string, name: string): string {
  return `${cluster}/${name}`;
}

/** An address as it is compared: the name of a Service together with its cluster. */
export function addressKey(address: string, { cluster }: Pick<IstioMesh, 'cluster'>): string {
  const name = address.replace(/\.svc$/, '.svc.cluster.local');
  return name.endsWith('.svc.cluster.local') ? nameIn(cluster.name, name) : address;
}

function votesOf({ host, identities }: MeshImport, known: KnownMeshes): readonly IstioMesh[] {
  const byWildcard = known.wildcards.flatMap(({ host: pattern, mesh }) => (fitsHost(pattern, host) ? mesh : []));
  const domains = new Set(identities.flatMap((identity) => trustDomainOf(identity) ?? []));
  const byIdentity = [...domains].flatMap((domain) => known.byTrustDomain.get(domain) ?? []);
  return [...new Set([...(known.byHost.get(host) ?? []), ...byWildcard]), ...byIdentity];
}

function onlyOne(meshes: readonly IstioMesh[]): IstioMesh | undefined {
  const [first, ...others] = new Set(meshes);
  return others.length === 0 ? first : undefined;
}

function mostVotes(votes: readonly IstioMesh[]): IstioMesh | undefined {
  const counts = [...new Set(votes)].map((mesh) => ({ mesh, count: votes.filter((one) => one === mesh).length }));
  const most = Math.max(0, ...counts.map(({ count }) => count));
  return onlyOne(counts.flatMap(({ mesh, count }) => (count === most ? mesh : [])));
}
