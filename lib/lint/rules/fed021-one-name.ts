import { exportShadowedBy, exportSkipReason } from '../../matching/export';
import { importShadowedBy, importSkipReason } from '../../matching/import';
import { NAME_SELECTOR, type NameSelector } from '../../matching/rules';
import { isAny } from '../../matching/service-name';
import { group } from '../../observed/clusters';
import { importScopeOf } from '../../observed/exchange';
import type { ObservedExport, ObservedImport, ObservedMesh, ObservedPeer, ServiceSet } from '../../observed/model';
import type { Finding, RelatedSubject } from '../diagnostic';
import { add, set } from '../examples/edit';
import type { Rule } from '../rule';

/** The most places that a finding shows besides its own. */
const MOST_RELATED = 5;

/** FED021: each service has a name of its own, and each rule can apply. */
export const oneName: Rule = {
  id: 'FED021',
  severity: 'error',
  title: 'no two services share one name on the way to a peer, and every rule can apply',
  cause:
    'The first rule that matches a service decides. Aliases can give several services one name, also one rule that matches them all.',
  effect: 'one of the services wins, and which one is left to chance; the status shows a single one of them',
  fix: 'Give each service an alias of its own, and put narrow rules before wide ones.',
  source: 'fact sheet 2.5 (X9, X19, M15, M16) and 2.6',
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
      for (const finding of [...checkExports(peer), ...checkRules(peer)]) report(finding);
    }
    for (const mesh of fleet.meshes) for (const finding of checkImports(mesh)) report(finding);
  },
};

function checkExports(peer: ObservedPeer): readonly Finding[] {
  const offers = group(peer.offers, ({ offered }) => `${offered.name}.${offered.namespace}`);
  return [...offers].flatMap(([name, all]) => {
    const distinct = distinctBy(all, ({ original }) => `${original.namespace}/${original.name}`);
    const [first, second, ...others] = distinct;
    if (first === undefined || second === undefined) return [];
    const originals = distinct.map(({ original }) => `"${original.namespace}/${original.name}"`);
    return [
      {
        object: setOf(peer.exports, peer),
        path: [...(peer.exports?.path ?? []), second.rule],
        message: `the services ${shorten(originals)} are all exported as "${name}"`,
        fix: 'give all but one of them another alias',
        related: [first, second, ...others].slice(0, MOST_RELATED).flatMap((one) => exportPlace(one, second, peer)),
      },
    ];
  });
}

function exportPlace(
  { rule, service, original }: ObservedExport,
  found: ObservedExport,
  peer: ObservedPeer,
): readonly RelatedSubject[] {
  const text = `"${original.namespace}/${original.name}" gets the name here`;
  const place =
    rule === found.rule
      ? []
      : [{ object: setOf(peer.exports, peer), path: [...(peer.exports?.path ?? []), rule], text }];
  return service === undefined ? place : [...place, { object: service.object, text: 'one of the Services' }];
}

function setOf(set: ServiceSet<unknown> | undefined, peer: ObservedPeer): Finding['object'] {
  return set?.object ?? peer.object;
}

function distinctBy<T>(values: readonly T[], keyOf: (value: T) => string): readonly T[] {
  return [...group(values, keyOf).values()].flatMap(([first]) => first ?? []);
}

function shorten(texts: readonly string[]): string {
  const shown = texts.slice(0, MOST_RELATED).join(', ');
  return texts.length > MOST_RELATED ? `${shown} and ${texts.length - MOST_RELATED} more` : shown;
}

/** Rules that never apply, and rules that give all that they match one name. */
function checkRules(peer: ObservedPeer): readonly Finding[] {
  const { exports, imports } = peer;
  const scope = importScopeOf(peer);
  const exportedBy = group(peer.offers, ({ rule }) => String(rule));
  return [
    ...(exports?.rules ?? []).flatMap((rule, i) => [
      ...shadow(exports, i, exportShadowedBy(exports?.rules ?? [], i)),
      ...(rule.type === NAME_SELECTOR &&
      exportSkipReason(rule) === undefined &&
      (exportedBy.get(String(i))?.length ?? 0) < 2
        ? oneForAll(exports, i, rule.nameSelector)
        : []),
    ]),
    ...(imports?.rules ?? []).flatMap((rule, i) => [
      ...shadow(imports, i, importShadowedBy(imports?.rules ?? [], i, scope)),
      ...(importSkipReason(rule, scope) === undefined && peer.counterpart === undefined
        ? oneForAll(imports, i, rule.nameSelector)
        : []),
    ]),
  ];
}

function shadow(set: ServiceSet<unknown> | undefined, index: number, by: number | undefined): readonly Finding[] {
  if (set === undefined || by === undefined) return [];
  const { object, path } = set;
  return [
    {
      object,
      path: [...path, index],
      severity: 'warning',
      message: `rule ${index} can never apply: rule ${by} matches everything that it matches`,
      effect: 'the rule does nothing, and its alias is not given',
      fix: `put the rule before rule ${by}, or remove it`,
      related: [{ object, path: [...path, by], text: 'the rule that comes first' }],
    },
  ];
}

function oneForAll(
  set: ServiceSet<unknown> | undefined,
  index: number,
  selector: NameSelector | undefined,
): readonly Finding[] {
  const alias = selector?.alias?.name;
  if (set === undefined || !isAny(selector?.name) || isAny(alias)) return [];
  return [
    {
      object: set.object,
      path: [...set.path, index, 'nameSelector', 'alias', 'name'],
      severity: 'warning',
      message: `the rule matches services of any name and calls them all "${alias}"`,
      effect: 'where it matches more than one of a namespace, one of them wins, and which one is left to chance',
      fix: 'state nameSelector.name, or remove the name of the alias',
    },
  ];
}

function checkImports(mesh: ObservedMesh): readonly Finding[] {
  return [...mesh.importsByHost].flatMap(([host, all]) => {
    // What arrives under one name counts once; FED021 says on the other side that several services have it.
    const distinct = distinctBy(all, ({ peer, export: { offered } }) =>
      JSON.stringify([peer.name, offered.namespace, offered.name]),
    );
    const [first, second] = distinct;
    if (first === undefined || second === undefined || joinsWell(distinct)) return [];
    const isShared = distinct.every(({ isLocal }) => isLocal) && !sharesPeer(distinct);
    const names = distinct.map(
      ({ peer, export: { offered } }) => `"${offered.name}.${offered.namespace}" of "${peer.name}"`,
    );
    return [
      {
        object: setOf(second.peer.imports, second.peer),
        path: [...(second.peer.imports?.path ?? []), second.rule],
        message: `the services ${shorten(names)} are all imported as "${host}"${isShared ? ' through one egress gateway' : ''}`,
        ...(isShared && { effect: 'the gateway keeps one of the peers for the host, and the other gets no requests' }),
        fix: isShared
          ? 'give each peer an egress gateway of its own'
          : 'give all but one of them another alias or suffix',
        related: distinct
          .filter((one) => one !== second)
          .slice(0, MOST_RELATED)
          .map((one) => importPlace(one)),
      },
    ];
  });
}

function importPlace({ peer, rule, export: { offered } }: ObservedImport): RelatedSubject {
  const text = `"${offered.name}.${offered.namespace}" gets the host here`;
  return { object: setOf(peer.imports, peer), path: [...(peer.imports?.path ?? []), rule], text };
}

/** Imports as local of several peers join the local service, each through an egress gateway of its own. */
function joinsWell(imports: readonly ObservedImport[]): boolean {
  if (!imports.every(({ isLocal }) => isLocal) || sharesPeer(imports)) return false;
  const gateways = imports.map(({ peer }) => peer.egressName ?? '');
  return new Set(gateways).size === gateways.length;
}

function sharesPeer(imports: readonly ObservedImport[]): boolean {
  return new Set(imports.map(({ peer }) => peer)).size < imports.length;
}
