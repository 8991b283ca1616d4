import { indented, ROOTS } from './roots';

/** The cluster `east` of the base federation, which exports ratings and prices to `west`. */
export const EAST: string = `apiVersion: operators.coreos.com/v1alpha1
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
`;
