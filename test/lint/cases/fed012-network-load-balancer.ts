import { remove, set } from '../../../lib/lint/examples/edit';
import type { Platform } from '../../../lib/platforms';
import type { RuleCase, RuleCases } from './case';

const SERVICE = 'spec.gateways.additionalIngress.east-mesh-ingress.service';
const PEER = 'ServiceMeshPeer east-mesh';

const service = (path: string, value: unknown) =>
  set('west', 'ServiceMeshControlPlane west-mesh', `${SERVICE}.${path}`, value);
const type = (value: unknown) =>
  service('metadata.annotations[service.beta.kubernetes.io/aws-load-balancer-type]', value);
const on = (platform: Platform | 'osd'): NonNullable<RuleCase['platforms']> => new Map([['west', platform]]);

/** The name of a cluster that suggests AWS, where nothing else is known of its platform. */
const GUESSED = { clusterNames: { west: 'rosa-west' }, platforms: new Map() };

/** FED012: network load balancers on AWS. */
export const cases: RuleCases = {
  rule: 'FED012',
  findings: {
    missing: [
      { what: 'no annotations', edits: [service('metadata', undefined)] },
      {
        what: 'the annotation in other letters',
        edits: [service('metadata.annotations', { 'aws-load-balancer-type': 'nlb' })],
      },
    ],
    wrong: [
      { what: 'a classic load balancer', edits: [type('clb')] },
      { what: 'capitals', edits: [type('NLB')] },
      { what: 'a value that is not text', edits: [type(true)] },
      { what: 'an empty text', edits: [type('')] },
    ],
    byController: [
      { what: 'external', edits: [type('external')] },
      { what: 'nlb-ip', edits: [type('nlb-ip')] },
    ],
    perhapsMissing: [{ what: 'no annotation', edits: [type(undefined)], ...GUESSED }],
    perhapsWrong: [{ what: 'a classic load balancer', edits: [type('clb')], ...GUESSED }],
    perhapsByController: [{ what: 'external', edits: [type('external')], ...GUESSED }],
  },
  nearMisses: [
    { what: 'on Azure', edits: [type('clb')], platforms: on('azure') },
    { what: 'on OpenShift Dedicated', edits: [type(undefined)], platforms: on('osd') },
    { what: 'no platform is known', edits: [type(undefined)], platforms: new Map() },
    { what: 'a network load balancer on a cluster whose name suggests AWS', edits: [], ...GUESSED },
    { what: 'a gateway of type NodePort', edits: [type(undefined), service('type', 'NodePort')] },
    {
      what: 'a gateway that no peer uses',
      edits: [type(undefined), set('west', PEER, 'spec.gateways.ingress.name', 'x')],
    },
    {
      what: 'a peer without an ingress gateway',
      edits: [type(undefined), remove('west', PEER, 'spec.gateways.ingress')],
    },
    {
      what: 'an egress gateway',
      edits: [
        set(
          'west',
          'ServiceMeshControlPlane west-mesh',
          'spec.gateways.additionalEgress.east-mesh-egress.service.type',
          'LoadBalancer',
        ),
      ],
    },
  ],
};
