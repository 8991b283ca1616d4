import { listNames } from '../../issues/suggest';
import { type ManifestObject, objectName } from '../../manifests/object';
import type { Fleet, ObservedCluster } from '../../observed/model';
import { groupBy } from '../../values';
import type { Finding } from '../diagnostic';
import { add } from '../examples/edit';
import { findingMaker } from '../findings';
import type { Rule } from '../rule';
import { type StrayRoot, strayRoots } from './support/root-config-maps';

const KINDS = ['ServiceMeshPeer', 'ExportedServiceSet', 'ImportedServiceSet'];
const NAMESPACED = [...KINDS, 'ServiceMeshControlPlane', 'ServiceMeshMemberRoll'];
const PATH = ['metadata', 'namespace'];

const IGNORED =
  'istiod watches only the namespace of its control plane and never reads the object; no status and no log reports it';
const WRONG = 'the namespace "{found}" has no ServiceMeshControlPlane';
const MISSING = 'missing namespace of {objects}: they must be in the namespace of their control plane';
const OF_CONTEXT =
  'the objects are created in the namespace of "-n" or of the client\'s context; in any other than that of the control plane istiod ignores them';
const WRITE = 'write "{expected}"';
const CHOOSE = "write the namespace of the mesh's ServiceMeshControlPlane";
const PLANE = ['the control plane is in this namespace'];
const NO_ROOTS = 'istiod finds no root certificates and does not set up the peer, and its status stays empty';
const READER = ['istiod reads the ConfigMap in the namespace of the peer'];

const FINDINGS = {
  wrongNamespace: { severity: 'error', message: WRONG, effect: IGNORED, fix: WRITE, related: PLANE },
  wrongNamespaceOfSeveral: { severity: 'error', message: WRONG, effect: IGNORED, fix: CHOOSE },
  // Files are often applied with "-n", so this is one warning for each file.
  missingNamespace: {
    severity: 'warning',
    message: MISSING,
    effect: OF_CONTEXT,
    fix: 'write "namespace: {expected}", or apply the file with "-n {expected}"',
  },
  missingNamespaceOfUnknown: {
    severity: 'warning',
    message: MISSING,
    effect: OF_CONTEXT,
    fix: 'write the namespace of the control plane, or apply the file with "-n" and this namespace',
  },
  wrongNamespaceOfRoots: {
    severity: 'error',
    message: 'the root certificates for the peer "{peer}" are in the namespace "{found}" instead of "{expected}"',
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
    for (const found of unplaced(fleet)) report(found);
    for (const stray of strayRoots(fleet).values()) report(checkRoots(stray));
  },
};

function misplaced(cluster: ObservedCluster): readonly Finding[] {
  const namespaces = new Set(cluster.meshes.map((mesh) => mesh.namespace));
  // Without a control plane among the manifests, or without its namespace, the right one is not known.
  if (namespaces.size === 0 || namespaces.has('')) return [];
  return KINDS.flatMap((kind) => cluster.byKind.get(kind) ?? []).flatMap((object) => {
    const { namespace: found } = object;
    return found === undefined || namespaces.has(found) ? [] : [checkObject(object, found, cluster)];
  });
}

function checkObject(object: ManifestObject, found: string, { meshes }: ObservedCluster): Finding {
  const place = { object, path: PATH };
  const [mesh, ...others] = meshes;
  if (mesh === undefined || others.length > 0) return finding('wrongNamespaceOfSeveral', place, { found });
  const related = [{ object: mesh.object, path: PATH }];
  return finding('wrongNamespace', { ...place, related }, { found, expected: mesh.namespace });
}

/** The objects that lack a namespace, once for each file. */
function unplaced({ clusters, peers }: Fleet): readonly Finding[] {
  const roots = groupBy(
    peers.flatMap(({ rootConfigMap }) => rootConfigMap ?? []),
    ({ cluster }) => cluster,
  );
  return clusters.flatMap(({ name, meshes, byKind }) => {
    const objects = [...NAMESPACED.flatMap((kind) => byKind.get(kind) ?? []), ...new Set(roots.get(name))];
    const own = objects.filter(({ namespace }) => namespace === undefined);
    const namespaces = new Set(meshes.map((mesh) => mesh.namespace));
    const [expected = ''] = namespaces.size === 1 ? namespaces : [];
    return [...groupBy(own, ({ file }) => file.path).values()].flatMap((all) => checkUnplaced(all, expected));
  });
}

function checkUnplaced(all: readonly ManifestObject[], expected: string): readonly Finding[] {
  const [object] = all;
  if (object === undefined) return [];
  const place = { object, path: ['metadata'] };
  const objects = listNames(all.map(objectName));
  return [
    expected === ''
      ? finding('missingNamespaceOfUnknown', place, { objects })
      : finding('missingNamespace', place, { objects, expected }),
  ];
}

function checkRoots({ peer, expected, configMap }: StrayRoot): Finding {
  const related = [{ object: peer.object, path: ['spec', 'security', 'certificateChain', 'name'] }];
  const place = { object: configMap, path: PATH, related };
  const { namespace: found = '' } = configMap;
  return finding('wrongNamespaceOfRoots', place, { peer: peer.name, found, expected });
}
