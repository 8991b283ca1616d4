/** Judges changes of the kinds that all generations have in common, and of the user's own objects. */

import type { ChangedObject, ChangeWarning, FieldChange, FieldPath, Judgement, Risk } from './model';

/** Kinds that add something without an effect on what runs. */
const ADDED_CAPACITY: ReadonlySet<string> = new Set([
  'Namespace',
  'OperatorGroup',
  'Subscription',
  'ServiceAccount',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
]);

/** Kinds that only say how much runs. */
const CAPACITY_KINDS: ReadonlySet<string> = new Set([
  'HorizontalPodAutoscaler',
  'LimitRange',
  'PodDisruptionBudget',
  'ResourceQuota',
]);

const CAPACITY_FIELDS: ReadonlySet<string> = new Set(['replicas', 'resources', 'autoScaling']);

/** Lists whose order has a meaning: the first item that matches is used, or each follows the one before. */
const ORDERED: ReadonlySet<string | undefined> = new Set([
  'aliases',
  'args',
  'command',
  'exportRules',
  'http',
  'importRules',
  'initContainers',
  'rules',
  'tcp',
  'tls',
]);

/** Fields that an API server does not let anyone change. Source: Kubernetes documentation of each kind. */
const IMMUTABLE: { readonly [kind: string]: readonly string[] } = {
  ClusterRoleBinding: ['roleRef'],
  DaemonSet: ['spec.selector'],
  Deployment: ['spec.selector'],
  Job: ['spec.selector', 'spec.template'],
  RoleBinding: ['roleRef'],
  ServiceMeshMember: ['spec.controlPlaneRef'],
  StatefulSet: ['spec.selector', 'spec.serviceName', 'spec.volumeClaimTemplates'],
};

/** Judges any change. What is not known to be harmless counts as traffic. */
export function judgeCommon(change: ChangedObject, field: FieldChange | undefined): Judgement {
  return { risk: riskOf(change, field), warnings: field === undefined ? [] : immutableWarnings(change, field.path) };
}

function riskOf({ kind, action }: ChangedObject, field: FieldChange | undefined): Risk {
  if (CAPACITY_KINDS.has(kind)) return 'capacity';
  if (field !== undefined) return fieldRisk(kind, field);
  return action === 'create' && ADDED_CAPACITY.has(kind) ? 'capacity' : 'traffic';
}

/** What the change of a field can break in an object of any kind. */
export function fieldRisk(kind: string, { path, action }: FieldChange): Risk {
  const [top] = path;
  // Argo CD applies an object only without it.
  if (path.includes('argocd.argoproj.io/hook')) return 'traffic';
  // Export rules select Services by label.
  if (top === 'metadata') return kind === 'Service' && path[1] === 'labels' ? 'traffic' : 'cosmetic';
  if (action === 'reorder' && !ORDERED.has(path.at(-1))) return 'cosmetic';
  return path.some((part) => CAPACITY_FIELDS.has(part)) ? 'capacity' : 'traffic';
}

function immutableWarnings({ kind, namespace, name }: ChangedObject, path: FieldPath): readonly ChangeWarning[] {
  const fields = Object.hasOwn(IMMUTABLE, kind) ? (IMMUTABLE[kind] ?? []) : [];
  const field = fields.find((each) => `${path.join('.')}.`.startsWith(`${each}.`));
  if (field === undefined) return [];
  const where = namespace === undefined ? '' : ` in namespace "${namespace}"`;
  return [
    {
      code: 'PLN013',
      message: `field "${field}" of ${kind} "${name}"${where} is immutable, so the API server rejects the change`,
      fix: `delete the ${kind} before applying the new one`,
    },
  ];
}
