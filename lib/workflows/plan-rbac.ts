import type { Permission } from '../facts/kind';
import { IDENTITY_PERMISSION } from '../fetch/identity';
import { permissionsText, type RbacSubject } from '../fetch/rbac';
import { isText } from '../values';
import type { Loaded } from './load';
import { type PlanOptions, type PlanResult, startPlan } from './plan';
import { wantedObjects } from './plan-live';

/** Who gets the permissions unless the user says otherwise: a group whose members an administrator chooses. */
export const PLAN_SUBJECT: RbacSubject = { kind: 'Group', name: 'ossm-fed-plan' };

/** The least permissions that planning from clusters needs, as YAML to apply; the problems if they are not known. */
export function planPermissions(loaded: Loaded, subject: RbacSubject, options: PlanOptions = {}): string | PlanResult {
  const started = startPlan(loaded, options);
  if ('command' in started) return started;
  const clusters = wantedObjects(loaded, started.chosen).map(({ cluster, context, objects, lists }) => ({
    cluster,
    context,
    permissions: [...[...objects, ...lists].map(permissionOf), IDENTITY_PERMISSION],
  }));
  return permissionsText(clusters, PLAN_SUBJECT.name, subject);
}

interface Readable {
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural?: string;
  readonly namespace?: string;
  readonly name?: string;
}

function permissionOf({ apiVersion, kind, plural = pluralOf(kind), namespace, name }: Readable): Permission {
  return {
    group: apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '',
    resource: plural,
    ...(namespace !== undefined && { namespace }),
    ...(isText(name) && { name }),
  };
}

/** The resource name of a kind by the rules of English, which nearly all kinds follow; a cluster knows it, but is not read. */
function pluralOf(kind: string): string {
  const name = kind.toLowerCase();
  if (/[^aeiou]y$/.test(name)) return `${name.slice(0, -1)}ies`;
  if (name === 'endpoints') return name;
  return /(s|x|ch|sh)$/.test(name) ? `${name}es` : `${name}s`;
}
