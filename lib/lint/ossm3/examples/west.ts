import { indented, ROOTS } from './roots';

/** The cluster `west` of the base federation, which imports ratings and prices from `east`, and archive from `north`. */
export const WEST: string = `apiVersion: operators.coreos.com/v1alpha1
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
`;
