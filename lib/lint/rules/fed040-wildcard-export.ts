import { exportSkipReason } from '../../matching/export';
import { type ExportRule, LABEL_SELECTOR } from '../../matching/rules';
import { isAny } from '../../matching/service-name';
import type { ObservedPeer } from '../../observed/model';
import { set } from '../examples/edit';
import type { Rule } from '../rule';

/** FED040: no export rule takes the control plane along. */
export const wildcardExport: Rule = {
  id: 'FED040',
  severity: 'warning',
  title: 'an export rule that matches every service names a namespace of applications',
  cause: 'A rule without a namespace was meant for the applications of the mesh; it matches whatever istiod sees.',
  effect: 'the peer is offered istiod, the gateways and the add-ons of this mesh too, and can import and call them',
  fix: 'Name the namespace of each application in a rule of its own.',
  source: 'fact sheet 2.4 and 2.5 (X2)',
  example: {
    fault: [
      set('east', 'ExportedServiceSet west-mesh', 'spec.exportRules', [{ type: 'NameSelector', nameSelector: {} }]),
    ],
  },
  check: (fleet, report) => {
    for (const peer of fleet.peers) {
      const { exports } = peer;
      for (const [i, rule] of (exports?.rules ?? []).entries()) {
        const what = exports === undefined ? undefined : tooMuch(rule, peer);
        if (exports === undefined || what === undefined) continue;
        report({
          object: exports.object,
          path: [...exports.path, i],
          message: `the rule exports every service of ${what}, those of the control plane among them`,
          fix: 'name the namespace of an application, with one rule for each',
        });
      }
    }
  },
};

/** What a rule exports if it takes the control plane along. */
function tooMuch(rule: ExportRule, { namespace: controlPlane }: ObservedPeer): string | undefined {
  if (exportSkipReason(rule) !== undefined) return undefined;
  const { type, nameSelector, labelSelector } = rule;
  const selector = labelSelector?.selector;
  const isLabelled =
    Object.keys(selector?.matchLabels ?? {}).length > 0 || (selector?.matchExpressions ?? []).length > 0;
  const isEveryName = type === LABEL_SELECTOR ? !isLabelled : isAny(nameSelector?.name);
  const namespace = type === LABEL_SELECTOR ? labelSelector?.namespace : nameSelector?.namespace;
  if (!isEveryName) return undefined;
  if (isAny(namespace)) return 'the mesh';
  return namespace === controlPlane ? `the namespace "${namespace}"` : undefined;
}
