import { JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import {
  DestinationRule,
  type DestinationRuleSpecTrafficPolicy,
  DestinationRuleSpecTrafficPolicyTlsMode,
  VirtualService,
  type VirtualServiceSpec,
  type VirtualServiceSpecHttp,
  type VirtualServiceSpecHttpMatch,
  type VirtualServiceSpecHttpRetries,
  type VirtualServiceSpecHttpRoute,
} from '../../imports/networking.istio.io';
import { mergeDeep } from '../federation/merge';
import type { Failover } from '../federation/model';
import type { RouteActionPlan, RoutePlan, Stage, StageFiles } from '../generation';
import type { MatchProps, RetriesProps } from '../topology/model';
import type { Fields } from '../values';

/** The routes of a mesh, one file each. */
export function addTraffic(stage: StageFiles, routes: readonly RoutePlan[]): void {
  for (const route of routes) new MeshRoute(stage.file(routeFile(route)), 'route', route);
}

/** The name of the file of a route, without its extension. */
export function routeFile({ namespace, name }: Pick<RoutePlan, 'namespace' | 'name'>): string {
  return `${namespace}.${name}`;
}

/** The files of the routes that send calls to some meshes, as paths below the directory of the cluster. */
export function filesOfRoutesTo(
  meshes: ReadonlySet<string>,
  routes: readonly RoutePlan[],
  stages: readonly Stage[],
): readonly string[] {
  const directory = stages.find(({ name }) => name === 'traffic')?.directory;
  const calling = routes.filter(({ exporters = [] }) => exporters.some((one) => meshes.has(one)));
  return calling.map((route) => `${directory}/${routeFile(route)}.yaml`);
}

/** Traffic rules for calls to a service: a VirtualService, and a DestinationRule if required. */
export class MeshRoute extends Construct {
  /** @param route the hosts that calls go to, the subsets of the service, and its failover */
  constructor(scope: Construct, id: string, route: RoutePlan) {
    super(scope, id);
    const policy = trafficPolicyOf(route);
    if (route.subsets.length > 0 || policy !== undefined) addDestinationRule(this, route, policy);
    if (route.destinations.length > 0) addVirtualService(this, route);
  }
}

function addVirtualService(scope: Construct, route: RoutePlan): void {
  const { name, namespace, override } = route;
  const object = new VirtualService(scope, 'routes', {
    metadata: { name, namespace },
    spec: virtualServiceSpec(route),
  });
  if (override === undefined) return;
  const { spec } = object.toJson() as { readonly spec: Fields };
  object.addJsonPatch(JsonPatch.replace('/spec', mergeDeep(spec, override)));
}

function virtualServiceSpec(plan: RoutePlan): VirtualServiceSpec {
  const { host, protocol, destinations, matched = [], hosts = [host], gateways } = plan;
  const common = { hosts: [...hosts], ...(gateways !== undefined && { gateways: [...gateways] }) };
  if (protocol === 'tcp') return { ...common, tcp: [{ route: destinations.map(destinationOf) }] };
  const first = matched.map(({ match, ...action }) => ({ match: match.map(matchOf), ...httpOf(action) }));
  return { ...common, http: [...first, httpOf(plan)] };
}

function httpOf({ destinations, mirror, timeout, retries }: RouteActionPlan): VirtualServiceSpecHttp {
  const copy = mirror && {
    mirror: { host: mirror.host },
    ...(mirror.percentage !== undefined && { mirrorPercentage: { value: mirror.percentage } }),
  };
  return {
    ...copy,
    ...(timeout !== undefined && { timeout }),
    ...(retries !== undefined && { retries: retriesOf(retries) }),
    route: destinations.map(destinationOf),
  };
}

function retriesOf({ retryOn, ...retries }: RetriesProps): VirtualServiceSpecHttpRetries {
  return { ...retries, ...(retryOn !== undefined && { retryOn: retryOn.join(',') }) };
}

function matchOf({ method, ...match }: MatchProps): VirtualServiceSpecHttpMatch {
  return { ...match, ...(method !== undefined && { method: { exact: method } }) };
}

function destinationOf({ host, subset, weight }: RoutePlan['destinations'][number]): VirtualServiceSpecHttpRoute {
  return { destination: { host, ...(subset !== undefined && { subset }) }, weight };
}

function addDestinationRule(
  scope: Construct,
  { name, namespace, host, subsets }: RoutePlan,
  trafficPolicy: DestinationRuleSpecTrafficPolicy | undefined,
): void {
  new DestinationRule(scope, 'rule', {
    metadata: { name, namespace },
    spec: {
      host,
      ...(trafficPolicy !== undefined && { trafficPolicy }),
      ...(subsets.length > 0 && { subsets: subsets.map((subset) => ({ ...subset })) }),
    },
  });
}

function trafficPolicyOf({ failover, subjectAltNames }: RoutePlan): DestinationRuleSpecTrafficPolicy | undefined {
  if (failover === undefined && subjectAltNames === undefined) return undefined;
  return {
    ...(failover !== undefined && localityPolicyOf(failover)),
    ...(subjectAltNames !== undefined && {
      tls: {
        mode: DestinationRuleSpecTrafficPolicyTlsMode.ISTIO_UNDERSCORE_MUTUAL,
        subjectAltNames: [...subjectAltNames],
      },
    }),
  };
}

/** Locality load balancing requires outlier detection. Source: docs/federation.md, Localities and failover. */
function localityPolicyOf({ regions, ...outlierDetection }: Failover): DestinationRuleSpecTrafficPolicy {
  const { consecutive5xxErrors, interval, baseEjectionTime } = outlierDetection;
  return {
    loadBalancer: {
      localityLbSetting: {
        enabled: true,
        ...(regions.length > 0 && { failover: regions.map((pair) => ({ ...pair })) }),
      },
    },
    outlierDetection: { consecutive5XxErrors: consecutive5xxErrors, interval, baseEjectionTime },
  };
}
