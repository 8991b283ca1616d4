import { remove, set } from '../../../../lib/lint/examples/edit';
import type { RuleCases } from '../../cases/case';

const cni = (version: unknown) => set('north', 'IstioCNI default', 'spec.version', version);

/** FED102: versions of IstioCNI and Istio. */
export const cases: RuleCases = {
  rule: 'FED102',
  findings: {
    apart: [
      { what: 'an older CNI plugin', edits: [cni('v1.27.9')] },
      { what: 'a newer one', edits: [cni('v1.32-latest')] },
    ],
  },
  nearMisses: [
    { what: 'one minor version', edits: [cni('v1.31-latest')] },
    { what: 'another patch', edits: [cni('v1.30.1')] },
    { what: 'no version', edits: [remove('north', 'IstioCNI default', 'spec.version')] },
    { what: 'no IstioCNI', edits: [remove('north', 'IstioCNI default')] },
  ],
};
