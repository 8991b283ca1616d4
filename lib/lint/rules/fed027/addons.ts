import type { ObservedMesh } from '../../../observed/model';
import { valueAt } from '../../../values';
import type { Finding } from '../../diagnostic';
import type { ObservedSubscription } from '../support/subscriptions';
import { finding } from './findings';
import { LAST_OPERATOR, minorOf } from './versions';

/** Whether a mesh has an addon: by its own setting, by default, or not at all. */
type AddonState = 'stated' | 'default' | 'off';

/** An addon that requires its own operator. */
interface Addon {
  readonly name: string;
  /** The packages that install the operator; the first one is that of Red Hat. */
  readonly packages: readonly [string, ...string[]];
  /** Where a control plane has the setting. */
  readonly path: readonly string[];
  readonly stateIn: (mesh: ObservedMesh) => AddonState;
  /** The setting that disables the addon. */
  readonly off: string;
}

const KIALI: Addon = {
  name: 'Kiali',
  packages: ['kiali-ossm', 'kiali'],
  path: ['spec', 'addons', 'kiali', 'enabled'],
  stateIn: kialiState,
  off: 'spec.addons.kiali.enabled: false',
};

const JAEGER: Addon = {
  name: 'Jaeger',
  packages: ['jaeger-product', 'jaeger'],
  path: ['spec', 'tracing', 'type'],
  stateIn: jaegerState,
  off: 'spec.tracing.type: None',
};

/** The addons that require their own operators. */
export const ADDONS: readonly Addon[] = [KIALI, JAEGER];

function kialiState({ spec }: ObservedMesh): AddonState {
  const enabled = valueAt(spec, ['addons', 'kiali', 'enabled']);
  if (enabled === true) return 'stated';
  return enabled === false ? 'off' : 'default';
}

/** Jaeger is the default up to v2.5; a mesh without a version gets the newest one, where it is off. */
function jaegerState(mesh: ObservedMesh): AddonState {
  const type = valueAt(mesh.spec, ['tracing', 'type']);
  if (type === 'Jaeger') return 'stated';
  return type === undefined && (minorOf(mesh) ?? LAST_OPERATOR) < LAST_OPERATOR ? 'default' : 'off';
}

/** Reports an enabled addon whose operator no Subscription installs. */
export function checkAddon(
  mesh: ObservedMesh,
  subscriptions: readonly ObservedSubscription[],
  addon: Addon,
): Finding | undefined {
  const state = addon.stateIn(mesh);
  if (state === 'off' || subscriptions.some((one) => addon.packages.includes(one.package))) return undefined;
  // A profile may disable what is enabled by default.
  const name = state === 'default' ? 'missingDefaultOperator' : 'missingOperator';
  const slots = { addon: addon.name, off: addon.off, package: addon.packages[0] };
  return finding(name, { object: mesh.object, path: addon.path }, slots);
}

/** Reports Kiali without the Prometheus that it reads. */
export function checkPrometheus(mesh: ObservedMesh): Finding | undefined {
  const path = ['spec', 'addons', 'prometheus', 'enabled'];
  const state = kialiState(mesh);
  if (state === 'off' || valueAt(mesh.object.value, path) !== false) return undefined;
  const place = { object: mesh.object, path, related: [{ object: mesh.object, path: KIALI.path }] };
  return finding(state === 'default' ? 'missingDefaultPrometheus' : 'missingPrometheus', place, {});
}
