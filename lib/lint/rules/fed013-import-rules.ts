import { importSkipReason } from '../../matching/import';
import type { NameSelector } from '../../matching/rules';
import { isAny } from '../../matching/service-name';
import { importScopeOf } from '../../observed/exchange';
import type { ObservedExport, ObservedPeer, ServiceSet } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { add, set } from '../examples/edit';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';
import { NearestNames } from './support/nearest-name';
import { ObjectsByNamespace } from './support/objects-by-namespace';
import { key, Offers } from './support/offers';
import { type ManifestPlace, ruleOf } from './support/places';
import { serviceLabel } from './support/words';

const ORIGINAL = 'the rule selects the original {selected}; the other mesh exports {original} as {exported}';
const NO_MATCH = 'the other mesh exports no service {selected}';
const HIDDEN =
  'the rule does not import the service; the status of the ImportedServiceSet lists it without a local service';
const NOTHING = 'the rule imports nothing, and no status reports it';
const WRITE = 'write the name "{name}" and the namespace "{namespace}"';
const EXPORT = 'write a name that the other mesh exports, or add the service to its ExportedServiceSet';
const NAMED = ['the exported name is set here'];
const EXPORTS = ['the exports of the other mesh'];

const FINDINGS = {
  originalName: { severity: 'error', message: ORIGINAL, effect: HIDDEN, fix: WRITE, related: NAMED },
  // A rule with a wildcard may be for services that are yet to come; a rule for one service is not.
  originalNames: { severity: 'warning', message: ORIGINAL, effect: HIDDEN, fix: WRITE, related: NAMED },
  misspelledName: { severity: 'error', message: NO_MATCH, effect: NOTHING, fix: WRITE, related: EXPORTS },
  unknownName: { severity: 'error', message: NO_MATCH, effect: NOTHING, fix: EXPORT, related: EXPORTS },
  unknownNames: { severity: 'warning', message: NO_MATCH, effect: NOTHING, fix: EXPORT, related: EXPORTS },
} as const;

const finding = findingMaker(FINDINGS);

/** FED013: imports match exports. */
export const importRules: Rule = {
  id: 'FED013',
  generations: ['ossm2'],
  title: 'each import rule matches a service that the other mesh exports, by the name under which it is exported',
  cause:
    'The rule has the original name of the service although the exporter sets an alias, or the names of the two sides differ.',
  fix: "Write the name and the namespace of the exporter's alias, or those of the Service if it has no alias.",
  sources: [
    'OpenShift Service Mesh 2 documentation, Importing a service into a federated mesh',
    'maistra/istio pkg/servicemesh/federation/common/imports.go, NameForService',
    'maistra/istio pkg/servicemesh/federation/common/namemapping.go',
  ],
  findings: FINDINGS,
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
      for (const found of checkPeer(peer, services, names)) report(found);
    }
  },
};

function checkPeer(peer: ObservedPeer, services: ObjectsByNamespace, names: NearestNames): readonly Finding[] {
  const { imports, remote, counterpart } = peer;
  // Without a set on the other side nothing is exported at all, which is FED045.
  if (imports === undefined || remote === undefined || counterpart?.exports === undefined) return [];
  const { exports } = counterpart;
  const offers = new Offers(counterpart, remote, services);
  const scope = importScopeOf(peer);
  return imports.rules.flatMap((rule, index) => {
    const { nameSelector: selector = {} } = rule;
    // A rule that istiod skips is FED022.
    if (importSkipReason(rule, scope) !== undefined || offers.has(selector) || offers.mayHave(selector)) return [];
    const place = ruleOf(imports, index, ['nameSelector']);
    const renamed = offers.byOriginalName(selector);
    return [
      renamed === undefined
        ? unknown(selector, place, offers, exports, names)
        : original(selector, place, renamed, exports),
    ];
  });
}

/** A rule that has the name before the exporter's alias. */
function original(
  selector: NameSelector,
  place: ManifestPlace,
  { original, offered, rule }: ObservedExport,
  exports: ServiceSet<unknown>,
): Finding {
  return finding(
    isWildcard(selector) ? 'originalNames' : 'originalName',
    { ...place, related: [ruleOf(exports, rule)] },
    {
      selected: selectedPart(selector),
      original: serviceLabel(original),
      exported: serviceLabel(offered),
      name: offered.name,
      namespace: offered.namespace,
    },
  );
}

/** A rule that no exported name matches. */
function unknown(
  selector: NameSelector,
  place: ManifestPlace,
  offers: Offers,
  { object, path }: ServiceSet<unknown>,
  names: NearestNames,
): Finding {
  const at = { ...place, related: [{ object, path }] };
  const selected = selectedServices(selector);
  if (isWildcard(selector)) return finding('unknownNames', at, { selected });
  const [namespace, name] = names.find(key(selector), offers.names())?.split('/') ?? [];
  if (namespace === undefined || name === undefined) return finding('unknownName', at, { selected });
  return finding('misspelledName', at, { selected, name, namespace });
}

function isWildcard({ name, namespace }: NameSelector): boolean {
  return isAny(name) || isAny(namespace);
}

/** The part of a name that a selector fixes, for messages. */
function selectedPart({ name, namespace }: NameSelector): string {
  if (isAny(name)) return `namespace "${namespace}"`;
  return isAny(namespace) ? `name "${name}"` : `name ${serviceLabel({ name, namespace })}`;
}

/** The services that a selector selects, for messages. */
function selectedServices({ name, namespace }: NameSelector): string {
  if (isAny(name)) return isAny(namespace) ? 'at all' : `in the namespace "${namespace}"`;
  return isAny(namespace) ? `with the name "${name}"` : serviceLabel({ name, namespace });
}
