import type { Path } from '../../../issues/issue';
import { listAt, mapAt, textAt } from '../../../observed/fields';
import type { ObservedPeer } from '../../../observed/model';
import { type Fields, valueAt } from '../../../values';
import type { HostRule } from './traffic';

/** The locality settings of a DestinationRule, of its ports and of its subsets. */
export interface FailoverPolicy {
  /** The DestinationRule. */
  readonly rule: HostRule;
  /** Whether any of its traffic policies has outlier detection, which locality failover requires. */
  readonly hasOutlierDetection: boolean;
  /** The first `localityLbSetting`, with its path. */
  readonly setting?: { readonly value: Fields; readonly path: Path };
}

/** The paths of the traffic policies of a DestinationRule, of its subsets, and of the ports of both. */
export function policyPaths({ object, subsets }: HostRule): readonly Path[] {
  const own = ['spec', 'trafficPolicy'];
  return [own, ...subsets.map(({ path }) => [...path, 'trafficPolicy'])].flatMap((path) => [
    path,
    ...listAt(object.value, [...path, 'portLevelSettings']).map((_, i) => [...path, 'portLevelSettings', i]),
  ]);
}

/** Reads the traffic policies of a DestinationRule. */
export function failoverPolicy(rule: HostRule): FailoverPolicy {
  const policies = policyPaths(rule);
  const has = (path: Path) => valueAt(rule.object.value, path) != null;
  const hasOutlierDetection = policies.some((path) => has([...path, 'outlierDetection']));
  const path = policies.map((one) => [...one, 'loadBalancer', 'localityLbSetting']).find(has);
  return {
    rule,
    hasOutlierDetection,
    ...(path !== undefined && { setting: { path, value: mapAt(rule.object.value, path) } }),
  };
}

/** Whether a policy keeps requests in the mesh as long as a local endpoint is healthy. */
export function keepsLocal({ hasOutlierDetection, setting }: FailoverPolicy): boolean {
  return hasOutlierDetection && setting !== undefined && setting.value.enabled !== false;
}

/**
 * The region of a peer's services; undefined if it is missing, or if istiod drops the locality because it has a subzone
 * and no zone. Source: `mergeLocality` in the federation registry of maistra/istio.
 */
export function regionOf({ imports }: ObservedPeer): string | undefined {
  const at = (field: string) => textAt(imports?.object.value, ['spec', 'locality', field]);
  const [region, zone, subzone] = [at('region'), at('zone'), at('subzone')];
  return subzone !== undefined && zone === undefined ? undefined : region;
}
