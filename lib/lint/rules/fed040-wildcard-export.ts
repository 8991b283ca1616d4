import { exportSkipReason } from '../../matching/export';
import { type ExportRule, LABEL_SELECTOR } from '../../matching/rules';
import { isAny } from '../../matching/service-name';
import type { ObservedPeer } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { set } from '../examples/edit';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';

const EFFECT =
  'the peer is offered istiod, the gateways and the add-ons of this mesh too, and can import and call them';
const FIX = 'name the namespace of an application, with one rule for each';

const FINDINGS = {
  everyNamespace: {
    severity: 'warning',
    message: 'the rule exports every service of the mesh, including those of the control plane',
    effect: EFFECT,
    fix: FIX,
  },
  controlPlaneNamespace: {
    severity: 'warning',
    message: 'the rule exports every service of the namespace "{namespace}", including those of the control plane',
    effect: EFFECT,
    fix: FIX,
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED040: no export rule includes the control plane. */
export const wildcardExport: Rule = {
  id: 'FED040',
  generations: ['ossm2'],
  title: 'an export rule that matches every service names a namespace of applications',
  cause:
    'A rule without a namespace was meant for the applications of the mesh; it matches every service that istiod has.',
  fix: 'Name the namespace of each application in a rule of its own.',
  sources: [
    'OpenShift Service Mesh 2 documentation, Exporting a service from a federated mesh',
    'docs/federation.md, Matching of exports and imports',
  ],
  findings: FINDINGS,
  example: {
    fault: [
      set('east', 'ExportedServiceSet west-mesh', 'spec.exportRules', [{ type: 'NameSelector', nameSelector: {} }]),
    ],
  },
  check: (fleet, report) => {
    for (const peer of fleet.peers) {
      for (const [i, rule] of (peer.exports?.rules ?? []).entries()) {
        const found = checkRule(peer, rule, i);
        if (found !== undefined) report(found);
      }
    }
  },
};

function checkRule(
  { exports, namespace: controlPlane }: ObservedPeer,
  rule: ExportRule,
  i: number,
): Finding | undefined {
  if (exports === undefined || exportSkipReason(rule) !== undefined || !matchesEveryName(rule)) return undefined;
  const place = { object: exports.object, path: [...exports.path, i] };
  const namespace = rule.type === LABEL_SELECTOR ? rule.labelSelector?.namespace : rule.nameSelector?.namespace;
  if (isAny(namespace)) return finding('everyNamespace', place, {});
  return namespace === controlPlane ? finding('controlPlaneNamespace', place, { namespace }) : undefined;
}

/** Whether a rule matches every service of the namespaces that it matches. */
function matchesEveryName({ type, nameSelector, labelSelector }: ExportRule): boolean {
  if (type !== LABEL_SELECTOR) return isAny(nameSelector?.name);
  const { matchLabels = {}, matchExpressions = [] } = labelSelector?.selector ?? {};
  return Object.keys(matchLabels).length === 0 && matchExpressions.length === 0;
}
