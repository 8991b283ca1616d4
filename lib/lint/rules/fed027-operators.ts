import type { ManifestObject } from '../../manifests/object';
import { group } from '../../observed/clusters';
import { listAt, mapAt, textAt, valueAt } from '../../observed/fields';
import type { Fleet, ObservedCluster, ObservedMesh, ObservedPeer } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import type { Rule } from '../rule';
import { NearestNames } from './support/nearest-name';
import { type OperatorSubscription, subscriptionsOf } from './support/subscriptions';

const MESH_OPERATOR = 'servicemeshoperator';
const JAEGER = 'jaeger-product';
const ELASTICSEARCH = 'elasticsearch-operator';

/** The minor version of the last OSSM 2 operator, which a Subscription ends at unless it is held. */
const LAST_OPERATOR = 6;

/** The packages of fact sheet 1.2, with the channels that they have. */
const CHANNELS: { readonly [name: string]: RegExp } = {
  [MESH_OPERATOR]: /^stable$/,
  'kiali-ossm': /^stable(-v\d+(\.\d+)?)?$|^candidate$/,
  [JAEGER]: /^stable$/,
  // The plain one is an old channel, and what is said of the operator tells so.
  [ELASTICSEARCH]: /^stable(-5\.\d+)?$/,
  'tempo-product': /^stable$/,
  'opentelemetry-product': /^stable$/,
};

/** Packages that are no part of OSSM 2 and near to some that are. */
const OTHER_PACKAGES = ['jaeger', 'kiali', 'servicemeshoperator3', 'tempo-operator', 'opentelemetry-operator'];

/** OpenShift's own namespace for operators has an OperatorGroup from the start. */
const COMMON_NAMESPACE = 'openshift-operators';

/** FED027: the operators that the manifests install fit the meshes. */
export const operators: Rule = {
  id: 'FED027',
  severity: 'error',
  title: 'the operators that the manifests install take the versions and addons of the meshes',
  cause:
    'A Subscription installs the newest operator, which drops old versions of the mesh; addons are on by default and need operators of their own.',
  effect: 'the operator refuses the control plane, or it never becomes ready (DependencyMissingError)',
  fix: 'Use a version that the operator takes, turn off the addons that are not used, and give each other namespace of operators one OperatorGroup.',
  source: 'fact sheet 1.2, 7.1, 8 (F17, F25) and 9 (D20, D21)',
  example: { fault: [set('west', 'ServiceMeshControlPlane west-mesh', 'spec.addons.kiali.enabled', true)] },
  check: (fleet, report) => {
    const names = new NearestNames();
    for (const cluster of fleet.clusters) for (const finding of checkCluster(cluster, names)) report(finding);
    for (const finding of checkPairs(fleet)) report(finding);
  },
};

function checkCluster(cluster: ObservedCluster, names: NearestNames): readonly Finding[] {
  const subscriptions = subscriptionsOf(cluster);
  const groups = operatorGroups(cluster);
  return [
    ...cluster.meshes.flatMap((mesh) => checkMesh(mesh, subscriptions)),
    ...[...groups].flatMap(([namespace, all]) => checkGroups(namespace, all)),
    ...subscriptions.flatMap((one) => [
      ...checkPackage(one, names),
      ...checkNamespace(one, groups, cluster),
      ...checkTracing(one, cluster.meshes),
    ]),
  ];
}

function operatorGroups(cluster: ObservedCluster): ReadonlyMap<string, readonly ManifestObject[]> {
  const objects = (cluster.byKind.get('OperatorGroup') ?? []).filter((one) => one.group === 'operators.coreos.com');
  return group(objects, ({ namespace }) => namespace ?? '');
}

function checkMesh(mesh: ObservedMesh, subscriptions: readonly OperatorSubscription[]): readonly Finding[] {
  const findings = [checkVersionForm(mesh), checkPrometheus(mesh)];
  // Where nothing is subscribed to at all, somebody else installs the operators.
  if (subscriptions.length > 0) {
    const operator = subscriptions.find((one) => one.package === MESH_OPERATOR);
    findings.push(operator && checkVersion(mesh, operator));
    findings.push(checkAddon(mesh, subscriptions, KIALI_ADDON), checkAddon(mesh, subscriptions, JAEGER_ADDON));
  }
  return findings.flatMap((finding) => finding ?? []);
}

const VERSION = ['spec', 'version'];

/** The minor version of a mesh; undefined where it is none of OSSM 2. */
function minorOf({ version }: ObservedMesh): number | undefined {
  const [, minor] = /^v2\.(\d)$/.exec(version ?? '') ?? [];
  return minor === undefined || Number(minor) > LAST_OPERATOR ? undefined : Number(minor);
}

function checkVersionForm(mesh: ObservedMesh): Finding | undefined {
  const { version, object } = mesh;
  if (version === undefined || minorOf(mesh) !== undefined) return undefined;
  const plain = /^v?(2\.[0-6])(\.\d+)?$/.exec(version)?.[1];
  return {
    object,
    path: VERSION,
    message: `"${version}" is no version of OpenShift Service Mesh 2`,
    effect: 'the operator refuses the control plane',
    fix: `write "v${plain ?? `2.${LAST_OPERATOR}`}"`,
  };
}

function checkVersion(mesh: ObservedMesh, { object, pinnedMinor }: OperatorSubscription): Finding | undefined {
  const minor = minorOf(mesh);
  const operator = Math.min(pinnedMinor ?? LAST_OPERATOR, LAST_OPERATOR);
  if (minor === undefined) return undefined;
  const related = [{ object, path: ['spec'], text: 'the Subscription of the operator' }];
  const effect = 'the operator refuses the control plane, or leaves it without updates and support';
  const base = { object: mesh.object, path: VERSION, effect, related };
  const held =
    pinnedMinor === undefined
      ? `the operator is the newest one, 2.${operator}`
      : `the operator is held at 2.${operator}`;
  if (minor > operator) {
    const message = `${held}, and does not know ${mesh.version}`;
    return { ...base, message, fix: `write v2.${operator}, or approve a newer operator` };
  }
  const oldest = operator >= LAST_OPERATOR ? 4 : operator === 5 ? 3 : 0;
  if (minor >= oldest) return undefined;
  return {
    ...base,
    // The operator 2.5 surely refuses what is older than v2.2; for the rest there is the word of the release notes.
    severity: minor < 2 ? 'error' : 'warning',
    message: `${held}, and no longer takes ${mesh.version}`,
    fix: `write v2.${oldest} or later, or hold an older operator with startingCSV and installPlanApproval: Manual`,
  };
}

/** An addon that needs an operator of its own. */
interface Addon {
  readonly name: string;
  readonly packages: readonly string[];
  readonly path: readonly string[];
  /** Whether a mesh has the addon, and whether it says so itself. */
  readonly isOn: (mesh: ObservedMesh) => 'stated' | 'default' | 'off';
  readonly off: string;
}

const KIALI_ADDON: Addon = {
  name: 'Kiali',
  packages: ['kiali-ossm', 'kiali'],
  path: ['spec', 'addons', 'kiali', 'enabled'],
  isOn: kialiState,
  off: 'spec.addons.kiali.enabled: false',
};

const JAEGER_ADDON: Addon = {
  name: 'Jaeger',
  packages: [JAEGER, 'jaeger'],
  path: ['spec', 'tracing', 'type'],
  isOn: jaegerState,
  off: 'spec.tracing.type: None',
};

function kialiState({ spec }: ObservedMesh): 'stated' | 'default' | 'off' {
  const enabled = valueAt(spec, ['addons', 'kiali', 'enabled']);
  return enabled === true ? 'stated' : enabled === false ? 'off' : 'default';
}

/** Jaeger is the default up to v2.5; a mesh without a version is a new one, for which it is none. */
function jaegerState(mesh: ObservedMesh): 'stated' | 'default' | 'off' {
  const type = valueAt(mesh.spec, ['tracing', 'type']);
  if (type === 'Jaeger') return 'stated';
  return type === undefined && (minorOf(mesh) ?? LAST_OPERATOR) < LAST_OPERATOR ? 'default' : 'off';
}

function checkAddon(
  mesh: ObservedMesh,
  subscriptions: readonly OperatorSubscription[],
  addon: Addon,
): Finding | undefined {
  const state = addon.isOn(mesh);
  if (state === 'off' || subscriptions.some((one) => addon.packages.includes(one.package))) return undefined;
  const isDefault = state === 'default';
  return {
    object: mesh.object,
    path: addon.path,
    // A profile may turn off what is on by default.
    ...(isDefault && { severity: 'warning' as const }),
    message: `${addon.name} is on${isDefault ? ' by default' : ''}, and no Subscription installs its operator`,
    effect: 'the control plane does not become ready: DependencyMissingError',
    fix: `write ${addon.off}, or add a Subscription for "${addon.packages[0]}"`,
  };
}

function checkPrometheus(mesh: ObservedMesh): Finding | undefined {
  const path = ['spec', 'addons', 'prometheus', 'enabled'];
  if (kialiState(mesh) === 'off' || valueAt(mesh.object.value, path) !== false) return undefined;
  const isDefault = kialiState(mesh) === 'default';
  return {
    object: mesh.object,
    path,
    ...(isDefault && { severity: 'warning' as const }),
    message: `Kiali is on${isDefault ? ' by default' : ''} and needs Prometheus, which is off`,
    effect: 'the operator reports a ValidationError and does not install the control plane',
    fix: 'write true, or turn Kiali off with spec.addons.kiali.enabled: false',
    related: [{ object: mesh.object, path: KIALI_ADDON.path, text: 'Kiali' }],
  };
}

function checkGroups(namespace: string, all: readonly ManifestObject[]): readonly Finding[] {
  const isCommon = namespace === COMMON_NAMESPACE;
  const extra = isCommon ? all.filter(({ name }) => name !== 'global-operators') : all.slice(1);
  return extra.map((object) => ({
    object,
    message: `the namespace "${namespace}" has another OperatorGroup${isCommon ? ' from the start, "global-operators"' : ''}`,
    effect: 'OLM installs no operator in a namespace with two OperatorGroups',
    fix: isCommon ? 'remove it' : 'remove one of the two',
    related: isCommon ? [] : all.slice(0, 1).map((other) => ({ object: other, text: 'the other OperatorGroup' })),
  }));
}

function checkPackage(one: OperatorSubscription, names: NearestNames): readonly Finding[] {
  const { object, channel, source = 'redhat-operators' } = one;
  const channels = Object.hasOwn(CHANNELS, one.package) ? CHANNELS[one.package] : undefined;
  if (channels === undefined) {
    const near = OTHER_PACKAGES.includes(one.package) ? undefined : names.find(one.package, Object.keys(CHANNELS));
    if (near === undefined) return [];
    const message = `the package "${one.package}" is none that a mesh needs`;
    const path = ['spec', 'name'];
    return [{ object, path, severity: 'warning', message, effect: 'OLM installs nothing', fix: `write "${near}"` }];
  }
  // A catalog of somebody's own may have other channels.
  if (channel === undefined || source !== 'redhat-operators' || channels.test(channel)) return [];
  return [
    {
      object,
      path: ['spec', 'channel'],
      severity: 'warning',
      message: `"${channel}" is no known channel of the package "${one.package}"`,
      effect: 'OLM installs nothing, and other operators of the namespace may wait with it',
      fix: `write "${one.package === ELASTICSEARCH ? 'stable-5.8' : 'stable'}"`,
    },
  ];
}

function checkNamespace(
  one: OperatorSubscription,
  groups: ReadonlyMap<string, readonly ManifestObject[]>,
  cluster: ObservedCluster,
): readonly Finding[] {
  const { object } = one;
  const { namespace } = object;
  if (namespace === undefined || namespace === COMMON_NAMESPACE) return [];
  const [first] = groups.get(namespace) ?? [];
  const path = ['metadata', 'namespace'];
  if (first === undefined) {
    const created = cluster.find('Namespace', undefined, namespace);
    return [
      {
        object,
        path,
        // A namespace that is not made here may have one.
        ...(created === undefined && { severity: 'warning' as const }),
        message: `the namespace "${namespace}" of the Subscription has no OperatorGroup among the manifests`,
        effect: 'without an OperatorGroup OLM installs no operator there',
        fix: `add an OperatorGroup to "${namespace}", or subscribe in "${COMMON_NAMESPACE}"`,
        ...(created !== undefined && { related: [{ object: created, text: 'the namespace' }] }),
      },
    ];
  }
  const targets = listAt(first.value, ['spec', 'targetNamespaces']);
  if (one.package !== MESH_OPERATOR || targets.length === 0) return [];
  return [
    {
      object,
      path,
      message: `the OperatorGroup of "${namespace}" has target namespaces, and the mesh operator takes all namespaces alone`,
      effect: 'OLM does not install the operator',
      fix: `remove targetNamespaces, or subscribe in "${COMMON_NAMESPACE}"`,
      related: [{ object: first, path: ['spec', 'targetNamespaces'], text: 'the target namespaces' }],
    },
  ];
}

/** Elasticsearch that no Jaeger stores in, and operators that are on their way out, once per Subscription. */
function checkTracing(one: OperatorSubscription, meshes: readonly ObservedMesh[]): readonly Finding[] {
  if (meshes.length === 0 || (one.package !== ELASTICSEARCH && one.package !== JAEGER)) return [];
  const isDeprecated = meshes.every((mesh) => (minorOf(mesh) ?? LAST_OPERATOR) >= 5);
  const isUnused = one.package === ELASTICSEARCH && !meshes.some(storesTraces);
  if (!isDeprecated && !isUnused) return [];
  const isOld = one.package === ELASTICSEARCH && one.channel === 'stable';
  const what = [
    ...(isUnused ? ['no Jaeger stores its traces in Elasticsearch'] : []),
    ...(isDeprecated ? ['it is deprecated since OSSM 2.5'] : []),
    ...(isOld ? ['its channel "stable" is an old one'] : []),
  ];
  const places = meshes.slice(0, 5).map(({ object }) => ({
    object,
    path: isUnused ? ['spec', 'addons', 'jaeger', 'install', 'storage', 'type'] : VERSION,
    text: isUnused ? 'the storage of Jaeger' : 'the version of a mesh',
  }));
  return [
    {
      object: one.object,
      path: ['spec', 'name'],
      severity: 'warning',
      message: `the operator "${one.package}" is installed, but ${what.join(', and ')}`,
      effect:
        'where the catalog lacks the operator or its channel, OLM may hold back all others of the namespace with it',
      fix: isUnused
        ? 'remove the Subscription'
        : 'use tempo-product and opentelemetry-product, or spec.tracing.type: None',
      related: places,
    },
  ];
}

function storesTraces({ spec, cluster }: ObservedMesh): boolean {
  const storage = mapAt(spec, ['addons', 'jaeger', 'install', 'storage']);
  // An own Jaeger object may store anywhere.
  return textAt(storage, ['type']) === 'Elasticsearch' || cluster.byKind.has('Jaeger');
}

/** Pairs of meshes that are further apart than one minor version, each pair once. */
function checkPairs({ peers }: Fleet): readonly Finding[] {
  return peers.flatMap((peer) => {
    const { mesh, remote, counterpart } = peer;
    if (mesh === undefined || remote === undefined || (counterpart !== undefined && !isFirst(peer, counterpart)))
      return [];
    const [own, other] = [minorOf(mesh), minorOf(remote)];
    if (own === undefined || other === undefined || Math.abs(own - other) < 2) return [];
    return [
      {
        object: mesh.object,
        path: VERSION,
        severity: 'info' as const,
        message: `the mesh "${mesh.name}" has ${mesh.version}, and its peer "${remote.name}" has ${remote.version}`,
        effect: 'the two are further apart than one minor version, which is seldom tried',
        fix: 'upgrade the older one',
        related: [{ object: remote.object, path: VERSION, text: 'the version of the peer' }],
      },
    ];
  });
}

function isFirst(a: ObservedPeer, b: ObservedPeer): boolean {
  const key = ({ cluster, namespace, name }: ObservedPeer) => JSON.stringify([cluster.name, namespace, name]);
  return key(a) < key(b);
}
