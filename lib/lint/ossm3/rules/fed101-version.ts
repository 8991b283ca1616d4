import { textAt } from '../../../observed/fields';
import type { IndexedManifests } from '../../../observed/indexed-manifests';
import { set } from '../../examples/edit';
import { findingMaker } from '../../findings';
import type { Rule } from '../../rule';
import { subscriptionsOf } from '../../rules/support/subscriptions';
import { ossm3Example } from '../support/example';
import { minorOfIstio, ossm3Clusters, versionedObjects } from '../support/versions';

/** The minor versions of Istio that the operator of each channel installs. */
const BY_CHANNEL: ReadonlyMap<string, readonly number[]> = new Map([
  ['stable-3.0', [23, 24]],
  ['stable-3.1', [24, 25, 26]],
  ['stable-3.2', [24, 25, 26, 27]],
  ['stable-3.3', [26, 27, 28]],
  ['stable-3.4', [27, 28, 30]],
]);

const FINDINGS = {
  notInstalled: {
    severity: 'error',
    message: 'the version "{version}" is not one that the operator of the channel "{channel}" installs',
    effect: 'the API server rejects the object, or the operator reports the version as ended and installs nothing',
    fix: 'write one of {known}, or subscribe to another channel',
    related: ['the channel of the operator'],
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED101: the operator can install the version. */
export const istioVersion: Rule = {
  id: 'FED101',
  generations: ['ossm3'],
  title: 'the subscribed operator installs the versions of Istio and IstioCNI resources',
  cause: 'Each operator installs a few versions of Istio, and examples on the web have those of older operators.',
  fix: 'Write a version of the newest Istio of the operator, such as v1.30-latest for the channel stable-3.4.',
  sources: ['sail-operator pkg/istioversion/versions.yaml of the branches release-3.0 to release-3.4'],
  findings: FINDINGS,
  example: ossm3Example([set('north', 'Subscription servicemeshoperator3', 'spec.channel', 'stable-3.3')]),
  check: ({ ossm3 }, report) => {
    for (const cluster of ossm3Clusters(ossm3)) {
      const subscribed = channelOf(cluster);
      const known = BY_CHANNEL.get(subscribed?.channel ?? '');
      if (subscribed === undefined || known === undefined) continue;
      for (const object of versionedObjects(cluster)) {
        const version = textAt(object.value, ['spec', 'version']);
        const minor = minorOfIstio(version);
        if (version === undefined || minor === undefined || known.includes(minor)) continue;
        const place = {
          object,
          path: ['spec', 'version'],
          related: [{ object: subscribed.object, path: ['spec', 'channel'] }],
        };
        const names = known.map((one) => `v1.${one}-latest`).join(', ');
        report(finding('notInstalled', place, { version, channel: subscribed.channel ?? '', known: names }));
      }
    }
  },
};

/** The only Subscription of the operator; undefined where there is none or several. */
function channelOf(cluster: IndexedManifests) {
  const [first, ...others] = subscriptionsOf(cluster).filter((one) => one.package === 'servicemeshoperator3');
  return others.length === 0 ? first : undefined;
}
