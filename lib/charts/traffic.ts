import { Construct } from 'constructs';
import {
  DestinationRule,
  type DestinationRuleSpecTrafficPolicy,
  DestinationRuleSpecTrafficPolicyTlsMode,
  VirtualService,
  type VirtualServiceSpec,
  type VirtualServiceSpecHttpRoute,
} from '../../imports/networking.istio.io';
import type { Failover } from '../federation/model';
import type { RoutePlan, StageFiles } from '../generation';

/** The routes of a mesh, one file each. */
export function addTraffic(stage: StageFiles, routes: readonly RoutePlan[]): void {
  for (const route of routes) new MeshRoute(stage.file(`${route.namespace}.${route.name}`), 'route', route);
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
  const { name, namespace } = route;
  new VirtualService(scope, 'routes', { metadata: { name, namespace }, spec: virtualServiceSpec(route) });
}

function virtualServiceSpec({ host, protocol, destinations, mirror }: RoutePlan): VirtualServiceSpec {
  const route = destinations.map(destinationOf);
  if (protocol === 'tcp') return { hosts: [host], tcp: [{ route }] };
  const copy = mirror && {
    mirror: { host: mirror.host },
    ...(mirror.percentage !== undefined && { mirrorPercentage: { value: mirror.percentage } }),
  };
  return { hosts: [host], http: [{ ...copy, route }] };
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
