/** The ConfigMap that istiod writes to the namespace of its control plane, and its key. Source: Istio, `namespacecontroller.go`. */
export const PUBLISHED_ROOT = { name: 'istio-ca-root-cert', key: 'root-cert.pem' } as const;
