import { remove, set } from '../../../lib/lint/examples/edit';
import { NORTH } from '../../../lib/lint/examples/north';
import type { RuleCases } from './case';

const CONTROL_PLANE = 'ServiceMeshControlPlane west-mesh';
const INGRESS = 'spec.gateways.additionalIngress';
const EGRESS = 'spec.gateways.additionalEgress';

const plane = (path: string, value: unknown) => set('west', CONTROL_PLANE, path, value);
const enabled = (value: unknown) => plane(`${INGRESS}.east-mesh-ingress.enabled`, value);
const namespace = (value: unknown) => plane(`${INGRESS}.east-mesh-ingress.namespace`, value);
const name = (kind: 'ingress' | 'egress', value: unknown) =>
  set('west', 'ServiceMeshPeer east-mesh', `spec.gateways.${kind}.name`, value);

/** FED006: the gateways of a peer. */
export const cases: RuleCases = {
  rule: 'FED006',
  findings: {
    notEnabled: [{ what: 'an ingress gateway in another namespace', edits: [enabled(undefined), namespace('shop')] }],
    otherEnabled: [
      { what: 'false', edits: [enabled(false)] },
      { what: 'text', edits: [enabled('true')] },
      { what: 'null', edits: [enabled(null)] },
    ],
    otherNamespace: [
      { what: 'an ingress gateway', edits: [namespace('shop')] },
      { what: 'an egress gateway', edits: [plane(`${EGRESS}.east-mesh-egress.namespace`, 'shop')] },
      { what: 'a number', edits: [namespace(7)] },
    ],
    missingName: [
      {
        what: 'no name, and no gateways',
        edits: [remove('west', 'ServiceMeshPeer east-mesh', 'spec.gateways'), plane('spec.gateways', {})],
      },
      { what: 'no name, and two gateways', edits: [...NORTH, name('egress', undefined)] },
    ],
    missingNameOfKnown: [
      { what: 'no names, and one gateway of each kind', edits: [name('ingress', undefined), name('egress', '')] },
    ],
    unknown: [
      { what: 'no gateways', edits: [plane(INGRESS, {}), plane(EGRESS, undefined)] },
      { what: 'none of two gateways is similar', edits: [...NORTH, name('ingress', 'outside')] },
    ],
    unknownBesideKnown: [
      { what: 'a misspelled name of two gateways', edits: [...NORTH, name('egress', 'est-mesh-egress')] },
      { what: 'another name than that of the only gateway', edits: [name('ingress', 'outside')] },
    ],
    wrongKind: [
      {
        what: 'an egress gateway, and no ingress gateways',
        edits: [plane(INGRESS, {}), name('ingress', 'east-mesh-egress')],
      },
      {
        what: 'an ingress gateway, and no egress gateways',
        edits: [plane(EGRESS, {}), name('egress', 'east-mesh-ingress')],
      },
    ],
    wrongKindBesideKnown: [
      {
        what: 'the gateways are swapped',
        edits: [name('ingress', 'east-mesh-egress'), name('egress', 'east-mesh-ingress')],
      },
    ],
  },
  nearMisses: [
    { what: 'the namespace of the control plane', edits: [namespace('west-mesh')] },
    { what: 'an empty namespace', edits: [namespace('')] },
    { what: 'null instead of a namespace', edits: [namespace(null)] },
    {
      what: 'a gateway that no peer uses',
      edits: [plane(`${INGRESS}.other`, { enabled: false, namespace: 'shop' })],
    },
    {
      what: 'a peer outside of the control plane is FED003',
      edits: [set('west', 'ServiceMeshPeer east-mesh', 'metadata.namespace', 'shop'), name('ingress', 'outside')],
    },
  ],
};
