import { exportSkipReason } from '../../matching/export';
import { type ExportRule, LABEL_SELECTOR } from '../../matching/rules';
import { isAny } from '../../matching/service-name';
import type { ObservedPeer } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';

const EFFECT = 'istiod, the gateways and the add-ons of this mesh are exported, too: the peer can import and call them';
const FIX = 'write the namespace of an application, in one rule for each namespace';

const FINDINGS = {
  wholeMesh: {
    severity: 'warning',
    message: 'the rule exports every service in the mesh, including those of the control plane',
    effect: EFFECT,
    fix: FIX,
  },
  controlPlaneNamespace: {
    severity: 'warning',
    message: 'the rule exports every service in the control plane namespace "{namespace}"',
    effect: EFFECT,
    fix: FIX,
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED040: no export rule includes the control plane. */
export const wildcardExport: Rule = {
  id: 'FED040',
  generations: ['ossm2'],
  title: 'an export rule that matches every name has the namespace of an application',
  cause:
    'A rule without a namespace was meant for the applications of the mesh; it matches every service that istiod knows.',
  fix: 'Write one rule for the namespace of each application.',
  sources: [
    'maistra/istio pkg/servicemesh/federation/common/exports.go (matching of export rules)',
    'docs/federation.md, Matching of exports and imports',
  ],
  findings: FINDINGS,
  example: {
    fault: [
      set('east', 'ExportedServiceSet west-mesh', 'spec.exportRules', [{ type: 'NameSelector', nameSelector: {} }]),
    ],
  },
  check: (fleet, report) => {
    for (const peer of fleet.peers) for (const found of checkPeer(peer)) report(found);
  },
};

function checkPeer({ exports, namespace: controlPlane }: ObservedPeer): readonly Finding[] {
  if (exports === undefined) return [];
  const { object, path, rules } = exports;
  return rules.flatMap((rule, i) => {
    if (exportSkipReason(rule) !== undefined || !matchesEveryName(rule)) return [];
    const namespace = namespaceOf(rule);
    const place = { object, path: [...path, i] };
    if (isAny(namespace)) return [finding('wholeMesh', place, {})];
    return namespace === controlPlane ? [finding('controlPlaneNamespace', place, { namespace })] : [];
  });
}

function matchesEveryName({ type, nameSelector, labelSelector }: ExportRule): boolean {
  if (type !== LABEL_SELECTOR) return isAny(nameSelector?.name);
  const { matchLabels = {}, matchExpressions = [] } = labelSelector?.selector ?? {};
  return Object.keys(matchLabels).length === 0 && matchExpressions.length === 0;
}

function namespaceOf({ type, nameSelector, labelSelector }: ExportRule): string | undefined {
  return type === LABEL_SELECTOR ? labelSelector?.namespace : nameSelector?.namespace;
}
