import { type Edit, remove, set } from '../../../lib/lint/examples/edit';
import { NORTH } from '../../../lib/lint/examples/north';
import type { RuleCase, RuleCases } from './case';

const PLANE = 'ServiceMeshControlPlane east-mesh';
const INGRESS = 'spec.gateways.additionalIngress.west-mesh-ingress';
const SERVICE = `${INGRESS}.service`;
const RANGES = `${SERVICE}.loadBalancerSourceRanges`;
const OPEN = remove('east', PLANE, RANGES);

type Platform = NonNullable<RuleCase['platforms']> extends ReadonlyMap<string, infer P> ? P : never;

/** The platforms of the clusters; west is always on ROSA. */
function on(east: Platform): NonNullable<RuleCase['platforms']> {
  return new Map<string, Platform>([
    ['west', 'rosa'],
    ['east', east],
  ]);
}

/** An open load balancer with an annotation. */
function annotated(annotation: string, value: unknown): readonly Edit[] {
  return [OPEN, set('east', PLANE, `${SERVICE}.metadata.annotations[${annotation}]`, value)];
}

const AWS = 'service.beta.kubernetes.io/aws-load-balancer';
const AZURE = 'service.beta.kubernetes.io/azure';

/** FED042: load balancers that everybody reaches. */
export const cases: RuleCases = {
  rule: 'FED042',
  findings: {
    unrestricted: [
      {
        what: 'on ROSA',
        edits: [
          remove(
            'west',
            'ServiceMeshControlPlane west-mesh',
            'spec.gateways.additionalIngress.east-mesh-ingress.service.loadBalancerSourceRanges',
          ),
        ],
      },
      { what: 'on AWS, but not ROSA', edits: [OPEN], platforms: on('aws') },
      { what: 'on GCP', edits: [OPEN], platforms: on('gcp') },
      { what: 'an empty list', edits: [set('east', PLANE, RANGES, [])] },
      { what: 'empty ranges', edits: [set('east', PLANE, RANGES, ['', null])] },
      { what: 'AWS: not internal', edits: annotated(`${AWS}-internal`, 'false') },
      { what: 'AWS: an empty annotation', edits: annotated(`${AWS}-internal`, '') },
      { what: 'AWS: an unknown scheme', edits: annotated(`${AWS}-scheme`, 'not-internal') },
      { what: 'AWS: another unknown scheme', edits: annotated(`${AWS}-scheme`, 'internal-only') },
      { what: 'AWS: facing the internet', edits: annotated(`${AWS}-scheme`, 'internet-facing') },
      { what: 'Azure: not internal', edits: annotated(`${AZURE}-load-balancer-internal`, 'no') },
      { what: 'Azure: not internal either', edits: annotated(`${AZURE}-load-balancer-internal`, 'untrue') },
      { what: 'GCP: an unknown type', edits: annotated('networking.gke.io/load-balancer-type', 'not-internal') },
      { what: 'GCP: another unknown type', edits: annotated('networking.gke.io/load-balancer-type', 'internals') },
      { what: 'GCP: external', edits: annotated('networking.gke.io/load-balancer-type', 'External') },
      {
        what: 'GCP, older annotation: external',
        edits: annotated('cloud.google.com/load-balancer-type', 'x-internal'),
      },
      { what: 'no service tags', edits: annotated(`${AZURE}-allowed-service-tags`, '') },
      { what: 'another annotation', edits: annotated('constructor', 'internal') },
      {
        what: 'two gateways',
        edits: [
          ...NORTH,
          OPEN,
          remove(
            'east',
            'ServiceMeshControlPlane north-mesh',
            'spec.gateways.additionalIngress.west-ingress.service.loadBalancerSourceRanges',
          ),
        ],
      },
    ],
    perhapsUnrestricted: [
      {
        what: 'the name of the cluster says Azure',
        clusterNames: { east: 'azure-east' },
        platforms: new Map([['west', 'rosa']]),
        edits: [OPEN],
      },
    ],
  },
  nearMisses: [
    { what: 'one range', edits: [set('east', PLANE, RANGES, ['', '203.0.113.0/24'])] },
    { what: 'AWS: internal', edits: annotated(`${AWS}-internal`, 'true') },
    { what: 'AWS: internal, as older versions write it', edits: annotated(`${AWS}-internal`, '0.0.0.0/0') },
    { what: 'AWS: a value that begins with false', edits: annotated(`${AWS}-internal`, 'falsely') },
    { what: 'AWS: internal scheme', edits: annotated(`${AWS}-scheme`, 'internal') },
    { what: 'Azure: internal', edits: annotated(`${AZURE}-load-balancer-internal`, 'True') },
    { what: 'Azure: internal, without quotes', edits: annotated(`${AZURE}-load-balancer-internal`, true) },
    { what: 'Azure: service tags', edits: annotated(`${AZURE}-allowed-service-tags`, 'AzureCloud') },
    { what: 'GCP: internal', edits: annotated('networking.gke.io/load-balancer-type', 'Internal') },
    { what: 'GCP, older annotation: internal', edits: annotated('cloud.google.com/load-balancer-type', 'internal') },
    {
      what: 'ranges in an annotation',
      edits: annotated('service.beta.kubernetes.io/load-balancer-source-ranges', '203.0.113.0/24'),
    },
    { what: 'ClusterIP', edits: [OPEN, set('east', PLANE, `${SERVICE}.type`, 'ClusterIP')] },
    {
      what: 'a gateway that no peer uses',
      edits: [
        set('east', PLANE, 'spec.gateways.additionalIngress.public', {
          enabled: true,
          routeConfig: { enabled: false },
          service: { type: 'LoadBalancer' },
        }),
      ],
    },
    {
      what: 'the name of the cluster says OpenShift Dedicated, whose cloud is unknown',
      clusterNames: { east: 'osd-east' },
      platforms: new Map([['west', 'rosa']]),
      edits: [OPEN],
    },
    { what: 'bare metal', edits: [OPEN], platforms: on('baremetal') },
    { what: 'a platform that is not known', edits: [OPEN], platforms: new Map([['west', 'rosa']]) },
  ],
};
