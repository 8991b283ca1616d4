import { add, remove, set } from '../../../../lib/lint/examples/edit';
import type { RuleCases } from '../../cases/case';

const VALUES = 'spec.values';
const north = (path: string, value: unknown) => set('north', 'Istio north-mesh', `${VALUES}.${path}`, value);
const ENTRY = 'meshConfig.caCertificates[0].trustDomains';
const NONE = north(ENTRY, undefined);

/** FED105: trust domains that an exporting mesh accepts. */
export const cases: RuleCases = {
  rule: 'FED105',
  findings: {
    notAccepted: [
      { what: 'another trust domain', edits: [north(ENTRY, ['west.local'])] },
      {
        what: 'the importing mesh has the default',
        edits: [remove('west', 'Istio west-mesh', 'spec.values.meshConfig.trustDomain')],
      },
      { what: 'the switch is off', edits: [NONE, north('pilot.env.PILOT_SKIP_VALIDATE_TRUST_DOMAIN', 'false')] },
    ],
  },
  nearMisses: [
    { what: 'an alias', edits: [NONE, north('meshConfig.trustDomainAliases', ['west-mesh.local'])] },
    { what: 'the validation is off', edits: [NONE, north('pilot.env.PILOT_SKIP_VALIDATE_TRUST_DOMAIN', 'true')] },
    { what: 'one trust domain', edits: [NONE, north('meshConfig.trustDomain', 'west-mesh.local')] },
    { what: 'an importing mesh without an Istio resource', edits: [NONE, remove('west', 'Istio west-mesh')] },
    { what: 'an exporting mesh without an Istio resource', edits: [remove('north', 'Istio north-mesh')] },
    {
      what: 'the importing side needs no trust domains',
      edits: [set('west', 'Istio west-mesh', 'spec.values.meshConfig.caCertificates[0].trustDomains', undefined)],
    },
    { what: 'another entry', edits: [add('north', '{ apiVersion: v1, kind: Namespace, metadata: { name: other } }')] },
  ],
};
