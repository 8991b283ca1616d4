import { findingMaker } from '../../findings';

const NOT_READY = 'the control plane does not become ready: DependencyMissingError';
const REJECTED = 'the operator rejects the control plane';
const NO_GROUP = 'the namespace "{namespace}" of the Subscription has no OperatorGroup in the manifests';
const NO_GROUP_EFFECT = 'OLM installs no operator in a namespace without an OperatorGroup';
const ADD_GROUP = 'add an OperatorGroup to "{namespace}", or move the Subscription to "openshift-operators"';
const ADD_OPERATOR = 'write {off}, or add a Subscription for the package "{package}"';
const TWO_GROUPS = 'OLM installs no operator in a namespace with two OperatorGroups';
const NO_PROMETHEUS_EFFECT = 'the operator reports a ValidationError and does not install the control plane';
const NO_PROMETHEUS_FIX = 'write true, or disable Kiali with spec.addons.kiali.enabled: false';
const TOO_OLD =
  'the version {version} is older than v2.{oldest}, the oldest version that {operator} (2.{minor}) supports';
const TOO_OLD_FIX =
  'write v2.{oldest} or later, or pin an older operator with startingCSV and installPlanApproval: Manual';
const SUBSCRIPTION = ['the Subscription of the operator'];
const BLOCKED =
  'if the catalog lacks the operator or its channel, OLM may not install the other operators of the namespace either';

/** How messages call the operator, by whether its version is pinned. */
export const OPERATOR = {
  newest: 'the newest operator',
  pinned: 'the pinned operator',
} as const;

/** What else is wrong with an operator for tracing. */
export const ALSO = {
  deprecated: '; it is deprecated since OpenShift Service Mesh 2.5',
  oldChannel: '; its channel "stable" is outdated',
} as const;

/** What FED027 reports. */
export const FINDINGS = {
  missingOperator: {
    severity: 'error',
    message: '{addon} is enabled, and no Subscription installs its operator',
    effect: NOT_READY,
    fix: ADD_OPERATOR,
  },
  missingDefaultOperator: {
    severity: 'warning',
    message: '{addon} is enabled by default, and no Subscription installs its operator',
    effect: `${NOT_READY}, unless a profile disables the addon`,
    fix: ADD_OPERATOR,
  },
  missingPrometheus: {
    severity: 'error',
    message: 'Kiali is enabled and requires Prometheus, which is disabled',
    effect: NO_PROMETHEUS_EFFECT,
    fix: NO_PROMETHEUS_FIX,
    related: ['Kiali is enabled here'],
  },
  missingDefaultPrometheus: {
    severity: 'warning',
    message: 'Kiali is enabled by default and requires Prometheus, which is disabled',
    effect: `${NO_PROMETHEUS_EFFECT}, unless a profile disables Kiali`,
    fix: NO_PROMETHEUS_FIX,
    related: ['Kiali is not disabled here'],
  },
  unknownVersion: {
    severity: 'error',
    message: 'unknown version "{version}": OpenShift Service Mesh 2 has v2.0 to v2.6',
    effect: REJECTED,
    fix: 'write "{known}"',
  },
  newerThanOperator: {
    severity: 'error',
    message: 'the version {version} is newer than the operator, which is pinned to 2.{minor}',
    effect: REJECTED,
    fix: 'write v2.{minor}, or approve a newer operator',
    related: SUBSCRIPTION,
  },
  removedVersion: {
    severity: 'error',
    message: TOO_OLD,
    effect: REJECTED,
    fix: TOO_OLD_FIX,
    related: SUBSCRIPTION,
  },
  unsupportedVersion: {
    severity: 'warning',
    message: TOO_OLD,
    effect: `${REJECTED}, or leaves it without updates and support`,
    fix: TOO_OLD_FIX,
    related: SUBSCRIPTION,
  },
  distantVersions: {
    severity: 'info',
    message: 'the mesh "{mesh}" has the version {version}, and its peer "{peer}" has {other}',
    effect: 'federation between versions that are more than one minor version apart is rarely tested',
    fix: 'upgrade the older one',
    related: ['the version of the peer'],
  },
  duplicateOperatorGroup: {
    severity: 'error',
    message: 'the namespace "{namespace}" has more than one OperatorGroup',
    effect: TWO_GROUPS,
    fix: 'remove one of the OperatorGroups',
    related: ['the other OperatorGroup'],
  },
  besideGlobalOperators: {
    severity: 'error',
    message: 'the namespace "{namespace}" already has the OperatorGroup "global-operators" on every cluster',
    effect: TWO_GROUPS,
    fix: 'remove this OperatorGroup',
  },
  unknownPackage: {
    severity: 'warning',
    message: 'unknown operator package "{package}"',
    effect: 'OLM installs nothing',
    fix: 'write "{near}"',
  },
  unknownChannel: {
    severity: 'warning',
    message: 'unknown channel "{channel}" of the operator package "{package}"',
    effect: 'OLM installs nothing, and may not install the other operators of the namespace either',
    fix: 'write "{known}"',
  },
  missingOperatorGroup: {
    severity: 'error',
    message: NO_GROUP,
    effect: NO_GROUP_EFFECT,
    fix: ADD_GROUP,
    related: ['the namespace is created here'],
  },
  perhapsMissingOperatorGroup: {
    severity: 'warning',
    message: `${NO_GROUP}, which do not create the namespace either`,
    effect: NO_GROUP_EFFECT,
    fix: ADD_GROUP,
  },
  targetNamespaces: {
    severity: 'error',
    message:
      'the OperatorGroup of "{namespace}" has target namespaces; the operator supports only the install mode AllNamespaces',
    effect: 'OLM does not install the operator',
    fix: 'remove targetNamespaces, or move the Subscription to "openshift-operators"',
    related: ['the target namespaces'],
  },
  unusedElasticsearch: {
    severity: 'warning',
    message: 'the operator "{package}" is installed, and no Jaeger stores traces in Elasticsearch{also}',
    effect: BLOCKED,
    fix: 'remove the Subscription',
    related: ['the storage of Jaeger'],
  },
  deprecatedOperator: {
    severity: 'warning',
    message: 'the operator "{package}" is deprecated since OpenShift Service Mesh 2.5{also}',
    effect: BLOCKED,
    fix: 'use tempo-product and opentelemetry-product, or write spec.tracing.type: None',
    related: ['the version of a mesh'],
  },
} as const;

/** Makes the findings of FED027. */
export const finding = findingMaker(FINDINGS);
