import type { Path } from '../../../issues/issue';
import type { Fields } from '../../../manifests/object';
import { listAt, mapAt, textAt, valueAt } from '../../../observed/fields';
import type { ObservedPeer } from '../../../observed/model';
import type { HostRule } from './traffic';

/** What a DestinationRule says on locality: of its own, of its ports and of its subsets. */
export interface FailoverPolicy {
  /** The DestinationRule. */
  readonly rule: HostRule;
  /** Whether it has outlier detection, without which locality has no effect. */
  readonly hasOutlierDetection: boolean;
  /** The first locality setting, with its place. */
  readonly setting?: { readonly value: Fields; readonly path: Path };
}

/** Reads the traffic policies of a DestinationRule. */
export function failoverPolicy(rule: HostRule): FailoverPolicy {
  const own = ['spec', 'trafficPolicy'];
  const ofSubsets = rule.subsets.map(({ path }) => [...path, 'trafficPolicy']);
  const policies: readonly Path[] = [own, ...ofSubsets].flatMap((path) => [
    path,
    ...listAt(rule.object.value, [...path, 'portLevelSettings']).map((_, i) => [...path, 'portLevelSettings', i]),
  ]);
  const has = (path: Path) => valueAt(rule.object.value, path) != null;
  const hasOutlierDetection = policies.some((path) => has([...path, 'outlierDetection']));
  const path = policies.map((one) => [...one, 'loadBalancer', 'localityLbSetting']).find(has);
  return {
    rule,
    hasOutlierDetection,
    ...(path !== undefined && { setting: { path, value: mapAt(rule.object.value, path) } }),
  };
}

/** Whether a policy keeps requests at home as long as a local endpoint is well. */
export function keepsLocal({ hasOutlierDetection, setting }: FailoverPolicy): boolean {
  return hasOutlierDetection && setting !== undefined && setting.value.enabled !== false;
}

/** The region of a peer's services; undefined where none is stated, or the locality is dropped for a gap in it. */
export function regionOf({ imports }: ObservedPeer): string | undefined {
  const at = (field: string) => textAt(imports?.object.value, ['spec', 'locality', field]);
  const [region, zone, subzone] = [at('region'), at('zone'), at('subzone')];
  return subzone !== undefined && zone === undefined ? undefined : region;
}
