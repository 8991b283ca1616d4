/**
 * The base federation of the examples, as YAML by cluster: two meshes on two clouds, of which `east` exports services to
 * `west`. No rule reports anything in it; the example of a rule adds a fault. The certificates are public root
 * certificates that are used only here.
 */
export const BASE: { readonly west: string; readonly east: string } = {
  west: `apiVersion: operators.coreos.com/v1alpha1
kind: Subscription
metadata: { name: servicemeshoperator, namespace: openshift-operators }
spec: { name: servicemeshoperator, channel: stable, source: redhat-operators, sourceNamespace: openshift-marketplace }
---
apiVersion: v1
kind: Namespace
metadata: { name: west-mesh }
---
apiVersion: v1
kind: Namespace
metadata: { name: shop }
---
apiVersion: maistra.io/v2
kind: ServiceMeshControlPlane
metadata: { name: west-mesh, namespace: west-mesh }
spec:
  version: v2.6
  cluster: { name: west-cluster }
  security:
    identity: { type: ThirdParty }
    trust: { domain: west-mesh.local }
  tracing: { type: None }
  addons:
    kiali: { enabled: false }
    grafana: { enabled: false }
    prometheus: { enabled: true }
  gateways:
    additionalIngress:
      east-mesh-ingress:
        enabled: true
        routeConfig: { enabled: false }
        service:
          type: LoadBalancer
          loadBalancerSourceRanges: [203.0.113.0/24]
          metadata:
            labels: { federation.maistra.io/ingress-for: east-mesh }
            annotations: { service.beta.kubernetes.io/aws-load-balancer-type: nlb }
          ports:
            - { name: tls, port: 15443 }
            - { name: https-discovery, port: 8188 }
    additionalEgress:
      east-mesh-egress:
        enabled: true
        requestedNetworkView: [network-east-mesh]
        service:
          metadata:
            labels: { federation.maistra.io/egress-for: east-mesh }
          ports:
            - { name: tls, port: 15443 }
            - { name: http-discovery, port: 8188 }
---
apiVersion: maistra.io/v1
kind: ServiceMeshMemberRoll
metadata: { name: default, namespace: west-mesh }
spec: { members: [shop] }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: east-mesh-ca-root-cert, namespace: west-mesh }
data:
  root-cert.pem: |
    -----BEGIN CERTIFICATE-----
    MIIBnDCCAUGgAwIBAgIUV96vIhf6udbnq1VTLBgjUXcOqdUwCgYIKoZIzj0EAwIw
    GjEYMBYGA1UECgwPZWFzdC1tZXNoLmxvY2FsMCAXDTI2MTEyMjE1MzAzMFoYDzIx
    MjYxMDI5MTUzMDMwWjAaMRgwFgYDVQQKDA9lYXN0LW1lc2gubG9jYWwwWTATBgcq
    hkjOPQIBBggqhkjOPQMBBwNCAAQyiT1Eu0carjFl3ECvGBAjTa32zY4Q2ZE1xptB
    x/XC2u2zykBRtL3U/54NGO23+qvODWW2mqcfTBEkp7Ttro10o2MwYTAdBgNVHQ4E
    FgQUOWIDoLazG+PrRhQ4DzFWr18TPjwwHwYDVR0jBBgwFoAUOWIDoLazG+PrRhQ4
    DzFWr18TPjwwDwYDVR0TAQH/BAUwAwEB/zAOBgNVHQ8BAf8EBAMCAQYwCgYIKoZI
    zj0EAwIDSQAwRgIhALtZAM4Qy5dTafMZ3x3sEIu87KqsPcCNpRl1zTpLD5lSAiEA
    oU6ZhqCmaaVyYb8n5Vefpkpjetur3LS6TZMa1MiXTg4=
    -----END CERTIFICATE-----
---
apiVersion: federation.maistra.io/v1
kind: ServiceMeshPeer
metadata: { name: east-mesh, namespace: west-mesh }
spec:
  remote: { addresses: [203.0.113.7], servicePort: 15443, discoveryPort: 8188 }
  gateways:
    ingress: { name: east-mesh-ingress }
    egress: { name: east-mesh-egress }
  security:
    trustDomain: east-mesh.local
    clientID: east-mesh.local/ns/east-mesh/sa/west-mesh-egress-service-account
    certificateChain: { kind: ConfigMap, name: east-mesh-ca-root-cert }
---
apiVersion: federation.maistra.io/v1
kind: ImportedServiceSet
metadata: { name: east-mesh, namespace: west-mesh }
spec:
  locality: { region: westeurope }
  importRules:
    - type: NameSelector
      importAsLocal: false
      nameSelector: { namespace: stock, name: ratings }
    - type: NameSelector
      importAsLocal: true
      nameSelector: { namespace: stock, name: prices, alias: { namespace: shop } }
---
apiVersion: v1
kind: Service
metadata: { name: ratings, namespace: shop, labels: { app: ratings } }
spec: { selector: { app: ratings }, ports: [{ name: http, port: 9080 }] }
---
apiVersion: v1
kind: Service
metadata: { name: prices, namespace: shop, labels: { app: prices } }
spec: { selector: { app: prices }, ports: [{ name: http, port: 9080 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: page, namespace: shop }
spec:
  selector: { matchLabels: { app: page } }
  template:
    metadata: { labels: { app: page }, annotations: { sidecar.istio.io/inject: "true" } }
    spec: { containers: [{ name: page, image: registry.example.org/page:1.0 }] }
---
apiVersion: networking.istio.io/v1beta1
kind: VirtualService
metadata: { name: ratings, namespace: shop }
spec:
  hosts: [ratings.shop.svc.cluster.local]
  http:
    - route:
        - destination: { host: ratings.shop.svc.cluster.local, subset: v1 }
          weight: 80
        - destination: { host: ratings.stock.svc.east-mesh-imports.local }
          weight: 20
---
apiVersion: networking.istio.io/v1beta1
kind: DestinationRule
metadata: { name: ratings, namespace: shop }
spec:
  host: ratings.shop.svc.cluster.local
  subsets: [{ name: v1, labels: { version: v1 } }]
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
        - spiffe://west-mesh.local/ns/west-mesh/sa/east-mesh-egress-service-account
`,
  east: `apiVersion: operators.coreos.com/v1alpha1
kind: Subscription
metadata: { name: servicemeshoperator, namespace: openshift-operators }
spec: { name: servicemeshoperator, channel: stable, source: redhat-operators, sourceNamespace: openshift-marketplace }
---
apiVersion: v1
kind: Namespace
metadata: { name: east-mesh }
---
apiVersion: v1
kind: Namespace
metadata: { name: stock }
---
apiVersion: maistra.io/v2
kind: ServiceMeshControlPlane
metadata: { name: east-mesh, namespace: east-mesh }
spec:
  version: v2.6
  cluster: { name: east-cluster }
  security:
    identity: { type: ThirdParty }
    trust: { domain: east-mesh.local }
  tracing: { type: None }
  addons:
    kiali: { enabled: false }
    grafana: { enabled: false }
    prometheus: { enabled: true }
  gateways:
    additionalIngress:
      west-mesh-ingress:
        enabled: true
        routeConfig: { enabled: false }
        service:
          type: LoadBalancer
          loadBalancerSourceRanges: [203.0.113.0/24]
          metadata:
            labels: { federation.maistra.io/ingress-for: west-mesh }
          ports:
            - { name: tls, port: 15443 }
            - { name: https-discovery, port: 8188 }
    additionalEgress:
      west-mesh-egress:
        enabled: true
        requestedNetworkView: [network-west-mesh]
        service:
          metadata:
            labels: { federation.maistra.io/egress-for: west-mesh }
          ports:
            - { name: tls, port: 15443 }
            - { name: http-discovery, port: 8188 }
---
apiVersion: maistra.io/v1
kind: ServiceMeshMemberRoll
metadata: { name: default, namespace: east-mesh }
spec: { members: [stock] }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: west-mesh-ca-root-cert, namespace: east-mesh }
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
    -----END CERTIFICATE-----
---
apiVersion: federation.maistra.io/v1
kind: ServiceMeshPeer
metadata: { name: west-mesh, namespace: east-mesh }
spec:
  remote: { addresses: [west.mesh.example.org], servicePort: 15443, discoveryPort: 8188 }
  gateways:
    ingress: { name: west-mesh-ingress }
    egress: { name: west-mesh-egress }
  security:
    trustDomain: west-mesh.local
    clientID: west-mesh.local/ns/west-mesh/sa/east-mesh-egress-service-account
    certificateChain: { kind: ConfigMap, name: west-mesh-ca-root-cert }
---
apiVersion: federation.maistra.io/v1
kind: ExportedServiceSet
metadata: { name: west-mesh, namespace: east-mesh }
spec:
  exportRules:
    - type: NameSelector
      nameSelector: { namespace: stock, name: ratings }
    - type: LabelSelector
      labelSelector:
        namespace: stock
        selector: { matchLabels: { app: prices } }
---
apiVersion: v1
kind: Service
metadata: { name: ratings, namespace: stock, labels: { app: ratings } }
spec: { selector: { app: ratings }, ports: [{ name: http, port: 9080 }] }
---
apiVersion: v1
kind: Service
metadata: { name: prices, namespace: stock, labels: { app: prices } }
spec: { selector: { app: prices }, ports: [{ name: http, port: 9080 }] }
---
apiVersion: security.istio.io/v1beta1
kind: AuthorizationPolicy
metadata: { name: ratings, namespace: stock }
spec:
  selector: { matchLabels: { app: ratings } }
  action: ALLOW
  rules:
    - from:
        - source:
            principals:
              - east-mesh.local/ns/stock/*
              - east-mesh.local/ns/east-mesh/sa/west-mesh-ingress-service-account
`,
};
