import type { CodeEntries } from './entry';

/** The codes of peerings, shares, traffic, workloads and the output. */
export const SHARING_CODES = {
  TOP120: {
    title: 'unknown mesh',
    meaning: 'A peering, share or traffic entry refers to a mesh that is not listed under "meshes".',
    fix: 'Write the name of a listed mesh, or add the mesh.',
  },
  TOP121: {
    title: 'invalid peering',
    meaning:
      'A peering must have exactly one of "between", "hub" and "fullMesh", and must include at least two meshes ("between": exactly two).',
    fix: 'Write one of the three forms.',
    example: 'peerings:\n  - between: [west, east]\n  - { hub: central, spokes: ["spoke-{01..20}"] }',
  },
  TOP122: {
    title: 'mesh peers with itself',
    meaning: 'A peering lists the same mesh twice, or a hub is one of its own spokes.',
    fix: 'Remove the duplicate.',
  },
  TOP123: {
    title: 'duplicate peering',
    meaning: 'Two peerings include the same pair of meshes.',
    fix: 'Remove the pair from one of the two peerings.',
  },
  TOP124: {
    title: 'invalid side of a peering',
    meaning:
      '"sides" has a mesh that is not part of the peering, or sets a value for a single gateway, such as "name" or "nodePorts", for a mesh with several peers in the peering.',
    fix: 'Write a mesh of the peering, or move the pair to its own peering with "between".',
    example: 'peerings:\n  - between: [west, east]\n    sides:\n      west: { ingress: { name: east-in } }',
  },
  TOP125: {
    title: 'unsupported gateway setting',
    meaning:
      'A setting of an ingress gateway does not apply to the type of its Service, or lacks another setting: a ClusterIP is not reachable from another cluster, "sourceRanges" and "loadBalancerIP" require a LoadBalancer, and fixed addresses of a NodePort require its ports.',
    fix: 'Change "type", remove the setting, or add what is missing.',
    example: 'ingress: { type: NodePort, nodePorts: { service: 31443, discovery: 31188 } }',
  },
  TOP126: {
    title: 'invalid address',
    meaning: 'An address is neither an IP address nor a DNS name, or the list of addresses is empty.',
    fix: 'Write addresses without scheme, port and path, or remove "addresses" and run "ossm-fed fetch".',
    example: 'addresses: [192.0.2.10, mesh.example.org]',
  },
  TOP127: {
    title: 'duplicate node port',
    meaning: 'Two gateways of one cluster have the same fixed node port.',
    fix: 'Use a node port that is free in the cluster.',
  },
  TOP128: {
    title: 'invalid network',
    meaning: 'An entry of "sourceRanges" is not in CIDR notation.',
    fix: 'Write an address with a prefix length.',
    example: 'sourceRanges: [192.0.2.0/24]',
  },
  TOP129: {
    title: 'invalid imports of a share',
    meaning:
      'An entry of "imports" names a service that the share does not export under this name, or the share has both "imports" and "importAs", "importAsLocal" or "localServiceAccounts".',
    fix: 'Write a name that the share exports, after "exportAs", and "importAs", "importAsLocal" and "localServiceAccounts" in the entry.',
    example: 'service: { namespace: stock }\nimports:\n  - { name: inventory, importAs: { namespace: shop } }',
  },
  TOP130: {
    title: 'share without a peering',
    meaning: 'A share exports services from a mesh to another one that is not its peer, so nothing can be transferred.',
    fix: 'Add a peering of the two meshes, or remove the share.',
    example:
      'peerings:\n  - between: [east, west]\nshares:\n  - { from: east, to: west, service: { namespace: stock, name: inventory } }',
  },
  TOP131: {
    title: 'invalid service selection',
    meaning:
      'A share has neither "service" nor "selector", or its label selector is invalid, so it matches no service.',
    fix: 'Add "service" or "selector", or fix the selector.',
    example: 'service: { namespace: stock, name: inventory }',
  },
  TOP132: {
    title: 'namespace is not a member',
    meaning:
      'A share, policy or traffic entry refers to a namespace that is not a member of the mesh. istiod does not watch such a namespace.',
    fix: 'Add the namespace to "members" of the mesh, or write a member.',
  },
  TOP133: {
    title: 'missing namespace for importAsLocal',
    meaning: 'An import rule with "importAsLocal" requires a fixed namespace; without one, istiod skips it.',
    fix: 'Add the namespace to "service", "exportAs" or "importAs".',
    example: 'importAsLocal: true\nimportAs: { namespace: shop }',
  },
  TOP134: {
    title: 'reserved domain suffix',
    meaning: 'A domain suffix equals that of the Services of the importing cluster. istiod skips such a rule.',
    fix: 'Use "importAsLocal: true", or another suffix.',
  },
  TOP135: {
    title: 'unreachable share',
    meaning:
      'An earlier share, or an earlier entry of "imports", of the same exporter and importer matches everything that this one matches, and the first match wins.',
    fix: 'Move the more specific one to the front, or remove one of the two.',
  },
  TOP136: {
    title: 'several services with one exported name',
    meaning:
      'Two shares export different services under one name to the same peer, or "exportAs" or "importAs" sets a fixed name for services that can be several. Only one of them would be reachable.',
    fix: 'Use another "exportAs", or make "service" more specific.',
  },
  TOP137: {
    title: 'duplicate imported host',
    meaning: 'A mesh imports two services under the same host, so only one of them would be reachable.',
    fix: 'Rename one of the two with "importAs".',
    example: 'importAs: { name: inventory-east }',
  },
  TOP138: {
    title: 'possible request loop',
    meaning:
      'Two meshes import the same service as local from each other. Each counts the gateway of the other as an endpoint, so requests can go back and forth.',
    fix: 'Remove "importAsLocal" in one direction, or add "failover" in both meshes.',
  },
  TOP139: {
    title: 'incomplete authorization policy',
    meaning:
      '"authorize" requires one namespace, which is not that of the control plane, valid labels of the pods, and in a cluster-wide mesh a list of local callers, which cannot be derived from the share.',
    fix: 'Add "namespace" to "service", or "workload" or "callers" to "authorize".',
    example: 'authorize:\n  workload: { app: details }\n  callers: [shop]',
  },
  TOP140: {
    title: 'unknown share',
    meaning: 'A traffic entry refers to a share that the mesh does not import.',
    fix: 'Write the name of a share that imports to this mesh. The default name of a share is the name of its service.',
  },
  TOP141: {
    title: 'ambiguous or invalid reference to a share',
    meaning:
      'A reference matches several imports or none: the share has several exporters or services, does not match the given mesh or service, or is merged with the local service.',
    fix: 'Add "mesh" or "service" to the reference, or a unique "name" to the share.',
    example: 'split:\n  - { weight: 90 }\n  - { share: inventory, mesh: east, weight: 10 }',
  },
  TOP142: {
    title: 'weights do not add up to 100',
    meaning: 'The weights of a split must add up to 100; mesh versions before v2.4 reject any other sum.',
    fix: 'Change the weights.',
  },
  TOP143: {
    title: 'invalid subset',
    meaning:
      'A subset is unknown, has an invalid name or invalid labels, or is used for imported endpoints, which do not have the labels of pods.',
    fix: 'Define the subset under "subsets", or remove it from a destination that is an import.',
    example: 'subsets: { v1: { version: v1 } }',
  },
  TOP144: {
    title: 'duplicate traffic entry',
    meaning: 'Two active traffic entries are about the same service. Istio applies only one VirtualService per host.',
    fix: 'Write "active: false" in one of the two, or merge them.',
  },
  TOP145: {
    title: 'setting requires HTTP',
    meaning:
      '"mirror", "routes", "timeout" or "retries" is combined with "protocol: tcp". Istio applies them only to HTTP.',
    fix: 'Remove the setting, or write "protocol: http".',
  },
  TOP146: {
    title: 'failover without a target',
    meaning:
      'Failover requires an import that is merged with the local service, and the localities of the clusters of both meshes.',
    fix: 'Set "importAsLocal: true" in the share, and "locality" in both clusters.',
    example: 'clusters:\n  west: { locality: { region: us-west-2 } }\n  east: { locality: { region: us-east-1 } }',
  },
  TOP147: {
    title: 'empty traffic entry',
    meaning: 'A traffic entry has neither a setting of its route, such as "split", nor "failover" or "subsets".',
    fix: 'Add one of them, or remove the entry.',
  },
  TOP149: {
    title: 'invalid match or host of a route',
    meaning:
      'A match has no condition, a condition on a text does not have exactly one of "exact", "prefix" and "regex", the name of a header is not in lowercase, or the host "*" is used for calls of workloads, for which Istio rejects it.',
    fix: 'Write each condition in one form, and the hosts by name.',
    example:
      'routes:\n  - match: [{ uri: { prefix: /v2 }, method: GET }]\n    split: [{ share: inventory, weight: 100 }]',
  },
  TOP150: {
    title: 'invalid workload',
    meaning: 'A workload must have exactly one of "bookinfo" and "manifests".',
    fix: 'Write one of the two.',
  },
  TOP151: {
    title: 'unreadable manifests of a workload',
    meaning:
      'The directory of manifests does not exist, is outside the directory of the topology, or contains an invalid file.',
    fix: 'Write the path of a directory with valid manifests, relative to the topology file.',
  },
  TOP152: {
    title: 'invalid operator version',
    meaning: '"startingCSV" is not the name of a version of an operator.',
    fix: 'Write the package name, ".v" and the version.',
    example: 'startingCSV: servicemeshoperator.v2.6.1',
  },
  TOP153: {
    title: 'duplicate bookinfo component',
    meaning: 'Two workloads add the same component of bookinfo to one namespace.',
    fix: 'List all versions of the component in one workload, or use another namespace.',
  },
  TOP154: {
    title: 'unsupported identity type',
    meaning: 'A mesh on ROSA requires the identity type ThirdParty; with Kubernetes its proxies get no certificates.',
    fix: 'Write "identity: ThirdParty". If the cluster is OpenShift on AWS but not ROSA, set "platform: aws".',
  },
  TOP155: {
    title: 'duplicate address',
    meaning:
      'An address and port are stated for several ingress gateways, but lead to one of them. "addresses" of a mesh apply to its gateways for all peers, so they are for a mesh with a single peer, or for one whose peerings state different "ports". For gateways of two meshes that are not peers, whose networks may have the same private addresses, it is a warning.',
    fix: 'State the addresses of each gateway under "sides" of its peering. Where a proxy is in front of several gateways, state different "ports".',
    example:
      'peerings:\n  - between: [west, east]\n    sides:\n      west: { ingress: { addresses: [192.0.2.10], ports: { service: 31443, discovery: 31188 } } }',
  },
  TOP157: {
    title: 'localServiceAccounts without importAsLocal',
    meaning: 'A share states the ServiceAccounts of local pods, but its import is not merged with a local Service.',
    fix: 'Remove "localServiceAccounts", or add "importAsLocal: true".',
    example: 'importAsLocal: true\nlocalServiceAccounts: [ratings]',
  },
  TOP158: {
    title: 'unknown ServiceAccounts of local pods',
    meaning:
      'A share is imported as local, and the workloads of the importer do not have the pods of the local Service. Calls to a merged service are checked against the identities of the local pods alone, so calls to the peer fail with 503, also on failover. A DestinationRule with the identities of both sides prevents that; it is left out where those of the local pods are unknown. It turns automatic mutual TLS off for the host, so each local pod must have a sidecar.',
    fix: 'Add "localServiceAccounts" to the share, or to its entry of "imports", with the ServiceAccounts of the local pods, or with [] if the importer has no such Service.',
    example: 'importAsLocal: true\nlocalServiceAccounts: [ratings]',
  },
  TOP159: {
    title: 'weak root certificate in the topology',
    meaning:
      'A root certificate of "rootCertificate" has an RSA key of less than 2,048 bits, or a signature with MD5 or SHA-1. Whoever computes its key can sign for every workload of the mesh.',
    fix: 'Rotate the root certificate of the mesh: an RSA key of 2,048 bits or more or an EC key, and SHA-256.',
    example: 'openssl x509 -noout -text -in root-cert.pem',
  },
  TOP160: {
    title: 'invalid construct',
    meaning:
      'A construct of a custom chart reports an error, has a circular dependency, or has an id that cannot be a file name.',
    fix: 'Fix the chart that creates it.',
  },
  TOP161: {
    title: 'duplicate object',
    meaning: 'Two manifests or charts write the same object to one cluster.',
    fix: 'Remove one of the two. "createNamespaces" of a mesh decides which Namespaces are written for it.',
  },
  TOP170: {
    title: 'output cannot be written',
    meaning: 'A file of the output cannot be written, or a file that was not written by ossm-fed is at its path.',
    fix: 'Move the file away, fix the permissions, or use another directory with "-o".',
  },
  TOP171: {
    title: 'output of another topology',
    meaning:
      'The output directory has the output of another topology, which this run would replace or remove. The file ".ossm-fed" in it names its topology, relative to the directory.',
    fix: 'Use another directory with "-o". If the topology was moved or renamed, or replaces the other one, add "--take-ownership".',
    example: 'ossm-fed synth -f new/federation.yaml -o dist --take-ownership',
  },
  TOP172: {
    title: 'not an output directory',
    meaning:
      'The output directory has files that ossm-fed did not write, such as a source directory, and no file ".ossm-fed".',
    fix: 'Use an empty or new directory with "-o". With "--take-ownership" the output is written beside the other files, which stay as they are.',
  },
  TOP173: {
    title: 'output differs',
    meaning:
      'With "--check": a file of the output directory is not as synth would write it, is missing, or is not part of the output.',
    fix: 'Run "ossm-fed synth" with the same options, without "--check".',
  },
  TOP180: {
    title: 'lint error in the output',
    meaning:
      'An override, manifest or chart would break a lint rule of severity error. The message contains the id of the rule.',
    fix: 'Fix the override or manifest, or ignore the rule under "lint". "ossm-fed explain" with the id describes the rule.',
  },
} as const satisfies CodeEntries;
