import { indented, ROOTS } from './roots';

/** The cluster `north` of the base federation, which exports archive to `west`. */
export const NORTH: string = `apiVersion: operators.coreos.com/v1alpha1
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
`;
