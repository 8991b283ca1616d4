import { add, type Edit, remove, set } from '../../lib/lint/examples/edit';
import { OSSM3_BASE } from '../../lib/lint/ossm3/examples/base';
import type { Branch, TraceFailure } from '../../lib/trace/model';
import { tracedAfter } from './outline';

const IMPORT = 'ratings.stock.svc.east-mesh-imports.local';

/** Where the ways of a call from the page of west end. */
function failuresOf(host: string, edits: readonly Edit[], base?: typeof OSSM3_BASE): readonly TraceFailure[] {
  return endsOf(tracedAfter(edits, host, { base }).way);
}

function endsOf({ end, branches }: Branch): readonly TraceFailure[] {
  if (end === undefined) return branches.flatMap(endsOf);
  return end.arrives ? [] : [end];
}

interface EndCase {
  readonly what: string;
  readonly host?: string;
  readonly edits?: readonly Edit[];
  readonly code: string;
  readonly message: RegExp;
  readonly object: string;
}

function checkEnd({ host = IMPORT, edits = [], code, message, object }: EndCase, base?: typeof OSSM3_BASE): void {
  const found = failuresOf(host, edits, base);
  expect(found).toHaveLength(1);
  const [failure] = found;
  expect(failure?.code).toBe(code);
  expect(failure?.message).toMatch(message);
  expect(failure?.fix).not.toBe('');
  const place = failure?.object && `${failure.object.cluster} ${failure.object.kind} ${failure.object.name}`;
  expect(place ?? 'none').toBe(object);
  expect((failure?.place?.line ?? 0) > 0).toBe(object !== 'none');
}

/** A policy in the namespace of a control plane. */
function policy(cluster: 'west' | 'east', name: string, spec: object): Edit {
  const metadata = { name, namespace: `${cluster}-mesh` };
  const object = { apiVersion: 'security.istio.io/v1beta1', kind: 'AuthorizationPolicy', metadata, spec };
  return add(cluster, JSON.stringify(object));
}

const OSSM2: readonly EndCase[] = [
  {
    what: 'an unknown Service, with the nearest one',
    host: 'ratinsg',
    code: 'FED020',
    message: /^no Service "ratinsg"/,
    object: 'none',
  },
  {
    what: 'a misspelled import, with the nearest one',
    host: 'ratinsg.stock.svc.east-mesh-imports.local',
    code: 'FED020',
    message: /is not imported$/,
    object: 'none',
  },
  {
    what: 'an unknown peer',
    host: 'ratings.stock.svc.south-mesh-imports.local',
    code: 'FED020',
    message: /no peer of the mesh has hosts with this suffix/,
    object: 'none',
  },
  {
    what: 'a service that is exported and not imported',
    edits: [remove('west', 'ImportedServiceSet east-mesh', 'spec.importRules[0]')],
    code: 'FED013',
    message: /no import rule gives it this host/,
    object: 'west ImportedServiceSet east-mesh',
  },
  {
    what: 'a service that is exported under another name',
    edits: [
      set('east', 'ExportedServiceSet west-mesh', 'spec.exportRules[0].nameSelector', {
        namespace: 'stock',
        name: 'ratings',
        alias: { name: 'stars', namespace: 'public' },
      }),
      remove('west', 'ImportedServiceSet east-mesh', 'spec.importRules[0]'),
    ],
    code: 'FED013',
    message: /exports "ratings.stock" as "stars.public"/,
    object: 'west ImportedServiceSet east-mesh',
  },
  {
    what: 'a service that is not exported',
    host: 'stars.stock.svc.east-mesh-imports.local',
    code: 'FED014',
    message: /the mesh "east-mesh" does not export "stars.stock"/,
    object: 'east ExportedServiceSet west-mesh',
  },
  {
    what: 'a peer without imports',
    edits: [remove('west', 'ImportedServiceSet east-mesh')],
    code: 'FED002',
    message: /has no ImportedServiceSet/,
    object: 'west ServiceMeshPeer east-mesh',
  },
  {
    what: 'a missing counterpart',
    edits: [remove('east', 'ServiceMeshPeer west-mesh')],
    code: 'FED001',
    message: /no ServiceMeshPeer/,
    object: 'west ServiceMeshPeer east-mesh',
  },
  {
    what: 'a missing port',
    host: `${IMPORT}:8080`,
    code: 'FED020',
    message: /has no port 8080: it has 9080/,
    object: 'none',
  },
  {
    what: 'a missing subset of a local Service',
    host: 'ratings',
    edits: [set('west', 'VirtualService ratings', 'spec.http[0].route[0].destination.subset', 'v7')],
    code: 'FED020',
    message: /has the subset "v7"/,
    object: 'west VirtualService ratings',
  },
  {
    what: 'a subset of an import',
    host: 'ratings',
    edits: [set('west', 'VirtualService ratings', 'spec.http[0].route[1].destination.subset', 'v2')],
    code: 'FED019',
    message: /subset "v2"/,
    object: 'west VirtualService ratings',
  },
  {
    what: 'a gateway that is not enabled',
    edits: [
      set(
        'west',
        'ServiceMeshControlPlane west-mesh',
        'spec.gateways.additionalEgress.east-mesh-egress.enabled',
        false,
      ),
    ],
    code: 'FED006',
    message: /enabled/,
    object: 'west ServiceMeshControlPlane west-mesh',
  },
  {
    what: 'an address that is not filled in',
    edits: [
      set('west', 'ServiceMeshPeer east-mesh', 'spec.remote.addresses', [
        '<ossm-fed:address:east-mesh:west-mesh-ingress>',
      ]),
    ],
    code: 'FED010',
    message: /<ossm-fed:address:east-mesh:west-mesh-ingress>/,
    object: 'west ServiceMeshPeer east-mesh',
  },
  {
    what: 'a root certificate that is not filled in',
    edits: [
      set('west', 'ConfigMap east-mesh-ca-root-cert', 'data', {
        'root-cert.pem.incomplete': '<ossm-fed:root:east-mesh>',
      }),
    ],
    code: 'FED011',
    message: /<ossm-fed:root:east-mesh>|no root certificate/,
    object: 'west ConfigMap east-mesh-ca-root-cert',
  },
  {
    what: 'a wrong client ID on the other side',
    edits: [set('east', 'ServiceMeshPeer west-mesh', 'spec.security.clientID', 'west-mesh.local/ns/shop/sa/page')],
    code: 'FED004',
    message: /"page" instead of "east-mesh-egress-service-account"/,
    object: 'east ServiceMeshPeer west-mesh',
  },
  {
    what: 'a policy that denies the gateway of the exporter',
    edits: [
      add(
        'east',
        `apiVersion: security.istio.io/v1beta1
kind: AuthorizationPolicy
metadata: { name: no-gateway, namespace: stock }
spec: { action: DENY, rules: [{ from: [{ source: { namespaces: [east-mesh] } }] }] }`,
      ),
    ],
    code: 'FED033',
    message: /this policy denies calls of "east-mesh\.local\/ns\/east-mesh\/sa\/west-mesh-ingress-service-account"/,
    object: 'east AuthorizationPolicy no-gateway',
  },
  {
    what: 'a policy that does not allow it',
    edits: [
      set('east', 'AuthorizationPolicy ratings', 'spec.rules', [
        { from: [{ source: { principals: ['east-mesh.local/ns/stock/sa/default'] } }] },
      ]),
    ],
    code: 'FED033',
    message: /no rule allows "east-mesh\.local\/ns\/east-mesh\/sa\/west-mesh-ingress-service-account"/,
    object: 'east AuthorizationPolicy ratings',
  },
  {
    what: 'a Service that the control plane of the exporter does not see',
    edits: [set('east', 'Service ratings', 'metadata.annotations', { 'networking.istio.io/exportTo': '.' })],
    code: 'FED029',
    message: /hides the Service from the control plane in the namespace "east-mesh"/,
    object: 'east Service ratings',
  },
  {
    what: 'an ingress gateway that two peers share',
    edits: [
      add(
        'east',
        `apiVersion: federation.maistra.io/v1
kind: ServiceMeshPeer
metadata: { name: south-mesh, namespace: east-mesh }
spec: { gateways: { ingress: { name: west-mesh-ingress }, egress: { name: south-mesh-egress } } }`,
      ),
    ],
    code: 'FED007',
    message: /"west-mesh-ingress" is already used by the peer "south-mesh"/,
    object: 'east ServiceMeshPeer west-mesh',
  },
  {
    what: 'an import of which the exporter has no Service',
    host: 'stars.stock.svc.east-mesh-imports.local',
    edits: [
      set('east', 'ExportedServiceSet west-mesh', 'spec.exportRules', [
        { type: 'NameSelector', nameSelector: { namespace: 'stock' } },
      ]),
      set('west', 'ImportedServiceSet east-mesh', 'spec.importRules', [
        { type: 'NameSelector', nameSelector: { namespace: 'stock' } },
      ]),
    ],
    code: 'FED014',
    message: /does not export "stars.stock"/,
    object: 'east ExportedServiceSet west-mesh',
  },
  {
    what: 'a policy of the whole mesh, at the ingress gateway of the exporter',
    edits: [policy('east', 'all', { rules: [{ from: [{ source: { namespaces: ['stock', 'east-mesh'] } }] }] })],
    code: 'FED033',
    message: /no rule allows "west-mesh\.local\/ns\/west-mesh\/sa\/east-mesh-egress-service-account"/,
    object: 'east AuthorizationPolicy all',
  },
  {
    what: 'a policy for the egress gateway',
    edits: [
      policy('west', 'no-shop', {
        action: 'DENY',
        selector: { matchLabels: { 'federation.maistra.io/egress-for': 'east-mesh' } },
        rules: [{ from: [{ source: { namespaces: ['shop'] } }] }],
      }),
    ],
    code: 'FED033',
    message: /this policy denies calls of "west-mesh\.local\/ns\/shop\/sa\/default"/,
    object: 'west AuthorizationPolicy no-shop',
  },
  {
    what: 'a namespace outside of the mesh',
    edits: [set('west', 'ServiceMeshMemberRoll default', 'spec.members', ['other'])],
    code: 'FED026',
    message: /"shop" is no member/,
    object: 'west ServiceMeshMemberRoll default',
  },
];

test.each(OSSM2.map((one) => [one.what, one] as const))('OpenShift Service Mesh 2: a call ends at %s', (_, one) => {
  checkEnd(one);
});

const ARCHIVE = 'archive.attic.svc.north-mesh-imports.local';

const OSSM3: readonly EndCase[] = [
  {
    what: 'an unknown import',
    host: 'archives.attic.svc.north-mesh-imports.local',
    code: 'FED020',
    message: /no ServiceEntry of the mesh/,
    object: 'none',
  },
  {
    what: 'a host that the exporter does not expose',
    host: ARCHIVE,
    edits: [remove('north', 'Gateway expose-services')],
    code: 'FED131',
    message: /archive\.attic/,
    object: 'west ServiceEntry archive-attic-north-mesh',
  },
  {
    what: 'an exposed host without a ServiceEntry',
    host: IMPORT,
    edits: [remove('east', 'ServiceEntry ratings-export')],
    code: 'FED106',
    message: /neither|no ServiceEntry/,
    object: 'east Gateway expose-services',
  },
  {
    what: 'a missing port',
    host: `${IMPORT}:8080`,
    code: 'FED020',
    message: /has no port 8080: it has 9080/,
    object: 'none',
  },
  {
    what: 'an address that is not filled in',
    host: ARCHIVE,
    edits: [
      set('west', 'Gateway remote-north-mesh', 'spec.addresses', [
        { type: 'Hostname', value: 'unknown.ossm-fed.invalid' },
      ]),
    ],
    code: 'FED130',
    message: /not filled in yet: "unknown\.ossm-fed\.invalid"/,
    object: 'west Gateway remote-north-mesh',
  },
  {
    what: 'a root certificate that is not filled in',
    host: ARCHIVE,
    edits: [
      set('north', 'Istio north-mesh', 'spec.values.meshConfig.caCertificates', [
        { certSigners: [], trustDomains: ['west-mesh.local'] },
      ]),
    ],
    code: 'FED104',
    message: /not filled in yet/,
    object: 'north Istio north-mesh',
  },
  {
    what: 'a trust domain that the exporter rejects',
    host: ARCHIVE,
    edits: [remove('north', 'Istio north-mesh', 'spec.values.meshConfig.caCertificates[0].trustDomains')],
    code: 'FED105',
    message: /west-mesh\.local/,
    object: 'north Istio north-mesh',
  },
  {
    what: 'a policy that does not allow the caller',
    edits: [
      set('east', 'AuthorizationPolicy ratings', 'spec.rules', [
        { from: [{ source: { principals: ['west-mesh.local/ns/shop/sa/other'] } }] },
      ]),
    ],
    code: 'FED121',
    message: /no rule allows "west-mesh\.local\/ns\/shop\/sa\/page"/,
    object: 'east AuthorizationPolicy ratings',
  },
  {
    what: 'a network without a gateway',
    host: ARCHIVE,
    edits: [remove('west', 'Gateway remote-north-mesh')],
    code: 'FED110',
    message: /north-mesh-network/,
    object: 'west WorkloadEntry archive-attic-north-mesh',
  },
  {
    what: 'a subset that the exporter does not have',
    host: 'ratings',
    edits: [
      set('west', 'VirtualService ratings', 'spec.http[0].route[1].destination.subset', 'v2'),
      set('west', 'WorkloadEntry ratings-stock-east-mesh', 'metadata.labels.version', 'v2'),
      add(
        'west',
        `{ apiVersion: networking.istio.io/v1beta1, kind: DestinationRule, metadata: { name: ratings-v2, namespace: shop },
          spec: { host: ${IMPORT}, subsets: [{ name: v2, labels: { version: v2 } }] } }`,
      ),
    ],
    code: 'FED119',
    message: /has no DestinationRule/,
    object: 'west VirtualService ratings',
  },
];

test.each(OSSM3.map((one) => [one.what, one] as const))('OpenShift Service Mesh 3: a call ends at %s', (_, one) => {
  checkEnd(one, OSSM3_BASE);
});
