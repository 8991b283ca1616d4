import { ROOTS } from './roots';

/** The certificate of a root as the block of a list item of an Istio resource. */
function indented(text: string): string {
  return text.replace(/^(?=.)/gm, ' '.repeat(12)).trimEnd();
}

/**
 * The base federation of the examples for OpenShift Service Mesh 3, as YAML by cluster: `east` exports ratings and prices to
 * `west`, where prices joins a local Service, and `north` exports archive to `west`. No rule reports anything in it.
 */
export const OSSM3_BASE: { readonly west: string; readonly east: string; readonly north: string } = {
  west: `apiVersion: operators.coreos.com/v1alpha1
kind: Subscription
metadata: { name: servicemeshoperator3, namespace: openshift-operators }
spec: { name: servicemeshoperator3, channel: stable-3.4, source: redhat-operators, sourceNamespace: openshift-marketplace }
---
apiVersion: v1
kind: Namespace
metadata: { name: istio-cni }
---
apiVersion: sailoperator.io/v1
kind: IstioCNI
metadata: { name: default }
spec: { namespace: istio-cni, version: v1.30-latest }
---
apiVersion: sailoperator.io/v1
kind: Istio
metadata: { name: west-mesh }
spec:
  namespace: west-mesh
  version: v1.30-latest
  updateStrategy: { type: RevisionBased }
  values:
    global: { network: network-west-mesh }
    pilot:
      env: { ISTIO_MULTIROOT_MESH: "true" }
    meshConfig:
      trustDomain: west-mesh.local
      discoverySelectors:
        - matchLabels: { ossm-fed.dev/mesh: west-mesh }
      defaultConfig:
        proxyMetadata: { ISTIO_META_DNS_CAPTURE: "true", PROXY_CONFIG_XDS_AGENT: "true" }
      caCertificates:
        - trustDomains: [east-mesh.local]
          pem: |
${indented(ROOTS.east)}
        - trustDomains: [north-mesh.local]
          pem: |
${indented(ROOTS.north)}
---
apiVersion: v1
kind: Namespace
metadata: { name: west-mesh, labels: { ossm-fed.dev/mesh: west-mesh } }
---
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { ossm-fed.dev/mesh: west-mesh, istio.io/rev: west-mesh-v1-30-latest } }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: remote-east-mesh
  namespace: west-mesh
  labels: { topology.istio.io/network: east-mesh-network, istio.io/rev: west-mesh-v1-30-latest }
spec:
  gatewayClassName: istio-remote
  addresses: [{ type: IPAddress, value: 203.0.113.7 }]
  listeners:
    - name: cross-network
      port: 15443
      protocol: TLS
      tls: { mode: Passthrough, options: { gateway.istio.io/listener-protocol: auto-passthrough } }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: remote-north-mesh
  namespace: west-mesh
  labels: { topology.istio.io/network: north-mesh-network, istio.io/rev: west-mesh-v1-30-latest }
spec:
  gatewayClassName: istio-remote
  addresses: [{ type: Hostname, value: north.mesh.example.org }]
  listeners:
    - name: cross-network
      port: 15443
      protocol: TLS
      tls: { mode: Passthrough, options: { gateway.istio.io/listener-protocol: auto-passthrough } }
---
apiVersion: networking.istio.io/v1beta1
kind: ServiceEntry
metadata: { name: ratings-stock-east-mesh, namespace: west-mesh }
spec:
  hosts: [ratings.stock.svc.east-mesh-imports.local]
  exportTo: [shop]
  location: MESH_INTERNAL
  resolution: STATIC
  ports: [{ number: 9080, name: http, protocol: HTTP }]
  subjectAltNames: [spiffe://east-mesh.local/ns/stock/sa/ratings]
  workloadSelector: { labels: { ossm-fed.dev/import: ratings-stock-east-mesh } }
---
apiVersion: networking.istio.io/v1beta1
kind: WorkloadEntry
metadata:
  name: ratings-stock-east-mesh
  namespace: west-mesh
  labels: { ossm-fed.dev/import: ratings-stock-east-mesh, security.istio.io/tlsMode: istio }
spec: { network: east-mesh-network }
---
apiVersion: networking.istio.io/v1beta1
kind: ServiceEntry
metadata: { name: archive-attic-north-mesh, namespace: west-mesh }
spec:
  hosts: [archive.attic.svc.north-mesh-imports.local]
  exportTo: [shop]
  location: MESH_INTERNAL
  resolution: STATIC
  ports: [{ number: 9080, name: http, protocol: HTTP }]
  subjectAltNames: [spiffe://north-mesh.local/ns/attic/sa/archive]
  workloadSelector: { labels: { ossm-fed.dev/import: archive-attic-north-mesh } }
---
apiVersion: networking.istio.io/v1beta1
kind: WorkloadEntry
metadata:
  name: archive-attic-north-mesh
  namespace: west-mesh
  labels: { ossm-fed.dev/import: archive-attic-north-mesh, security.istio.io/tlsMode: istio }
spec: { network: north-mesh-network }
---
apiVersion: networking.istio.io/v1beta1
kind: WorkloadEntry
metadata:
  name: prices-stock-east-mesh
  namespace: shop
  labels: { app: prices, security.istio.io/tlsMode: istio }
spec: { network: east-mesh-network, locality: westeurope }
---
apiVersion: networking.istio.io/v1beta1
kind: DestinationRule
metadata: { name: prices, namespace: shop }
spec:
  host: prices.shop.svc.cluster.local
  trafficPolicy:
    loadBalancer:
      localityLbSetting: { enabled: true, failover: [{ from: eu-west-1, to: westeurope }] }
    outlierDetection: { consecutive5xxErrors: 3, interval: 10s, baseEjectionTime: 1m }
    tls:
      mode: ISTIO_MUTUAL
      subjectAltNames:
        - spiffe://west-mesh.local/ns/shop/sa/prices
        - spiffe://east-mesh.local/ns/stock/sa/prices
---
apiVersion: v1
kind: Service
metadata: { name: prices, namespace: shop, labels: { app: prices } }
spec: { selector: { app: prices }, ports: [{ name: http, port: 9080 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: prices, namespace: shop }
spec:
  selector: { matchLabels: { app: prices } }
  template:
    metadata: { labels: { app: prices } }
    spec: { serviceAccountName: prices, containers: [{ name: prices, image: registry.example.org/prices:1.0 }] }
---
apiVersion: v1
kind: Service
metadata: { name: ratings, namespace: shop, labels: { app: ratings } }
spec: { selector: { app: ratings }, ports: [{ name: http, port: 9080 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ratings, namespace: shop }
spec:
  selector: { matchLabels: { app: ratings } }
  template:
    metadata: { labels: { app: ratings } }
    spec: { serviceAccountName: ratings, containers: [{ name: ratings, image: registry.example.org/ratings:1.0 }] }
---
apiVersion: v1
kind: Service
metadata: { name: page, namespace: shop, labels: { app: page } }
spec: { selector: { app: page }, ports: [{ name: http, port: 9080 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: page, namespace: shop }
spec:
  selector: { matchLabels: { app: page } }
  template:
    metadata: { labels: { app: page } }
    spec: { serviceAccountName: page, containers: [{ name: page, image: registry.example.org/page:1.0 }] }
---
apiVersion: networking.istio.io/v1beta1
kind: VirtualService
metadata: { name: ratings, namespace: shop }
spec:
  hosts: [ratings.shop.svc.cluster.local]
  http:
    - route:
        - { destination: { host: ratings.shop.svc.cluster.local }, weight: 80 }
        - { destination: { host: ratings.stock.svc.east-mesh-imports.local }, weight: 20 }
`,
  east: `apiVersion: operators.coreos.com/v1alpha1
kind: Subscription
metadata: { name: servicemeshoperator3, namespace: openshift-operators }
spec: { name: servicemeshoperator3, channel: stable-3.4, source: redhat-operators, sourceNamespace: openshift-marketplace }
---
apiVersion: v1
kind: Namespace
metadata: { name: istio-cni }
---
apiVersion: sailoperator.io/v1
kind: IstioCNI
metadata: { name: default }
spec: { namespace: istio-cni, version: v1.30-latest }
---
apiVersion: sailoperator.io/v1
kind: Istio
metadata: { name: east-mesh }
spec:
  namespace: east-mesh
  version: v1.30-latest
  updateStrategy: { type: RevisionBased }
  values:
    global: { network: network-east-mesh }
    pilot:
      env: { ISTIO_MULTIROOT_MESH: "true" }
    meshConfig:
      trustDomain: east-mesh.local
      discoverySelectors:
        - matchLabels: { ossm-fed.dev/mesh: east-mesh }
      defaultConfig:
        proxyMetadata: { ISTIO_META_DNS_CAPTURE: "true", PROXY_CONFIG_XDS_AGENT: "true" }
      caCertificates:
        - trustDomains: [west-mesh.local]
          pem: |
${indented(ROOTS.west)}
---
apiVersion: v1
kind: Namespace
metadata: { name: east-mesh, labels: { ossm-fed.dev/mesh: east-mesh } }
---
apiVersion: v1
kind: Namespace
metadata: { name: istio-ingress, labels: { ossm-fed.dev/mesh: east-mesh, istio.io/rev: east-mesh-v1-30-latest } }
---
apiVersion: v1
kind: Namespace
metadata: { name: stock, labels: { ossm-fed.dev/mesh: east-mesh, istio.io/rev: east-mesh-v1-30-latest } }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: eastwestgateway
  namespace: istio-ingress
  labels:
    topology.istio.io/network: network-east-mesh
    ossm-fed.dev/gateway: eastwest
    istio.io/rev: east-mesh-v1-30-latest
spec:
  gatewayClassName: istio
  listeners:
    - name: cross-network
      hostname: nothing.ossm-fed.invalid
      port: 15443
      protocol: TLS
      tls: { mode: Passthrough, options: { gateway.istio.io/listener-protocol: auto-passthrough } }
---
apiVersion: networking.istio.io/v1beta1
kind: Gateway
metadata: { name: expose-services, namespace: istio-ingress }
spec:
  selector: { ossm-fed.dev/gateway: eastwest }
  servers:
    - port: { number: 15443, name: tls, protocol: TLS }
      tls: { mode: AUTO_PASSTHROUGH }
      hosts:
        - ratings.stock.svc.east-mesh-imports.local
        - prices.shop.svc.cluster.local
---
apiVersion: networking.istio.io/v1beta1
kind: ServiceEntry
metadata: { name: ratings-export, namespace: stock }
spec:
  hosts: [ratings.stock.svc.east-mesh-imports.local]
  exportTo: [istio-ingress]
  location: MESH_INTERNAL
  resolution: STATIC
  ports: [{ number: 9080, name: http, protocol: HTTP, targetPort: 9080 }]
  workloadSelector: { labels: { app: ratings } }
---
apiVersion: networking.istio.io/v1beta1
kind: ServiceEntry
metadata: { name: prices-export, namespace: stock }
spec:
  hosts: [prices.shop.svc.cluster.local]
  exportTo: [istio-ingress]
  location: MESH_INTERNAL
  resolution: STATIC
  ports: [{ number: 9080, name: http, protocol: HTTP, targetPort: 9080 }]
  workloadSelector: { labels: { app: prices } }
---
apiVersion: v1
kind: Service
metadata: { name: ratings, namespace: stock, labels: { app: ratings } }
spec: { selector: { app: ratings }, ports: [{ name: http, port: 9080 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ratings, namespace: stock }
spec:
  selector: { matchLabels: { app: ratings } }
  template:
    metadata: { labels: { app: ratings } }
    spec: { serviceAccountName: ratings, containers: [{ name: ratings, image: registry.example.org/ratings:1.0 }] }
---
apiVersion: v1
kind: Service
metadata: { name: prices, namespace: stock, labels: { app: prices } }
spec: { selector: { app: prices }, ports: [{ name: http, port: 9080 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: prices, namespace: stock }
spec:
  selector: { matchLabels: { app: prices } }
  template:
    metadata: { labels: { app: prices } }
    spec: { serviceAccountName: prices, containers: [{ name: prices, image: registry.example.org/prices:1.0 }] }
---
apiVersion: security.istio.io/v1beta1
kind: AuthorizationPolicy
metadata: { name: ratings, namespace: stock }
spec:
  selector: { matchLabels: { app: ratings } }
  action: ALLOW
  rules:
    - from: [{ source: { principals: ["east-mesh.local/*", west-mesh.local/ns/shop/sa/page] } }]
`,
  north: `apiVersion: operators.coreos.com/v1alpha1
kind: Subscription
metadata: { name: servicemeshoperator3, namespace: openshift-operators }
spec: { name: servicemeshoperator3, channel: stable-3.4, source: redhat-operators, sourceNamespace: openshift-marketplace }
---
apiVersion: v1
kind: Namespace
metadata: { name: istio-cni }
---
apiVersion: sailoperator.io/v1
kind: IstioCNI
metadata: { name: default }
spec: { namespace: istio-cni, version: v1.30-latest }
---
apiVersion: sailoperator.io/v1
kind: Istio
metadata: { name: north-mesh }
spec:
  namespace: north-mesh
  version: v1.30-latest
  updateStrategy: { type: RevisionBased }
  values:
    global: { network: network-north-mesh }
    pilot:
      env: { ISTIO_MULTIROOT_MESH: "true" }
    meshConfig:
      trustDomain: north-mesh.local
      discoverySelectors:
        - matchLabels: { ossm-fed.dev/mesh: north-mesh }
      defaultConfig:
        proxyMetadata: { ISTIO_META_DNS_CAPTURE: "true", PROXY_CONFIG_XDS_AGENT: "true" }
      caCertificates:
        - trustDomains: [west-mesh.local]
          pem: |
${indented(ROOTS.west)}
---
apiVersion: v1
kind: Namespace
metadata: { name: north-mesh, labels: { ossm-fed.dev/mesh: north-mesh } }
---
apiVersion: v1
kind: Namespace
metadata: { name: istio-ingress, labels: { ossm-fed.dev/mesh: north-mesh, istio.io/rev: north-mesh-v1-30-latest } }
---
apiVersion: v1
kind: Namespace
metadata: { name: attic, labels: { ossm-fed.dev/mesh: north-mesh, istio.io/rev: north-mesh-v1-30-latest } }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: eastwestgateway
  namespace: istio-ingress
  labels:
    topology.istio.io/network: network-north-mesh
    ossm-fed.dev/gateway: eastwest
    istio.io/rev: north-mesh-v1-30-latest
spec:
  gatewayClassName: istio
  listeners:
    - name: cross-network
      hostname: nothing.ossm-fed.invalid
      port: 15443
      protocol: TLS
      tls: { mode: Passthrough, options: { gateway.istio.io/listener-protocol: auto-passthrough } }
---
apiVersion: networking.istio.io/v1beta1
kind: Gateway
metadata: { name: expose-services, namespace: istio-ingress }
spec:
  selector: { ossm-fed.dev/gateway: eastwest }
  servers:
    - port: { number: 15443, name: tls, protocol: TLS }
      tls: { mode: AUTO_PASSTHROUGH }
      hosts:
        - archive.attic.svc.north-mesh-imports.local
---
apiVersion: networking.istio.io/v1beta1
kind: ServiceEntry
metadata: { name: archive-export, namespace: attic }
spec:
  hosts: [archive.attic.svc.north-mesh-imports.local]
  exportTo: [istio-ingress]
  location: MESH_INTERNAL
  resolution: STATIC
  ports: [{ number: 9080, name: http, protocol: HTTP, targetPort: 9080 }]
  workloadSelector: { labels: { app: archive } }
---
apiVersion: v1
kind: Service
metadata: { name: archive, namespace: attic, labels: { app: archive } }
spec: { selector: { app: archive }, ports: [{ name: http, port: 9080 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: archive, namespace: attic }
spec:
  selector: { matchLabels: { app: archive } }
  template:
    metadata: { labels: { app: archive } }
    spec: { serviceAccountName: archive, containers: [{ name: archive, image: registry.example.org/archive:1.0 }] }
`,
};
