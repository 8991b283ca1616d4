import { exportSkipReason } from '../../matching/export';
import { importSkipReason } from '../../matching/import';
import { type Alias, type ExportRule, LABEL_SELECTOR, type NameSelector } from '../../matching/rules';
import { isAny } from '../../matching/service-name';
import { importScopeOf } from '../../observed/exchange';
import type { ObservedExport, ObservedPeer } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { add, set } from '../examples/edit';
import type { Rule } from '../rule';
import { isKnownOutside } from './support/namespaces';
import { NearestNames } from './support/nearest-name';
import { ObjectsByNamespace } from './support/objects-by-namespace';
import { serviceLabel } from './support/words';

/** FED013: imports meet exports. */
export const importRules: Rule = {
  id: 'FED013',
  severity: 'error',
  title: 'each import rule matches a service that the other mesh exports, by the name under which it is exported',
  cause:
    'The rule has the name that the service has at home, while the exporter gives it another one; or the two sides were written apart.',
  effect: 'the service is not imported; the status lists it without a local name, if at all',
  fix: "Write the name and the namespace that the exporter's alias gives, or those of the Service where it has no alias.",
  source: 'fact sheet 2.4, 2.5 (M2) and 8 (F4)',
  example: {
    given: [
      set('east', 'ExportedServiceSet west-mesh', 'spec.exportRules.2', {
        type: 'NameSelector',
        nameSelector: { namespace: 'stock', name: 'orders', alias: { namespace: 'public' } },
      }),
      add(
        'east',
        `apiVersion: v1
kind: Service
metadata: { name: orders, namespace: stock, labels: { app: orders } }
spec: { selector: { app: orders }, ports: [{ name: http, port: 9080 }] }`,
      ),
      set('west', 'ImportedServiceSet east-mesh', 'spec.importRules.2', {
        type: 'NameSelector',
        nameSelector: { namespace: 'public', name: 'orders' },
      }),
    ],
    fault: [set('west', 'ImportedServiceSet east-mesh', 'spec.importRules.2.nameSelector.namespace', 'stock')],
  },
  check: (fleet, report) => {
    const services = new ObjectsByNamespace('', 'Service');
    const names = new NearestNames();
    for (const peer of fleet.peers) {
      for (const finding of checkPeer(peer, services, names)) report(finding);
    }
  },
};

function checkPeer(peer: ObservedPeer, services: ObjectsByNamespace, names: NearestNames): readonly Finding[] {
  const { imports, counterpart } = peer;
  // Without a set on the other side nothing is exported at all, which is FED045.
  if (imports === undefined || counterpart?.exports === undefined) return [];
  const offers = new Offers(counterpart, services);
  const scope = importScopeOf(peer);
  return imports.rules.flatMap((rule, index) => {
    // A rule that istiod drops is FED022.
    if (importSkipReason(rule, scope) !== undefined) return [];
    const selector = rule.nameSelector ?? {};
    if (offers.has(selector) || offers.mayHave(selector)) return [];
    return [
      { ...finding(selector, offers, names), object: imports.object, path: [...imports.path, index, 'nameSelector'] },
    ];
  });
}

function finding(selector: NameSelector, offers: Offers, names: NearestNames): Omit<Finding, 'object'> {
  const { peer } = offers;
  const set = peer.exports?.object ?? peer.object;
  const hidden = offers.hiddenBy(selector);
  if (hidden !== undefined) {
    const { original, offered, rule } = hidden;
    return {
      ...severityOf(selector),
      message: `${describe(selector)} is the name at home; the other mesh exports ${serviceLabel(original)} as ${serviceLabel(offered)}`,
      fix: `write the name "${offered.name}" and the namespace "${offered.namespace}"`,
      related: [{ object: set, path: [...(peer.exports?.path ?? []), rule], text: 'the service gets its name here' }],
    };
  }
  const near = names.find(key(selector), offers.names());
  const [namespace, name] = near?.split('/') ?? [];
  return {
    ...severityOf(selector),
    message: `the other mesh exports nothing ${wanted(selector)}`,
    fix:
      name === undefined
        ? 'write what the other mesh exports, or add the service to its ExportedServiceSet'
        : `write the name "${name}" and the namespace "${namespace}"`,
    related: [{ object: set, path: peer.exports?.path ?? [], text: 'the exports of the other mesh' }],
  };
}

/** A rule for anything may stand there for what is yet to come; a rule for one service is meant for it. */
function severityOf({ name, namespace }: NameSelector): { readonly severity?: 'warning' } {
  return isAny(name) || isAny(namespace) ? { severity: 'warning' } : {};
}

/** What a selector has that fixes something. */
function describe({ name, namespace }: NameSelector): string {
  if (isAny(name)) return `the namespace "${namespace}"`;
  return isAny(namespace) ? `the name "${name}"` : serviceLabel({ name, namespace });
}

/** What a selector looks for. */
function wanted({ name, namespace }: NameSelector): string {
  if (isAny(name)) return isAny(namespace) ? 'at all' : `in the namespace "${namespace}"`;
  return isAny(namespace) ? `by the name "${name}"` : `as ${serviceLabel({ name, namespace })}`;
}

/** The part of names that a selector fixes, as a key. */
function key({ name, namespace }: NameSelector): string {
  return `${isAny(namespace) ? '' : namespace}/${isAny(name) ? '' : name}`;
}

/** What a mesh offers a peer, by everything that a selector can fix. */
class Offers {
  private readonly offered = new Map<string, ObservedExport>();
  private readonly original = new Map<string, ObservedExport>();
  private known: readonly string[] | undefined;

  /** @param peer the exporter's peer */
  constructor(
    readonly peer: ObservedPeer,
    private readonly services: ObjectsByNamespace,
  ) {
    for (const one of peer.offers) {
      for (const own of keys(one.offered)) if (!this.offered.has(own)) this.offered.set(own, one);
      for (const own of keys(one.original)) if (!this.original.has(own)) this.original.set(own, one);
    }
  }

  has(selector: NameSelector): boolean {
    return this.offered.has(key(selector));
  }

  /** A service that is offered under another name than the one that the selector has. */
  hiddenBy(selector: NameSelector): ObservedExport | undefined {
    return isAny(selector.name) && isAny(selector.namespace) ? undefined : this.original.get(key(selector));
  }

  /** Names and namespaces as keys. */
  names(): readonly string[] {
    this.known ??= [...new Set(this.peer.offers.map(({ offered }) => key(offered)))];
    return this.known;
  }

  /** Whether a rule may offer a service that the selector matches and the manifests do not have. */
  mayHave(selector: NameSelector): boolean {
    const rules = this.peer.exports?.rules ?? [];
    return rules.some((rule, i) => {
      if (exportSkipReason(rule) !== undefined || isFixed(rule)) return false;
      // A rule by labels that matches no Service is FED014.
      const isIdle = rule.type === LABEL_SELECTOR && !this.peer.offers.some((offer) => offer.rule === i);
      return resultsOf(rule).some(
        (result) => isCompatible(result, selector) && (isIdle || this.isOpen(result, selector)),
      );
    });
  }

  /** Whether the namespaces from which a result may come have Services that the manifests lack. */
  private isOpen({ from, namespace }: Result, selector: NameSelector): boolean {
    const { mesh } = this.peer;
    if (mesh === undefined) return true;
    const only = from ?? (namespace === undefined && !isAny(selector.namespace) ? selector.namespace : undefined);
    if (only === undefined && (mesh.membersUnknown || mesh.members.has('*'))) return true;
    const namespaces = only === undefined ? [...mesh.members] : isKnownOutside(mesh, only) ? [] : [only];
    return namespaces.some((one) => this.services.in(mesh.cluster, one).length === 0);
  }
}

function keys({ name, namespace }: { name: string; namespace: string }): readonly string[] {
  return [{}, { name }, { namespace }, { name, namespace }].map(key);
}

/** Names that a rule may give. */
interface Result {
  /** The namespace of the Services; undefined where it may be any. */
  readonly from: string | undefined;
  /** The namespace that they are exported with, where the rule fixes it otherwise than by `from`. */
  readonly namespace: string | undefined;
  readonly name: string | undefined;
}

function isFixed({ type, nameSelector }: ExportRule): boolean {
  return type !== LABEL_SELECTOR && !isAny(nameSelector?.name) && !isAny(nameSelector?.namespace);
}

function resultsOf({ type, nameSelector = {}, labelSelector = {} }: ExportRule): readonly Result[] {
  if (type !== LABEL_SELECTOR) return [result(nameSelector, nameSelector.alias)];
  const { namespace, aliases = [] } = labelSelector;
  const own = fixed(namespace);
  return [
    result(own === undefined ? {} : { namespace: own }, undefined),
    ...aliases.map((entry) => {
      const from = own ?? fixed(entry.namespace);
      const name = fixed(entry.name);
      return result(
        { ...(from !== undefined && { namespace: from }), ...(name !== undefined && { name }) },
        entry.alias,
      );
    }),
  ];
}

function result(selector: NameSelector, alias: Alias | undefined): Result {
  return {
    from: fixed(selector.namespace),
    namespace: fixed(alias?.namespace),
    name: fixed(alias?.name) ?? fixed(selector.name),
  };
}

function fixed(part: string | undefined): string | undefined {
  return isAny(part) ? undefined : part;
}

function isCompatible({ from, namespace, name }: Result, selector: NameSelector): boolean {
  const meets = (part: string | undefined, wanted: string | undefined) =>
    part === undefined || isAny(wanted) || part === wanted;
  return meets(namespace ?? from, selector.namespace) && meets(name, selector.name);
}
