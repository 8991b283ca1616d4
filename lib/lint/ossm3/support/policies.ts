import type { Path } from '../../../issues/issue';
import type { ManifestObject } from '../../../manifests/object';
import type { Labels } from '../../../matching/label-selector';
import { labelsAt, listAt, mapAt, textAt, textsAt } from '../../../observed/fields';
import type { IstioMesh } from '../../../observed/ossm3/model';
import { groupBy } from '../../../values';

/** A principal in an AuthorizationPolicy. */
export interface PolicyPrincipal {
  /** The AuthorizationPolicy. */
  readonly object: ManifestObject;
  /** The path of the principal. */
  readonly path: Path;
  /** The principal, such as `east.local/ns/stock/sa/ratings`, or a pattern. */
  readonly text: string;
}

/** The AuthorizationPolicies of a mesh. */
export function policiesOf(mesh: IstioMesh): readonly ManifestObject[] {
  return mesh.objectsOf('AuthorizationPolicy', 'security.istio.io');
}

/** The principals of policies, those that are left out with `notPrincipals` included. */
export function principalsOf(policies: readonly ManifestObject[]): readonly PolicyPrincipal[] {
  return policies.flatMap((object) =>
    sourcesOf(object).flatMap((source) =>
      ['principals', 'notPrincipals'].flatMap((field) =>
        listAt(object.value, [...source, field]).flatMap((text, i) =>
          typeof text === 'string' ? [{ object, path: [...source, field, i], text }] : [],
        ),
      ),
    ),
  );
}

function sourcesOf({ value }: ManifestObject): readonly Path[] {
  return listAt(value, ['spec', 'rules']).flatMap((rule, i) =>
    listAt(rule, ['from']).map((_, j): Path => ['spec', 'rules', i, 'from', j, 'source']),
  );
}

/** A policy with its position among those of its mesh, and the labels of its pods. */
interface SelectingPolicy {
  readonly policy: ManifestObject;
  readonly position: number;
  readonly selector: readonly (readonly [string, string])[];
}

/** The policies of a mesh with the action ALLOW, indexed by one of the labels that each selects pods by. */
export class AllowPolicies {
  private readonly byLabel: ReadonlyMap<string, readonly SelectingPolicy[]>;

  constructor(private readonly mesh: IstioMesh) {
    const all = policiesOf(mesh).flatMap((policy, position) => {
      const { value } = policy;
      const hasTarget = 'targetRef' in mapAt(value, ['spec']) || 'targetRefs' in mapAt(value, ['spec']);
      if (hasTarget || (textAt(value, ['spec', 'action']) ?? 'ALLOW') !== 'ALLOW') return [];
      return { policy, position, selector: Object.entries(labelsAt(value, ['spec', 'selector', 'matchLabels'])) };
    });
    this.byLabel = groupBy(all, ({ policy, selector: [first] }) => labelKey(policy.namespace, first));
  }

  /** Those that apply to pods with given labels in a namespace, those of the whole mesh included. */
  for(namespace: string, labels: Labels): readonly ManifestObject[] {
    const groups = [
      ...new Set([labelKey(namespace), labelKey(this.mesh.namespace)]),
      ...Object.entries(labels).map((label) => labelKey(namespace, label)),
    ];
    const near = groups.flatMap((group) => this.byLabel.get(group) ?? []);
    const found = near.filter(({ selector }) => selector.every(([key, text]) => labels[key] === text));
    return found.sort((a, b) => a.position - b.position).map(({ policy }) => policy);
  }
}

function labelKey(namespace: string | undefined, label: readonly string[] = []): string {
  return JSON.stringify([namespace, ...label]);
}

/** Whether policies may admit a caller of a trust domain; conditions that do not name it are assumed to. */
export function mayAdmit(policies: readonly ManifestObject[], domains: readonly string[]): boolean {
  return policies.some((policy) =>
    listAt(policy.value, ['spec', 'rules']).some((rule) => {
      const sources = listAt(rule, ['from']).map((one) => mapAt(one, ['source']));
      return sources.length === 0 || sources.some((source) => domains.some((domain) => admits(source, domain)));
    }),
  );
}

function admits(source: unknown, domain: string): boolean {
  const principals = textsAt(source, ['principals']);
  const trustDomains = textsAt(source, ['trustDomains']);
  if (trustDomains.length > 0 && !trustDomains.some((one) => one === domain || one.includes('*'))) return false;
  return principals.length === 0 || principals.some((text) => text.startsWith(`${domain}/`) || text.startsWith('*'));
}
