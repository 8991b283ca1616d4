/**
 * What follows from a peer that istiod accepts but cannot reach, for the causes of rules. Source: maistra/istio
 * `pilot/pkg/serviceregistry/federation/controller.go`, `resync`.
 */
export const FREEZES_MESH =
  'An accepted peer that does not answer also freezes its mesh: istiod holds a lock while it polls the peer, and other changes wait. Delete the peer and restart istiod to end it at once.';
