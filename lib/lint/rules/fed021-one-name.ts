import { exportSkipReason, shadowedExports } from '../../matching/export';
import { importSkipReason, shadowedImports } from '../../matching/import';
import { NAME_SELECTOR, type NameSelector } from '../../matching/rules';
import { isAny } from '../../matching/service-name';
import { importScopeOf } from '../../observed/exchange';
import type { ObservedExport, ObservedImport, ObservedMesh, ObservedPeer, ServiceSet } from '../../observed/model';
import { groupBy } from '../../values';
import type { Finding, Subject } from '../diagnostic';
import { add, set } from '../examples/edit';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';
import { importRuleOf, ruleOf } from './support/places';

/** The largest number of services that a finding lists. */
const MAX_LISTED = 5;

const SAME_HOST = 'the services {services} are all imported as "{host}"';
const IMPORTED = ['"{host}" is imported here too'];
const ONE_WINS =
  'only one of the services is called, and which one is not predictable; the status lists only one of them';

const FINDINGS = {
  sameExportedName: {
    severity: 'error',
    message: 'the services {services} are all exported as "{name}"',
    effect: ONE_WINS,
    fix: 'set a different alias for all but one of them',
    related: ['one of the services that are exported as "{name}"'],
  },
  sameHost: {
    severity: 'error',
    message: SAME_HOST,
    effect: ONE_WINS,
    fix: 'set a different alias or domain suffix for all but one of them',
    related: IMPORTED,
  },
  sharedEgress: {
    severity: 'error',
    message: `${SAME_HOST} through one egress gateway`,
    effect: 'the gateway routes the host to only one of the peers, and the others get no requests',
    fix: 'use a separate egress gateway for each peer',
    related: IMPORTED,
  },
  shadowedRule: {
    severity: 'warning',
    message: 'rule {index} never applies: rule {by} matches everything that it matches',
    effect: 'the rule has no effect, and its alias is not set',
    fix: 'move the rule before rule {by}, or remove it',
    related: ['the rule that applies instead'],
  },
  oneNameForAll: {
    severity: 'warning',
    message: 'the rule matches services of any name, and its alias gives all of them the name "{alias}"',
    effect:
      'if it matches more than one service of a namespace, only one of them is called, and which one is not predictable',
    fix: 'set nameSelector.name, or remove the name of the alias',
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED021: each service has its own name, and each rule can apply. */
export const oneName: Rule = {
  id: 'FED021',
  generations: ['ossm2'],
  title: 'no two services have the same exported name or imported host, and every rule can apply',
  cause:
    'The first rule that matches a service applies. Aliases can set one name for several services, even a single alias of a rule that matches them all. The API rejects the whole status of a set with two equal exported names, so it keeps an old list.',
  fix: 'Set a different alias for each service, and put rules for single services before rules for many.',
  sources: [
    'OpenShift Service Mesh 2 documentation, Exporting a service from a federated mesh; Importing a service into a federated mesh',
    'maistra/istio pkg/servicemesh/federation/common/exports.go and imports.go, NameForService',
    'maistra/istio pkg/servicemesh/federation/server/server.go',
  ],
  findings: FINDINGS,
  example: {
    fault: [
      ...['apples', 'pears'].map((name) =>
        add(
          'east',
          `apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: stock }
spec: { selector: { app: ${name} }, ports: [{ name: http, port: 9080 }] }`,
        ),
      ),
      set('east', 'ExportedServiceSet west-mesh', 'spec.exportRules[2]', {
        type: 'NameSelector',
        nameSelector: { namespace: 'stock', name: 'apples', alias: { name: 'fruits' } },
      }),
      set('east', 'ExportedServiceSet west-mesh', 'spec.exportRules[3]', {
        type: 'NameSelector',
        nameSelector: { namespace: 'stock', name: 'pears', alias: { name: 'fruits' } },
      }),
    ],
  },
  check: (fleet, report) => {
    for (const peer of fleet.peers) {
      for (const found of [...checkExportedNames(peer), ...checkExportRules(peer), ...checkImportRules(peer)]) {
        report(found);
      }
    }
    for (const mesh of fleet.meshes) for (const found of checkHosts(mesh)) report(found);
  },
};

function checkExportedNames({ exports, offers }: ObservedPeer): readonly Finding[] {
  if (exports === undefined) return [];
  return [...groupBy(offers, ({ offered }) => `${offered.name}.${offered.namespace}`)].flatMap(([name, all]) => {
    const distinct = distinctBy(all, originalName);
    const [, second] = distinct;
    if (second === undefined) return [];
    const related = distinct.slice(0, MAX_LISTED).flatMap((one) => exportPlaces(exports, one, second));
    return [
      finding(
        'sameExportedName',
        { ...ruleOf(exports, second.rule), related },
        { services: listed(distinct.map((one) => `"${originalName(one)}"`)), name },
      ),
    ];
  });
}

function originalName({ original: { name, namespace } }: ObservedExport): string {
  return `${namespace}/${name}`;
}

/** The rule that exports a service, unless the finding is there, and the Service. */
function exportPlaces(
  exports: ServiceSet<unknown>,
  { rule, service }: ObservedExport,
  found: ObservedExport,
): readonly Subject[] {
  return [
    ...(rule === found.rule ? [] : [ruleOf(exports, rule)]),
    ...(service === undefined ? [] : [{ object: service.object }]),
  ];
}

function distinctBy<T>(values: readonly T[], keyOf: (value: T) => string): readonly T[] {
  return [...groupBy(values, keyOf).values()].flatMap(([first]) => first ?? []);
}

function listed(texts: readonly string[]): string {
  const shown = texts.slice(0, MAX_LISTED).join(', ');
  return texts.length > MAX_LISTED ? `${shown} and ${texts.length - MAX_LISTED} more` : shown;
}

/** Export rules that never apply, and those with one alias for all that they match. */
function checkExportRules({ exports, offers }: ObservedPeer): readonly Finding[] {
  if (exports === undefined) return [];
  const shadows = shadowedExports(exports.rules);
  const byRule = groupBy(offers, ({ rule }) => String(rule));
  return exports.rules.flatMap((rule, i) => {
    const isUsed = rule.type === NAME_SELECTOR && exportSkipReason(rule) === undefined;
    // Two services or more that get one name are a certain conflict.
    const isOpen = isUsed && (byRule.get(String(i)) ?? []).length < 2;
    return [...shadowed(exports, i, shadows[i]), ...(isOpen ? oneForAll(exports, i, rule.nameSelector) : [])];
  });
}

/** Import rules that never apply, and those with one alias for all that they match. */
function checkImportRules(peer: ObservedPeer): readonly Finding[] {
  const { imports, counterpart } = peer;
  if (imports === undefined) return [];
  const scope = importScopeOf(peer);
  const shadows = shadowedImports(imports.rules, scope);
  return imports.rules.flatMap((rule, i) => {
    // The exports of a known mesh decide whether names conflict.
    const isOpen = counterpart === undefined && importSkipReason(rule, scope) === undefined;
    return [...shadowed(imports, i, shadows[i]), ...(isOpen ? oneForAll(imports, i, rule.nameSelector) : [])];
  });
}

function shadowed(set: ServiceSet<unknown>, index: number, by: number | undefined): readonly Finding[] {
  if (by === undefined) return [];
  return [finding('shadowedRule', { ...ruleOf(set, index), related: [ruleOf(set, by)] }, { index, by })];
}

function oneForAll(set: ServiceSet<unknown>, index: number, selector: NameSelector = {}): readonly Finding[] {
  const alias = selector.alias?.name;
  if (!isAny(selector.name) || isAny(alias)) return [];
  return [finding('oneNameForAll', ruleOf(set, index, ['nameSelector', 'alias', 'name']), { alias })];
}

function checkHosts(mesh: ObservedMesh): readonly Finding[] {
  return [...mesh.importsByHost].flatMap(([host, all]) => {
    // What several services of a peer are exported as counts once; it is a finding in the exporting mesh.
    const distinct = distinctBy(all, ({ peer, export: { offered } }) =>
      JSON.stringify([peer.name, offered.namespace, offered.name]),
    );
    const [, second] = distinct;
    if (second === undefined || joinsWell(distinct)) return [];
    const services = listed(
      distinct.map(({ peer, export: { offered } }) => `"${offered.name}.${offered.namespace}" of "${peer.name}"`),
    );
    const others = distinct.filter((one) => one !== second).slice(0, MAX_LISTED);
    const place = { ...importRuleOf(second), related: others.map((one) => importRuleOf(one)) };
    return [finding(isJoined(distinct) ? 'sharedEgress' : 'sameHost', place, { services, host })];
  });
}

/** Whether imports as local of different peers join one local service. */
function isJoined(imports: readonly ObservedImport[]): boolean {
  const peers = new Set(imports.map(({ peer }) => peer));
  return imports.every(({ isLocal }) => isLocal) && peers.size === imports.length;
}

/** Whether imports join one local service through a separate egress gateway each. */
function joinsWell(imports: readonly ObservedImport[]): boolean {
  const gateways = new Set(imports.map(({ peer }) => peer.egressName));
  return isJoined(imports) && gateways.size === imports.length;
}
