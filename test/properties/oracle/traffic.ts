import { landingsAt, sees } from './shares';
import { type Doc, dig, list, type Mesh, text, type World } from './world';

/** What must hold of every route: it leads somewhere, and adds up. */
export function checkTraffic(world: World): readonly string[] {
  return world.meshes.flatMap((mesh) => {
    const own = mesh.docs.filter(({ namespace }) => sees(mesh, namespace));
    const hosts = own.filter(({ stage }) => stage === '50-traffic').flatMap(hostsOf);
    const landings = new Set(landingsAt(mesh, world, hosts).map(({ host }) => host));
    return [
      ...hosts.flatMap((host) => checkHost(host, mesh, landings)),
      ...own.filter(({ kind }) => kind === 'VirtualService').flatMap((route) => checkRoute(route, own)),
      ...own.filter(({ kind }) => kind === 'DestinationRule').flatMap(checkRule),
      ...checkOneEach(own),
    ].map((problem) => `${mesh.name}: ${problem}`);
  });
}

/** Destinations of a route, with their weights. */
function routesOf({ body }: Doc): readonly unknown[] {
  return [...list(dig(body, 'spec', 'http')), ...list(dig(body, 'spec', 'tcp'))];
}

function hostsOf(doc: Doc): readonly string[] {
  if (doc.kind === 'DestinationRule') return [text(dig(doc.body, 'spec', 'host'))];
  const routes = routesOf(doc);
  return [
    ...list(dig(doc.body, 'spec', 'hosts')).map(text),
    ...routes.flatMap((route) => list(dig(route, 'route')).map((part) => text(dig(part, 'destination', 'host')))),
    ...routes.flatMap((route) => dig(route, 'mirror', 'host') ?? []).map(text),
  ];
}

/** A host is an import that really arrives, or a service of a member namespace. */
function checkHost(host: string, mesh: Mesh, landings: ReadonlySet<string>): readonly string[] {
  const [name = '', namespace = '', ...rest] = host.split('.');
  const suffix = rest.join('.');
  const suffixes = mesh.peers.flatMap((peer) => [
    `svc.${peer.name}-imports.local`,
    ...peer.importRules.flatMap(({ domainSuffix }) => domainSuffix ?? []),
  ]);
  if (suffixes.includes(suffix)) return landings.has(host) ? [] : [`${host} is not imported`];
  const local = /^svc\..+$/.test(suffix) && !/-(exports|imports)\.local$/.test(suffix) && name !== '';
  return local && sees(mesh, namespace) ? [] : [`${host} is no host`];
}

function checkRoute(route: Doc, own: readonly Doc[]): readonly string[] {
  return routesOf(route).flatMap((entry) => {
    const parts = list(dig(entry, 'route'));
    const weights = parts.flatMap((part) => dig(part, 'weight') ?? []).map(Number);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const percentage = dig(entry, 'mirrorPercentage', 'value') ?? 100;
    return [
      ...(weights.length > 0 && total !== 100 ? [`the weights of ${route.name} add up to ${total}`] : []),
      ...(Number(percentage) >= 0 && Number(percentage) <= 100 ? [] : [`${route.name} mirrors ${percentage} percent`]),
      ...parts.flatMap((part) => checkSubset(dig(part, 'destination'), route, own)),
    ];
  });
}

/** A subset is one of the DestinationRule of its host, wherever that stands. */
function checkSubset(destination: unknown, { namespace }: Doc, own: readonly Doc[]): readonly string[] {
  const subset = dig(destination, 'subset');
  if (subset === undefined) return [];
  const host = text(dig(destination, 'host'));
  const rules = own.filter((doc) => doc.kind === 'DestinationRule' && doc.namespace === namespace);
  const rule = rules.find(({ body }) => isHost(text(dig(body, 'spec', 'host')), host, namespace));
  const known = list(dig(rule?.body, 'spec', 'subsets')).some((entry) => dig(entry, 'name') === subset);
  return known ? [] : [`${host} has no subset ${subset}`];
}

/** Whether a written host, short or full, is a full one. */
function isHost(written: string, host: string, namespace: string): boolean {
  return written === host || (!written.includes('.') && host.startsWith(`${written}.${namespace}.svc.`));
}

function checkRule({ name, body }: Doc): readonly string[] {
  const subsets = list(dig(body, 'spec', 'subsets')).map((subset) => text(dig(subset, 'name')));
  const policy = dig(body, 'spec', 'trafficPolicy');
  const failover = list(dig(policy, 'loadBalancer', 'localityLbSetting', 'failover'));
  const claims: readonly (readonly [string, boolean])[] = [
    ['a subset twice', new Set(subsets).size === subsets.length],
    ['a subset that is no name', subsets.every((subset) => /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/i.test(subset))],
    ['failover to itself', failover.every((pair) => dig(pair, 'from') !== dig(pair, 'to'))],
    [
      'failover without a region',
      failover.every((pair) => text(dig(pair, 'from')) !== '' && text(dig(pair, 'to')) !== ''),
    ],
    [
      'locality without outlier detection',
      dig(policy, 'loadBalancer') === undefined || dig(policy, 'outlierDetection') !== undefined,
    ],
    ['a policy that says nothing', policy === undefined || Object.keys(policy as object).length > 0],
    [
      'identities without mutual TLS',
      dig(policy, 'tls') === undefined ||
        (dig(policy, 'tls', 'mode') === 'ISTIO_MUTUAL' && list(dig(policy, 'tls', 'subjectAltNames')).length > 1),
    ],
  ];
  return claims.filter(([, holds]) => !holds).map(([what]) => `the rule ${name} has ${what}`);
}

/** Istio heeds one route and one rule per host and namespace. */
function checkOneEach(own: readonly Doc[]): readonly string[] {
  const keys = own
    .filter(({ kind }) => ['DestinationRule', 'VirtualService'].includes(kind))
    .flatMap((doc) => {
      const hosts =
        doc.kind === 'DestinationRule' ? [dig(doc.body, 'spec', 'host')] : list(dig(doc.body, 'spec', 'hosts'));
      const gateways = JSON.stringify(dig(doc.body, 'spec', 'gateways') ?? 'mesh');
      // A short name is a Service of the object's own namespace.
      return hosts.map(
        (host) => `${doc.kind} ${gateways} ${doc.namespace} ${text(host).split('.').slice(0, 1)} ${doc.namespace}`,
      );
    });
  return keys.filter((key, i) => keys.indexOf(key) !== i).map((key) => `${key} twice`);
}
