/** The texts and numbers of a topology; their tags become keywords of its schema. */

/**
 * A DNS label (RFC 1123), as Kubernetes requires it for namespaces and most names.
 *
 * @pattern ^[a-z0-9]([-a-z0-9]*[a-z0-9])?$
 * @maxLength 63
 */
export type DnsLabel = string;

/**
 * A DNS label that starts with a letter (RFC 1035), as Kubernetes requires it for Services and therefore for gateways.
 *
 * @pattern ^[a-z]([-a-z0-9]*[a-z0-9])?$
 * @maxLength 63
 */
export type ServiceName = string;

/**
 * The name of a gateway, or a pattern for the names of several gateways: `{peer}` is replaced by the name of the peer
 * in this mesh, and `{prefix}` by the `peerPrefix` of the peer. The result must be a DNS label that starts with a
 * letter.
 *
 * @pattern ^([-a-z0-9]|\{(peer|prefix)\})+$
 * @maxLength 63
 */
export type GatewayName = string;

/**
 * A DNS name of one or more labels.
 *
 * @pattern ^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$
 * @maxLength 253
 */
export type DnsName = string;

/**
 * A namespace, or `*` for every namespace of a cluster-wide mesh.
 *
 * @pattern ^(\*|[a-z0-9]([-a-z0-9]*[a-z0-9])?)$
 * @maxLength 63
 */
export type MemberName = string;

/**
 * A TCP port.
 *
 * @asType integer
 * @minimum 1
 * @maximum 65535
 */
export type Port = number;

/**
 * A duration with its unit, such as `10s`, `1m` or `500ms`.
 *
 * @pattern ^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$
 */
export type Duration = string;

/**
 * A version of OpenShift Service Mesh, such as `v2.6`; supported are `v2.3` to `v2.6` and `v3.0` to `v3.4`.
 *
 * @minLength 1
 * @examples ["v3.4", "v3.3", "v3.2", "v3.1", "v3.0", "v2.6", "v2.5", "v2.4", "v2.3"]
 */
export type MeshVersion = string;

/**
 * The host of requests: a DNS name, one with `*` as its first part, or `*` for all hosts of a gateway.
 *
 * @pattern ^(\*|(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*)$
 * @maxLength 253
 */
export type RequestHost = string;

/**
 * A Gateway by name or by `namespace/name`, or `mesh` for the calls of workloads.
 *
 * @pattern ^[a-z0-9]([-a-z0-9.]*[a-z0-9])?(/[a-z0-9]([-a-z0-9.]*[a-z0-9])?)?$
 */
export type GatewayRef = string;

/**
 * A version of a component, which becomes the label `version` of its pods.
 *
 * @pattern ^v[0-9]+$
 */
export type BookinfoVersion = string;
