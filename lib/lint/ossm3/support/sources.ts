/** The guide of sail-operator for meshes that were federated. */
export const GUIDE =
  'sail-operator docs/ossm/ossm2-migration/federation/README.md (federation without federation resources)';

/** The code of istiod that derives the SNI of calls to other networks, and the filter chains of the gateway from it. */
export const SNI =
  'istio/istio pilot/pkg/networking/core/gateway.go and cluster.go (filter chains by SNI, which has host, port and subset)';

/** The reference of ServiceEntries and WorkloadEntries. */
export const ENTRIES = 'Istio documentation, ServiceEntry and WorkloadEntry';

/** The code of istiod that merges root certificates. */
export const TRUST_BUNDLE =
  'istio/istio pilot/pkg/trustbundle/trustbundle.go (root certificates of the mesh configuration)';

/** The code of istiod that rewrites the trust domains of principals. */
export const BUNDLE = 'istio/istio pilot/pkg/security/trustdomain/bundle.go (replaced trust domains)';
