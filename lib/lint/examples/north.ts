import { add, type Edit, set } from './edit';

/**
 * A third mesh for the base federation, in which no rule reports anything either: `north-mesh` is on the cluster of
 * `east-mesh` and exports the service `archive` to `west-mesh`. Its peer has the name `west`, as names of peers are free.
 */
export const NORTH: readonly Edit[] = [
  set('west', 'ServiceMeshControlPlane west-mesh', 'spec.gateways.additionalIngress.north-mesh-ingress', {
    enabled: true,
    routeConfig: { enabled: false },
    service: {
      type: 'LoadBalancer',
      loadBalancerSourceRanges: ['203.0.113.0/24'],
      metadata: {
        labels: { 'federation.maistra.io/ingress-for': 'north-mesh' },
        annotations: { 'service.beta.kubernetes.io/aws-load-balancer-type': 'nlb' },
      },
      ports: [
        { name: 'tls', port: 15443 },
        { name: 'https-discovery', port: 8188 },
      ],
    },
  }),
  set('west', 'ServiceMeshControlPlane west-mesh', 'spec.gateways.additionalEgress.north-mesh-egress', {
    enabled: true,
    requestedNetworkView: ['network-north-mesh'],
    service: {
      metadata: { labels: { 'federation.maistra.io/egress-for': 'north-mesh' } },
      ports: [
        { name: 'tls', port: 15443 },
        { name: 'http-discovery', port: 8188 },
      ],
    },
  }),
  add(
    'west',
    `apiVersion: v1
kind: ConfigMap
metadata: { name: north-mesh-ca-root-cert, namespace: west-mesh }
data:
  root-cert.pem: |
    -----BEGIN CERTIFICATE-----
    MIIBnDCCAUOgAwIBAgIUK9jBeslovRPoQXpd5hvYfg/XmjkwCgYIKoZIzj0EAwIw
    GzEZMBcGA1UECgwQbm9ydGgtbWVzaC5sb2NhbDAgFw0yNjExMjIxNTQyNDJaGA8y
    MTI2MTAyOTE1NDI0MlowGzEZMBcGA1UECgwQbm9ydGgtbWVzaC5sb2NhbDBZMBMG
    ByqGSM49AgEGCCqGSM49AwEHA0IABJ6DyO3KMuxKU+JSI5ztEKoDPj+cLWhB8I1+
    eTEJ+R4AwlT5uYI6IWDoYJv9/+BED+x+6lbluRNQH7gH3zepqxujYzBhMB0GA1Ud
    DgQWBBQ5TEB4bL+MZKxiJ0pplqg3tFvX3TAfBgNVHSMEGDAWgBQ5TEB4bL+MZKxi
    J0pplqg3tFvX3TAPBgNVHRMBAf8EBTADAQH/MA4GA1UdDwEB/wQEAwIBBjAKBggq
    hkjOPQQDAgNHADBEAiB8kbU1gyERe/0jXE12a393wNn6MzEHy0UNtbNg5buiawIg
    ENq4uTQxSKHfmYiaZMjjPJhmSzyxMCo/s9KbSv01JH0=
    -----END CERTIFICATE-----`,
  ),
  add(
    'west',
    `apiVersion: federation.maistra.io/v1
kind: ServiceMeshPeer
metadata: { name: north-mesh, namespace: west-mesh }
spec:
  remote: { addresses: [203.0.113.9], servicePort: 15443, discoveryPort: 8188 }
  gateways:
    ingress: { name: north-mesh-ingress }
    egress: { name: north-mesh-egress }
  security:
    trustDomain: north-mesh.local
    clientID: north-mesh.local/ns/north-mesh/sa/west-egress-service-account
    certificateChain: { kind: ConfigMap, name: north-mesh-ca-root-cert }`,
  ),
  add(
    'west',
    `apiVersion: federation.maistra.io/v1
kind: ImportedServiceSet
metadata: { name: north-mesh, namespace: west-mesh }
spec:
  importRules:
    - type: NameSelector
      nameSelector: { namespace: attic, name: archive }`,
  ),
  add('east', 'apiVersion: v1\nkind: Namespace\nmetadata: { name: north-mesh }'),
  add('east', 'apiVersion: v1\nkind: Namespace\nmetadata: { name: attic }'),
  add(
    'east',
    `apiVersion: maistra.io/v2
kind: ServiceMeshControlPlane
metadata: { name: north-mesh, namespace: north-mesh }
spec:
  version: v2.6
  cluster: { name: north-cluster }
  security:
    identity: { type: ThirdParty }
    trust: { domain: north-mesh.local }
  tracing: { type: None }
  addons:
    kiali: { enabled: false }
    grafana: { enabled: false }
    prometheus: { enabled: true }
  gateways:
    additionalIngress:
      west-ingress:
        enabled: true
        routeConfig: { enabled: false }
        service:
          type: LoadBalancer
          loadBalancerSourceRanges: [203.0.113.0/24]
          metadata:
            labels: { federation.maistra.io/ingress-for: west }
          ports:
            - { name: tls, port: 15443 }
            - { name: https-discovery, port: 8188 }
    additionalEgress:
      west-egress:
        enabled: true
        requestedNetworkView: [network-west]
        service:
          metadata:
            labels: { federation.maistra.io/egress-for: west }
          ports:
            - { name: tls, port: 15443 }
            - { name: http-discovery, port: 8188 }`,
  ),
  // A member roll would have the kind and the name of that of the other mesh, which edits cannot distinguish.
  add(
    'east',
    `apiVersion: maistra.io/v1
kind: ServiceMeshMember
metadata: { name: default, namespace: attic }
spec: { controlPlaneRef: { name: north-mesh, namespace: north-mesh } }`,
  ),
  add(
    'east',
    `apiVersion: v1
kind: ConfigMap
metadata: { name: west-ca-root-cert, namespace: north-mesh }
data:
  root-cert.pem: |
    -----BEGIN CERTIFICATE-----
    MIIBmzCCAUGgAwIBAgIUBwfdaLu17BlgPAKT+y9iL/Ebm4IwCgYIKoZIzj0EAwIw
    GjEYMBYGA1UECgwPd2VzdC1tZXNoLmxvY2FsMCAXDTI2MTEyMjE1MzAzMFoYDzIx
    MjYxMDI5MTUzMDMwWjAaMRgwFgYDVQQKDA93ZXN0LW1lc2gubG9jYWwwWTATBgcq
    hkjOPQIBBggqhkjOPQMBBwNCAAQRn53ca05GiHIU8Sro6qajrzBi7J4GYJZ8Hfyx
    ewaspwHHqKwYb36bN6h+vsxIEQZHUCM8V3sx/yC9A0timw2mo2MwYTAdBgNVHQ4E
    FgQUcaUqRHYFqc3x5E95hyre+Z0XLVQwHwYDVR0jBBgwFoAUcaUqRHYFqc3x5E95
    hyre+Z0XLVQwDwYDVR0TAQH/BAUwAwEB/zAOBgNVHQ8BAf8EBAMCAQYwCgYIKoZI
    zj0EAwIDSAAwRQIhAKjemf3ccG913qQe1CQroyeERGlInYui7rFTI5sCktpoAiBv
    31hjdb9lYQunYe4RJQpglma3ldHTzLf3bjOvdRj8lA==
    -----END CERTIFICATE-----`,
  ),
  add(
    'east',
    `apiVersion: federation.maistra.io/v1
kind: ServiceMeshPeer
metadata: { name: west, namespace: north-mesh }
spec:
  remote: { addresses: [north.west.example.org], servicePort: 15443, discoveryPort: 8188 }
  gateways:
    ingress: { name: west-ingress }
    egress: { name: west-egress }
  security:
    trustDomain: west-mesh.local
    clientID: west-mesh.local/ns/west-mesh/sa/north-mesh-egress-service-account
    certificateChain: { kind: ConfigMap, name: west-ca-root-cert }`,
  ),
  add(
    'east',
    `apiVersion: federation.maistra.io/v1
kind: ExportedServiceSet
metadata: { name: west, namespace: north-mesh }
spec:
  exportRules:
    - type: NameSelector
      nameSelector: { namespace: attic, name: archive }`,
  ),
  add(
    'east',
    `apiVersion: v1
kind: Service
metadata: { name: archive, namespace: attic, labels: { app: archive } }
spec: { selector: { app: archive }, ports: [{ name: http, port: 9080 }] }`,
  ),
];
