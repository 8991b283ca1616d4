import { generateKeyPairSync } from 'node:crypto';
import { type BadInput, change } from './case';

const PRIVATE_KEY = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

const WITH = (more: string): string => change(['    members: [shop]', `    members: [shop]\n    ${more}`]);

/** Meshes and clusters on their own, before any peering. */
export const MESHES: readonly BadInput[] = [
  {
    what: 'a mesh on an unknown cluster',
    code: 'TOP110',
    text: WITH('cluster: »wets-1').replace('  west: {', '  west-1: {'),
    message: 'the mesh "west" is on the cluster "wets-1", which is not under "clusters"',
    fix: 'write "west-1"',
  },
  {
    what: 'a mesh without a cluster of its name',
    code: 'TOP110',
    text: 'clusters: { rosa: {}, aro: {} }\nmeshes:\n  prod:\n    »members: [shop]\n',
    message: 'the mesh "prod" names no cluster, and none has the mesh\'s name',
    fix: 'write one of "aro", "rosa"',
  },
  {
    what: 'two control planes in one namespace',
    code: 'TOP111',
    text: 'clusters: { c: {} }\nmeshes:\n  a: { cluster: c, namespace: istio }\n  b: { cluster: c, namespace: »istio }\n',
    message: 'the namespace "istio" holds the control plane of the mesh "a" already',
    fix: 'choose a namespace of its own',
  },
  {
    what: 'a cluster-wide mesh beside another one',
    code: 'TOP111',
    text: 'clusters: { c: {} }\nmeshes:\n  a: { cluster: c }\n  b: { cluster: c, mode: »ClusterWide }\n',
    message: 'the cluster-wide mesh "b" shares the cluster "c" with other meshes',
    fix: 'write "mode: MultiTenant", or move the mesh to a cluster of its own',
  },
  {
    what: 'equal trust domains',
    code: 'TOP112',
    text: WITH('trustDomain: »east.local'),
    message: 'the trust domain "east.local" is that of the mesh "east" as well; each mesh needs its own',
    fix: 'write "west.local", or leave it out',
  },
  {
    what: 'the trust domain that another mesh has by its name',
    code: 'TOP112',
    text: 'clusters: { a: {}, z: {} }\nmeshes:\n  a: { trustDomain: »z.local }\n  z: {}\n',
    message: 'the trust domain "z.local" is that of the mesh "z" as well; each mesh needs its own',
    fix: 'write "a.local", or leave it out',
  },
  {
    what: 'the trust domain cluster.local',
    code: 'TOP112',
    text: WITH('trustDomain: »cluster.local'),
    message: 'the trust domain "cluster.local" means "this mesh" in every mesh and cannot be federated',
    fix: 'write "west.local", or leave it out',
  },
  {
    what: 'a mesh whose name makes its trust domain cluster.local',
    code: 'TOP112',
    text: 'clusters: { cluster: {} }\nmeshes: { cluster: »{} }\n',
    fix: 'write another "trustDomain:"',
  },
  {
    what: 'a version that the operator no longer takes',
    code: 'TOP113',
    text: WITH('version: »v2.3'),
    message: 'the operator 2.6 no longer takes v2.3',
    fix: 'write v2.4 or later, or keep an older operator with "startingCSV" and "approval: Manual"',
  },
  {
    what: 'a version that an older operator does not know',
    code: 'TOP113',
    text: change(
      [
        'platform: aws',
        'operators: { servicemeshoperator: { approval: Manual, startingCSV: servicemeshoperator.v2.5.1 } }',
      ],
      ['    members: [shop]', '    members: [shop]\n    version: »v2.6'],
    ),
    message: 'the operator on "west" stays at 2.5 and does not know v2.6',
    fix: 'write v2.5, or a later "startingCSV"',
  },
  {
    what: 'an older operator that is not held back, and v2.3',
    code: 'TOP113',
    text: change(
      ['platform: aws', 'operators: { servicemeshoperator: { startingCSV: servicemeshoperator.v2.5.1 } }'],
      ['    members: [shop]', '    members: [shop]\n    version: »v2.3'],
    ),
  },
  {
    what: 'every namespace as a member of a mesh for some',
    code: 'TOP114',
    text: change(['[shop]', '»["*"]']),
    message:
      '"*" takes in the whole cluster, which only a mesh with "mode: ClusterWide" may, and without other members',
    fix: 'list the namespaces',
  },
  {
    what: 'every namespace and one more',
    code: 'TOP114',
    text: change(['[shop]', '»["*", shop]\n    mode: ClusterWide']),
  },
  {
    what: 'its own control-plane namespace as a member',
    code: 'TOP114',
    text: change(['[shop]', '[shop, »west]']),
    message: '"west" is the mesh\'s own control-plane namespace and cannot be a member',
    fix: 'remove it',
  },
  {
    what: 'the namespace of the operators as a member',
    code: 'TOP114',
    text: change(['[shop]', '[shop, »openshift-operators]']),
    message: '"openshift-operators" is the namespace of the operators and cannot be a member',
    fix: 'remove it',
  },
  {
    what: 'a member of two meshes of one cluster',
    code: 'TOP114',
    text: 'clusters: { c: {} }\nmeshes:\n  a: { cluster: c, members: [x] }\n  b: { cluster: c, members: [y, »x] }\n',
    message: '"x" belongs to the mesh "a" of the same cluster already',
    fix: 'keep it in one of the two meshes',
  },
  {
    what: "another mesh's control-plane namespace as a member",
    code: 'TOP114',
    text: 'clusters: { c: {} }\nmeshes:\n  a: { cluster: c, members: [x, »b] }\n  b: { cluster: c, members: [y] }\n',
    message: '"b" is the control-plane namespace of the mesh "b"',
    fix: 'remove it',
  },
  {
    what: 'Kiali without Prometheus',
    code: 'TOP115',
    text: WITH('addons: { kiali: »true, prometheus: false }'),
    message: 'Kiali needs Prometheus, which is off',
    fix: 'write "prometheus: true", or leave Kiali off',
  },
  {
    what: 'the identity type that does not work on ROSA',
    code: 'TOP154',
    text: WITH('identity: »Kubernetes'),
    message: 'with the identity type "Kubernetes" no proxy of a mesh on ROSA gets a certificate',
    fix: 'write "ThirdParty", or ignore FED028 under "lint" where the cluster on AWS is none of ROSA',
  },
  {
    what: 'an override of no field',
    code: 'TOP116',
    text: WITH('override: { proxy: { acessLogging: »{} } }'),
    message: 'the control plane has no field "proxy.acessLogging"',
    fix: 'write proxy.accessLogging',
  },
  {
    what: 'an override of the wrong type',
    code: 'TOP116',
    text: WITH('override: { proxy: »none }'),
    message: '"proxy" is of type string, not object',
    fix: 'write object',
  },
  { what: 'an override outside of an enum', code: 'TOP116', text: WITH('override: { mode: »Multitenant }') },
  {
    what: 'a subzone without a zone',
    code: 'TOP117',
    text: change(['platform: aws', 'locality: { region: eu-west-1, subzone: »rack-1 }']),
    message: 'a subzone without a zone makes the mesh ignore the whole locality',
    fix: 'add "zone:"',
  },
  {
    what: 'a root certificate that is none',
    code: 'TOP118',
    text: WITH('rootCertificate: { pem: »not a certificate }'),
    message: 'the text contains no PEM certificate',
    fix: "write the PEM text of the mesh's root certificates",
  },
  {
    what: 'neither text nor file of a root certificate',
    code: 'TOP118',
    text: WITH('rootCertificate: »{}'),
    message: 'the certificate has neither or both of "pem" and "file"',
    fix: 'write exactly one of them',
  },
  {
    what: 'both text and file of a root certificate',
    code: 'TOP118',
    text: WITH('rootCertificate: »{ pem: x, file: x.pem }'),
  },
  {
    what: 'a file of a root certificate that is not there',
    code: 'TOP118',
    text: WITH('rootCertificate: { file: »root.pem }'),
    message: 'cannot read "root.pem": no such file or directory',
    fix: 'write the path of a readable file below the directory of the topology',
  },
  {
    what: 'a private key as root certificate',
    code: 'TOP118',
    text: WITH('rootCertificate: { file: »key.pem }'),
    files: { 'key.pem': PRIVATE_KEY },
    message: 'the text contains a private key, which must never leave its mesh',
  },
  {
    what: 'a block that looks like a certificate and cannot be parsed',
    code: 'TOP118',
    text: WITH('rootCertificate: { file: »broken.pem }'),
    files: { 'broken.pem': '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n' },
    message: 'the text contains an invalid certificate',
  },
  {
    what: 'a control plane in the namespace of the operators',
    code: 'TOP119',
    text: WITH('namespace: »openshift-operators'),
    message: 'the operator refuses control planes in its own namespace "openshift-operators"',
    fix: 'choose a namespace of its own',
  },
  {
    what: 'a control plane in the namespace to which its operator was moved',
    code: 'TOP119',
    text: change(
      ['platform: aws', 'operators: { servicemeshoperator: { namespace: mesh-operator } }'],
      ['    members: [shop]', '    members: [shop]\n    namespace: »mesh-operator'],
    ),
  },
];
