import type { CodeEntries } from './entry';

/** The codes of the topology file, its clusters and its meshes. */
export const TOPOLOGY_CODES = {
  TOP001: {
    title: 'unreadable topology file',
    meaning: 'The topology file does not exist, is not a regular file, cannot be read, or is too large.',
    fix: 'Pass the path of the topology file with "-f", or create federation.yaml in the current directory.',
  },
  TOP002: {
    title: 'invalid YAML',
    meaning:
      'The topology file is not valid YAML: a syntax error, a duplicate key, an unresolved or circular alias, or nesting that is too deep. It must have exactly one document.',
    fix: 'Fix the syntax at the reported position.',
  },
  TOP003: {
    title: 'unknown key',
    meaning: 'The topology has a key that does not exist at this place, often a typo or a key at the wrong level.',
    fix: 'Write the suggested key, or see docs/topology.md for all keys.',
  },
  TOP004: {
    title: 'invalid type',
    meaning: 'A value has the wrong YAML type, such as a string instead of a list.',
    fix: 'Write a value of the expected type. Quote strings that YAML reads as numbers or booleans.',
    example: 'members: [shop]',
  },
  TOP005: {
    title: 'missing key',
    meaning: 'A required key is missing.',
    fix: 'Add the key.',
  },
  TOP006: {
    title: 'unsupported value',
    meaning: 'A value is not one of the supported values of its key.',
    fix: 'Write one of the listed values.',
  },
  TOP007: {
    title: 'invalid format',
    meaning: 'A string does not match the pattern of its key, such as a namespace with uppercase letters.',
    fix: 'Write a value that matches the pattern; the fix of the issue describes it.',
  },
  TOP008: {
    title: 'value out of range',
    meaning: 'A number, a length or a number of items is below the minimum or above the maximum.',
    fix: 'Write a value within the reported bound.',
  },
  TOP009: {
    title: 'bound exceeded',
    meaning:
      'The topology exceeds a bound, such as the number of its clusters, of its peerings or of its shares. Bounds let every run end, whatever it reads; docs/bounds.md lists them.',
    fix: 'Make the topology smaller, or split the federation. Fix the listed problems if there are too many of them.',
  },
  TOP101: {
    title: 'invalid name',
    meaning:
      'A name cannot be used where it is needed: as a Kubernetes name, as a gateway name, which must start with a letter, or as an output directory.',
    fix: 'Use lowercase letters, digits and "-", starting and ending with a letter or digit, at most 63 characters.',
  },
  TOP102: {
    title: 'name too long',
    meaning:
      'A derived name exceeds a limit. "<gateway>.<namespace>" is a label value of at most 63 characters, and the name of a peer is part of longer names and limited to 55.',
    fix: 'Set a shorter "peerName" or "peerPrefix", a shorter gateway "name", or a shorter namespace.',
    example: 'meshes:\n  production-of-the-company: { peerPrefix: prod }',
  },
  TOP103: {
    title: 'duplicate or reserved name',
    meaning:
      'A name that must be unique is already in use: of a cluster, a mesh, a peer, a gateway, a policy or a route; or the control plane itself uses it.',
    fix: 'Rename one of the two.',
  },
  TOP104: {
    title: 'invalid name range',
    meaning:
      'Braces in a name do not contain a valid range of numbers: it is reversed, too large, or has another format.',
    fix: 'Write a range with the smaller number first.',
    example: 'clusters:\n  spoke-{01..20}: { platform: aws }',
  },
  TOP105: {
    title: 'invalid label or annotation',
    meaning:
      'A label or an annotation of a cluster would be rejected by the Kubernetes API. A key is a name of at most 63 characters, optionally after a DNS name and "/"; the value of a label has at most 63 characters; all annotations together have at most 256 KiB.',
    fix: 'Use letters, digits, "-", "_" and ".", starting and ending with a letter or digit; write any other text in an annotation.',
    example: 'clusters:\n  rosa:\n    labels: { example.org/team: payments }',
  },
  TOP110: {
    title: 'unknown cluster',
    meaning:
      'A mesh refers to a cluster that is not listed under "clusters", or has no "cluster" and no cluster has its name.',
    fix: 'Set "cluster" of the mesh to a listed cluster, or add the cluster.',
    example: 'clusters:\n  rosa: { platform: rosa }\nmeshes:\n  rosa-prod-mesh: { cluster: rosa }',
  },
  TOP111: {
    title: 'conflicting control planes',
    meaning:
      'Two meshes of one cluster have the same control-plane namespace, or one of them is cluster-wide. The operator rejects both.',
    fix: 'Set another "namespace", use "mode: MultiTenant", or move one mesh to another cluster.',
  },
  TOP112: {
    title: 'unusable trust domain',
    meaning:
      'Two meshes have the same trust domain, or a mesh uses "cluster.local", which means "the local mesh" in every mesh. Peers are identified by their trust domains.',
    fix: 'Set a unique "trustDomain", or omit it to use "<mesh>.local".',
  },
  TOP113: {
    title: 'unsupported version',
    meaning:
      'The version of a mesh is unknown, or the operator of its cluster does not support it. The newest OSSM 2 operator supports v2.4 to v2.6; an operator that is pinned by "startingCSV" and "approval: Manual" supports no later version than its own. Peers must have the same major version.',
    fix: 'Change "version" of the mesh, or pin another operator version.',
    example:
      'clusters:\n  rosa:\n    operators:\n      servicemeshoperator: { startingCSV: servicemeshoperator.v2.5.1, approval: Manual }',
  },
  TOP114: {
    title: 'invalid member',
    meaning:
      'A namespace cannot be a member of the mesh: it is a control-plane namespace, the namespace of the operators, or a member of another mesh of the cluster; or "*" is used without "mode: ClusterWide" or with other members.',
    fix: 'Remove the namespace from "members".',
  },
  TOP115: {
    title: 'missing dependency of an addon',
    meaning: 'Kiali is enabled but Prometheus, which it requires, is disabled. The operator rejects this.',
    fix: 'Enable Prometheus, or disable Kiali.',
    example: 'addons: { kiali: true, prometheus: true }',
  },
  TOP116: {
    title: 'invalid override',
    meaning:
      'A field under "override" is unknown, or its value does not match the schema of the object: the ServiceMeshControlPlane for a mesh, the VirtualService for a traffic entry.',
    fix: 'Write the suggested field or a valid value. "override" starts below "spec".',
    example: 'override:\n  proxy: { accessLogging: { file: { name: /dev/stdout } } }',
  },
  TOP117: {
    title: 'incomplete locality',
    meaning: 'A locality has a subzone but no zone. istiod ignores such a locality as a whole.',
    fix: 'Add the zone, or remove the subzone.',
    example: 'locality: { region: eu-west-1, zone: eu-west-1a }',
  },
  TOP118: {
    title: 'invalid root certificate',
    meaning:
      '"rootCertificate" does not contain valid PEM certificates of a CA, or its file cannot be read. It must have exactly one of "pem" and "file".',
    fix: 'Write the PEM text of the root certificates, without private keys, or remove "rootCertificate" and run "ossm-fed fetch".',
    example: 'rootCertificate: { file: certs/rosa-prod.pem }',
  },
  TOP119: {
    title: 'invalid control-plane namespace',
    meaning: 'The control plane is in the namespace of the operator, where the operator rejects it.',
    fix: 'Set another "namespace" for the mesh.',
  },
} as const satisfies CodeEntries;
