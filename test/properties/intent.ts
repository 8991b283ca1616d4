import { isDeepStrictEqual } from 'node:util';
import type { ImportProps, ShareProps, Topology } from '../../lib/topology/model';
import { exported, imported } from './oracle/simulate';
import { dig, docsOf, type File, fields, list, type Mesh, pairsOf, text, type World, worldOf } from './oracle/world';

/*
 * What a topology asks for must be there. The oracle knows whether manifests fit together; this knows, by the plainest
 * reading of the topology, that none of them is missing.
 */

/** All that a topology asks for and the rendered files do not have. */
export function unfulfilled(topology: Topology, files: readonly File[]): readonly string[] {
  const world = worldOf(files.flatMap(docsOf));
  return [
    ...differences('clusters', namesOf(topology.clusters), [
      ...new Set(files.map(({ path }) => path.split('/')[0] ?? '')),
    ]),
    ...differences(
      'meshes',
      namesOf(topology.meshes),
      world.meshes.map(({ name }) => name),
    ),
    ...differences(
      'pairs',
      statedPairs(topology),
      pairsOf(world).map(({ mesh, other }) => `${mesh.name} ${other.name}`),
    ),
    ...(topology.shares ?? []).flatMap((share, i) =>
      missingOfShare(share, world).map((what) => `shares[${i}]: ${what}`),
    ),
    ...missingRoutes(topology, world),
  ];
}

function differences(what: string, asked: readonly string[], there: readonly string[]): readonly string[] {
  // A cluster on which nothing runs has no files.
  const missing = what === 'clusters' ? [] : asked.filter((name) => !there.includes(name));
  const surplus = there.filter((name) => !asked.includes(name));
  return [...missing.map((name) => `${what} lack ${name}`), ...surplus.map((name) => `${what} have ${name}`)];
}

/** A name, or the names that a range stands for. */
function expand(name: string): readonly string[] {
  const [, before = '', first = '', last = '', after = ''] = /^(.*)\{(\d+)\.\.(\d+)\}(.*)$/.exec(name) ?? [];
  if (first === '') return [name];
  const count = Number(last) - Number(first) + 1;
  return Array.from(
    { length: count },
    (_, i) => before + String(Number(first) + i).padStart(first.length, '0') + after,
  );
}

function namesOf(section: object): readonly string[] {
  return Object.keys(section).flatMap(expand);
}

/** Both orders of every pair that the peerings state. */
function statedPairs({ peerings = [], meshes }: Topology): readonly string[] {
  const all = namesOf(meshes);
  const listed = (names: 'all' | readonly string[] = 'all') => (names === 'all' ? all : names.flatMap(expand));
  return peerings.flatMap(({ between, hub, spokes, fullMesh }) => {
    if (hub !== undefined) return bothOrders([hub], listed(spokes));
    const group = listed(between ?? fullMesh);
    return bothOrders(group, group);
  });
}

function bothOrders(some: readonly string[], others: readonly string[]): readonly string[] {
  return some.flatMap((a) => others.filter((b) => b !== a).flatMap((b) => [`${a} ${b}`, `${b} ${a}`]));
}

function missingOfShare(share: ShareProps, world: World): readonly string[] {
  const pairs = pairsOf(world).filter(({ mesh, other }) => isAmong(mesh, share.from) && isAmong(other, share.to));
  return pairs.flatMap(({ mesh, peer, other, back }) => {
    const problems = [
      ...(arrives(share, peer.exportRules, back.importRules) ? [] : ['does not arrive']),
      ...(isGuarded(share, mesh, peer.ingress) ? [] : ['has no policy']),
    ];
    return problems.map((problem) => `from ${mesh.name} to ${other.name} it ${problem}`);
  });
}

function isAmong({ name }: Mesh, meshes: string | readonly string[]): boolean {
  return meshes === 'all' || [meshes].flat().flatMap(expand).includes(name);
}

type Rules = Parameters<typeof exported>[0];

/** Whether the services that a share and its imports name in full land where the share says. */
function arrives(share: ShareProps, exportRules: Rules, importRules: Rules): boolean {
  const { importAs, importAsLocal = false } = share;
  const { imports = [{ ...(importAs && { importAs }), importAsLocal }] } = share;
  return imports.every((part) => partArrives(share, part, exportRules, importRules));
}

function partArrives(share: ShareProps, part: ImportProps, exportRules: Rules, importRules: Rules): boolean {
  const { selector, exportAs, domainSuffix } = share;
  const { importAs, importAsLocal = false, ...names } = part;
  const service = { ...names, ...share.service };
  if (service.name === undefined || service.namespace === undefined || selector !== undefined) return true;
  const { name, namespace } = service;
  const byName = exportRules.filter(({ type }) => type === 'NameSelector');
  const offer = exported(byName, { name, namespace, labels: {} });
  const landing = offer && imported(importRules, offer, 'the-peer');
  const wanted = { ...service, ...exportAs, ...importAs };
  const suffix = importAsLocal ? '<cluster domain>' : (domainSuffix ?? 'svc.the-peer-imports.local');
  return landing?.host === `${wanted.name}.${wanted.namespace}.${suffix}` && landing.local === importAsLocal;
}

/** Whether a policy for the pods behind a share admits the peer's gateway, if the share asks for one. */
function isGuarded(share: ShareProps, mesh: Mesh, ingress: string): boolean {
  const { authorize, service, selector } = share;
  if (authorize === undefined || authorize === false) return true;
  const stated = authorize === true ? undefined : authorize.workload;
  const workload = stated ?? (service?.name === undefined ? (selector?.matchLabels ?? {}) : { app: service.name });
  const gateway = `${mesh.trustDomain}/ns/${mesh.namespace}/sa/${ingress}-service-account`;
  return mesh.docs.some(({ kind, namespace, body }) => {
    if (kind !== 'AuthorizationPolicy' || namespace !== service?.namespace) return false;
    const pods = fields(dig(body, 'spec', 'selector', 'matchLabels'));
    return isDeepStrictEqual(pods, workload) && JSON.stringify(dig(body, 'spec', 'rules')).includes(`"${gateway}"`);
  });
}

/** Every statement that is in force has its route, its rule, or both. */
function missingRoutes({ traffic = [] }: Topology, { meshes }: World): readonly string[] {
  return traffic.flatMap((entry, i) => {
    const { mesh: name, service, active, split, mirror, routes, override, subsets, failover } = entry;
    if (active === false) return [];
    const docs = meshes.find((mesh) => mesh.name === name)?.docs ?? [];
    const own = docs.filter(({ stage, namespace }) => stage === '50-traffic' && namespace === service.namespace);
    const host = `${service.name}.${service.namespace}.svc.`;
    const hasRoute = own.some(({ body }) => list(dig(body, 'spec', 'hosts')).some((one) => text(one).startsWith(host)));
    const hasRule = own.some(({ body }) => text(dig(body, 'spec', 'host')).startsWith(host));
    const wantsRoute = [split, mirror, routes, override].some((part) => part !== undefined);
    const wantsRule = failover !== undefined || Object.keys(subsets ?? {}).length > 0;
    return [
      ...(wantsRoute === hasRoute ? [] : [`traffic[${i}] has ${hasRoute ? 'a' : 'no'} VirtualService`]),
      ...(hasRule || !wantsRule ? [] : [`traffic[${i}] has no DestinationRule`]),
    ];
  });
}
