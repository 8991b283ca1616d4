import type { Path } from '../../../issues/issue';
import type { ManifestObject } from '../../../manifests/object';
import type { Labels } from '../../../matching/label-selector';
import { labelsAt, listAt, mapAt, textAt, textsAt } from '../../../observed/fields';
import type { IstioMesh } from '../../../observed/ossm3/model';

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

/**
 * The policies of the action ALLOW that apply to pods with given labels in a namespace, those of the whole mesh included.
 */
export function allowPoliciesFor(mesh: IstioMesh, namespace: string, labels: Labels): readonly ManifestObject[] {
  return policiesOf(mesh).filter(({ value, namespace: own }) => {
    const selector = labelsAt(value, ['spec', 'selector', 'matchLabels']);
    const isForAll = Object.keys(selector).length === 0;
    const isInReach = own === namespace || (own === mesh.namespace && isForAll);
    const hasTarget = 'targetRef' in mapAt(value, ['spec']) || 'targetRefs' in mapAt(value, ['spec']);
    const action = textAt(value, ['spec', 'action']) ?? 'ALLOW';
    const isSelected = Object.entries(selector).every(([key, text]) => labels[key] === text);
    return action === 'ALLOW' && isInReach && !hasTarget && isSelected;
  });
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
