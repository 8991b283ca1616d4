import { downPermissions, rbacNamespaces, upPermissions } from '../deliver/rbac';
import { kindOf } from '../facts/kind';
import { chooseClusters } from '../federation/choose';
import { gatherPermissions } from '../fetch/gather-rbac';
import { permissionsText, type RbacSubject } from '../fetch/rbac';
import type { PlacedIssue } from '../issues/place';
import { renderDelivery } from './delivery-objects';
import { factKindsOf, lockScopeOf } from './facts';
import type { Loaded } from './load';
import { listsOf } from './observe';

/** Whose permissions are printed. */
export interface DeliveryRbac {
  /** The command. */
  readonly command: 'up' | 'down';
  /** The names of the clusters; all if undefined. */
  readonly clusters: readonly string[] | undefined;
  /** The name of the inventory. */
  readonly inventory: string;
  /** Who gets the permissions. */
  readonly subject: RbacSubject;
}

/** The least permissions that `up` or `down` needs as YAML to apply, or what is wrong with the topology. */
export function deliveryRbac(
  loaded: Loaded,
  { command, clusters: names, inventory, subject }: DeliveryRbac,
): string | readonly PlacedIssue[] {
  const { federation, generations } = loaded;
  if (federation === undefined) return loaded.issues;
  const { chosen, issues } = chooseClusters(federation, names);
  if (issues.length > 0) return issues;
  const { objects } = renderDelivery(loaded, undefined, names);
  const [facts, kinds] = [lockScopeOf(loaded).facts, factKindsOf(generations)];
  const needed = chosen.map(({ name: cluster, context }) => {
    const own = objects.get(cluster) ?? [];
    if (command === 'down') return { cluster, context, permissions: downPermissions(own, inventory) };
    const read = facts.filter((fact) => fact.cluster === cluster);
    const permissions = [
      ...upPermissions(own, inventory),
      ...read.flatMap((fact) => kindOf(fact, kinds)?.permissions(fact) ?? []),
      ...listsOf(loaded, [cluster]).flatMap(({ lists }) => lists.flatMap(gatherPermissions)),
    ];
    return { cluster, context, permissions };
  });
  const namespaces = rbacNamespaces(needed.flatMap(({ permissions }) => permissions));
  const note = `# These namespaces must exist before the roles: ${namespaces.join(', ')}\n`;
  return `${note}${permissionsText(needed, `ossm-fed-${command}`, subject)}`;
}
