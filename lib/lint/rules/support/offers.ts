import { exportSkipReason } from '../../../matching/export';
import { type Alias, type ExportRule, LABEL_SELECTOR, type NameSelector } from '../../../matching/rules';
import { fixedPart, isAny, type NamespacedName } from '../../../matching/service-name';
import type { ObservedExport, ObservedMesh, ObservedPeer } from '../../../observed/model';
import { isKnownOutside } from './namespaces';
import type { ObjectsByNamespace } from './objects-by-namespace';

/** What a mesh exports to a peer, found by name, by namespace or by both. */
export class Offers {
  private readonly offered = new Map<string, ObservedExport>();
  private readonly original = new Map<string, ObservedExport>();

  /**
   * @param peer the peer of the exporting mesh
   * @param mesh the exporting mesh
   * @param services all Services of the manifests
   */
  constructor(
    private readonly peer: ObservedPeer,
    private readonly mesh: ObservedMesh,
    private readonly services: ObjectsByNamespace,
  ) {
    for (const one of peer.offers) {
      for (const own of keys(one.offered)) this.offered.set(own, one);
      for (const own of keys(one.original)) if (!this.original.has(own)) this.original.set(own, one);
    }
  }

  /** Whether a service is exported under a name that a selector matches. */
  has(selector: NameSelector): boolean {
    return this.offered.has(key(selector));
  }

  /** The service whose original name a selector matches; undefined for a selector that matches every name. */
  byOriginalName(selector: NameSelector): ObservedExport | undefined {
    return isAny(selector.name) && isAny(selector.namespace) ? undefined : this.original.get(key(selector));
  }

  /** The exported names, as `<namespace>/<name>`. */
  names(): readonly string[] {
    return [...new Set(this.peer.offers.map(({ offered }) => key(offered)))];
  }

  /** Whether a rule may export a service that a selector matches and that the manifests lack. */
  mayHave(selector: NameSelector): boolean {
    const rules = this.peer.exports?.rules ?? [];
    return rules.some((rule, i) => {
      if (exportSkipReason(rule) !== undefined || isFixed(rule)) return false;
      // FED014 reports a rule by labels that matches no Service.
      const isIdle = rule.type === LABEL_SELECTOR && !this.peer.offers.some((offer) => offer.rule === i);
      return resultsOf(rule).some(
        (result) => isCompatible(result, selector) && (isIdle || this.isOpen(result, selector)),
      );
    });
  }

  /** Whether the manifests lack the Services of a namespace that a result may come from. */
  private isOpen({ from, namespace }: Result, selector: NameSelector): boolean {
    const only = from ?? (namespace === undefined ? fixedPart(selector.namespace) : undefined);
    if (only === undefined && (this.mesh.membersUnknown || this.mesh.members.has('*'))) return true;
    const namespaces = only === undefined ? [...this.mesh.members] : isKnownOutside(this.mesh, only) ? [] : [only];
    return namespaces.some((one) => !this.services.has(this.mesh.cluster, one));
  }
}

/** The parts of a name that a selector fixes, as `<namespace>/<name>`; a part that it leaves open is empty. */
export function key({ name, namespace }: NameSelector): string {
  return `${fixedPart(namespace) ?? ''}/${fixedPart(name) ?? ''}`;
}

/** The keys of all selectors that match a service. */
function keys({ name, namespace }: NamespacedName): readonly string[] {
  return [{}, { name }, { namespace }, { name, namespace }].map(key);
}

/** Names under which an export rule may export services. */
interface Result {
  /** The namespace of the Services; undefined where it may be any. */
  readonly from: string | undefined;
  /** The namespace of the alias; undefined where the namespace stays. */
  readonly namespace: string | undefined;
  /** The name; undefined where it may be any. */
  readonly name: string | undefined;
}

function isFixed({ type, nameSelector }: ExportRule): boolean {
  return type !== LABEL_SELECTOR && !isAny(nameSelector?.name) && !isAny(nameSelector?.namespace);
}

function resultsOf({ type, nameSelector = {}, labelSelector = {} }: ExportRule): readonly Result[] {
  if (type !== LABEL_SELECTOR) return [result(nameSelector.namespace, nameSelector.name, nameSelector.alias)];
  const { namespace, aliases = [] } = labelSelector;
  return [
    result(namespace, undefined, undefined),
    ...aliases.map((entry) => result(fixedPart(namespace) ?? entry.namespace, entry.name, entry.alias)),
  ];
}

function result(namespace: string | undefined, name: string | undefined, alias: Alias | undefined): Result {
  return {
    from: fixedPart(namespace),
    namespace: fixedPart(alias?.namespace),
    name: fixedPart(alias?.name) ?? fixedPart(name),
  };
}

function isCompatible({ from, namespace, name }: Result, selector: NameSelector): boolean {
  const meets = (part: string | undefined, wanted: string | undefined) =>
    part === undefined || isAny(wanted) || part === wanted;
  return meets(namespace ?? from, selector.namespace) && meets(name, selector.name);
}
