import { InvalidArgumentError } from 'commander';
import { PLATFORMS, type Platform, platformFix } from '../platforms';

/** Collects platforms of clusters, such as `rog=gcp`. */
export function collectPlatform(
  value: string,
  earlier: ReadonlyMap<string, Platform> = new Map(),
): ReadonlyMap<string, Platform> {
  const [, cluster, named] = /^([^=]+)=(.+)$/.exec(value) ?? [];
  const platform = PLATFORMS.find((known) => known === named);
  if (cluster === undefined || platform === undefined) {
    const fix = platformFix(named ?? '');
    const hint = fix === undefined ? '' : ` For "${named}", ${fix}.`;
    throw new InvalidArgumentError(`Expected CLUSTER=PLATFORM, with one of ${PLATFORMS.join(', ')}.${hint}`);
  }
  return new Map([...earlier, [cluster, platform]]);
}
