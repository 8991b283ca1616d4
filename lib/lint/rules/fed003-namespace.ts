import type { ManifestObject } from '../../manifests/object';
import type { ObservedCluster } from '../../observed/model';
import type { Finding } from '../diagnostic';
import { add } from '../examples/edit';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';
import { type StrayRoot, strayRoots } from './support/root-config-maps';

const KINDS = ['ServiceMeshPeer', 'ExportedServiceSet', 'ImportedServiceSet'];
const PATH = ['metadata', 'namespace'];

const IGNORED =
  'istiod watches only the namespace of its control plane and never reads the object; no status and no log reports it';
const WRONG = 'the namespace "{found}" has no ServiceMeshControlPlane';
const MISSING = 'missing namespace: the object must be in the namespace of its control plane';
const WRITE = 'write "{expected}"';
const CHOOSE = "write the namespace of the mesh's ServiceMeshControlPlane";
const PLANE = ['the control plane is in this namespace'];
const NO_ROOTS = 'istiod finds no root certificates and does not set up the peer, and its status stays empty';
const READER = ['istiod reads the ConfigMap in the namespace of the peer'];

const FINDINGS = {
  wrongNamespace: { severity: 'error', message: WRONG, effect: IGNORED, fix: WRITE, related: PLANE },
  wrongNamespaceOfSeveral: { severity: 'error', message: WRONG, effect: IGNORED, fix: CHOOSE },
  // Without a namespace the object is created in that of the client's context, which may be the right one.
  missingNamespace: { severity: 'warning', message: MISSING, effect: IGNORED, fix: WRITE, related: PLANE },
  missingNamespaceOfSeveral: { severity: 'warning', message: MISSING, effect: IGNORED, fix: CHOOSE },
  wrongNamespaceOfRoots: {
    severity: 'error',
    message: 'the root certificates for the peer "{peer}" are in the namespace "{found}" instead of "{expected}"',
    effect: NO_ROOTS,
    fix: WRITE,
    related: READER,
  },
  missingNamespaceOfRoots: {
    severity: 'warning',
    message: 'missing namespace: the root certificates for the peer "{peer}" must be in "{expected}"',
    effect: NO_ROOTS,
    fix: WRITE,
    related: READER,
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED003: istiod watches one namespace. */
export const namespace: Rule = {
  id: 'FED003',
  generations: ['ossm2'],
  title: "peers, their sets and their root certificates are in a control plane's namespace",
  cause: "The object was put into the namespace of an application, or into that of another mesh's control plane.",
  fix: 'Put the object into the namespace of the ServiceMeshControlPlane.',
  sources: [
    'maistra/istio pkg/servicemesh/federation/common/resources.go (informers of one namespace)',
    'OpenShift Service Mesh 2 documentation, Connecting service meshes, ServiceMeshPeer metadata.namespace',
  ],
  findings: FINDINGS,
  example: {
    fault: [
      add(
        'west',
        `apiVersion: federation.maistra.io/v1
kind: ExportedServiceSet
metadata: { name: east-mesh, namespace: shop }
spec: { exportRules: [{ type: NameSelector, nameSelector: { namespace: shop, name: ratings } }] }`,
      ),
    ],
  },
  check: (fleet, report) => {
    for (const cluster of fleet.clusters) {
      for (const found of misplaced(cluster)) report(found);
    }
    for (const stray of strayRoots(fleet).values()) report(checkRoots(stray));
  },
};

function misplaced(cluster: ObservedCluster): readonly Finding[] {
  const namespaces = new Set(cluster.meshes.map((mesh) => mesh.namespace));
  // Without a control plane among the manifests, or without its namespace, the right one is not known.
  if (namespaces.size === 0 || namespaces.has('')) return [];
  return KINDS.flatMap((kind) => cluster.byKind.get(kind) ?? [])
    .filter((object) => !namespaces.has(object.namespace ?? ''))
    .map((object) => checkObject(object, cluster));
}

function checkObject(object: ManifestObject, { meshes }: ObservedCluster): Finding {
  const { namespace: found } = object;
  const place = { object, path: PATH };
  const [mesh, ...others] = meshes;
  if (mesh === undefined || others.length > 0) {
    if (found === undefined) return finding('missingNamespaceOfSeveral', place, {});
    return finding('wrongNamespaceOfSeveral', place, { found });
  }
  const near = { ...place, related: [{ object: mesh.object, path: PATH }] };
  const expected = mesh.namespace;
  if (found === undefined) return finding('missingNamespace', near, { expected });
  return finding('wrongNamespace', near, { found, expected });
}

function checkRoots({ peer, expected, configMap }: StrayRoot): Finding {
  const related = [{ object: peer.object, path: ['spec', 'security', 'certificateChain', 'name'] }];
  const place = { object: configMap, path: PATH, related };
  const { namespace: found } = configMap;
  if (found === undefined) return finding('missingNamespaceOfRoots', place, { peer: peer.name, expected });
  return finding('wrongNamespaceOfRoots', place, { peer: peer.name, found, expected });
}
