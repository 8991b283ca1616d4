import type { Path } from '../../../issues/issue';
import type { ManifestObject } from '../../../manifests/object';
import type { ObservedImport, ServiceSet } from '../../../observed/model';

/** A place in an object. */
export interface ManifestPlace {
  /** The object. */
  readonly object: ManifestObject;
  /** The part of the object. */
  readonly path: Path;
}

/** The place of a rule of a set, or of a part of it. */
export function ruleOf({ object, path }: ServiceSet<unknown>, rule: number, part: Path = []): ManifestPlace {
  return { object, path: [...path, rule, ...part] };
}

/** The place of the rule that imports a service, or of a part of it. */
export function importRuleOf({ peer, rule }: Pick<ObservedImport, 'peer' | 'rule'>, part: Path = []): ManifestPlace {
  if (peer.imports === undefined) throw new Error(`the peer "${peer.name}" has an import but no ImportedServiceSet`);
  return ruleOf(peer.imports, rule, part);
}
