import { suggestName } from '../../../issues/suggest';
import type { ManifestObject } from '../../../manifests/object';
import { textAt } from '../../../observed/fields';
import type { IndexedManifests } from '../../../observed/indexed-manifests';
import type { Ossm3Fleet } from '../../../observed/ossm3/model';
import type { Finding } from '../../diagnostic';
import { set } from '../../examples/edit';
import { findingMaker } from '../../findings';
import type { Rule } from '../../rule';
import { ossm3Example } from '../support/example';

const LABEL = ['metadata', 'labels', 'istio.io/rev'];

const FINDINGS = {
  unknownRevision: {
    severity: 'error',
    message: 'unknown revision "{revision}"',
    effect: 'no control plane reads the object',
    fix: '{suggestion}, or remove the label, so that every control plane of the cluster reads the object',
  },
  unknownRevisionOrTag: {
    severity: 'error',
    message: 'unknown revision or tag "{revision}"',
    effect: 'no control plane injects sidecars or deploys the gateway',
    fix: '{suggestion}',
  },
  tag: {
    severity: 'error',
    message: '"{revision}" is a tag, and not a revision',
    effect: 'no control plane reads the object: tags hold for namespaces, pods and Gateways of the Gateway API alone',
    fix: 'write the revision of the tag, or remove the label',
    related: ['the tag'],
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED125: labels name revisions that exist. */
export const revisions: Rule = {
  id: 'FED125',
  generations: ['ossm3'],
  title: 'each label for a revision names one that exists',
  cause:
    'The name of a revision has the version in it with the update strategy RevisionBased, so it changes with each update.',
  fix: 'Write status.activeRevisionName of the Istio resource: <name>-<version, with dashes for dots> for RevisionBased, otherwise its name.',
  sources: [
    'sail-operator controllers/istio/istio_controller.go (getActiveRevisionName)',
    'istio/istio pkg/config/model.go (LabelsInRevision)',
  ],
  findings: FINDINGS,
  example: ossm3Example([
    set('north', 'ServiceEntry archive-export', 'metadata.labels', { 'istio.io/rev': 'north-mesh-v1-28-latest' }),
  ]),
  check: ({ ossm3 }, report) => {
    for (const [cluster, known] of revisionsByCluster(ossm3)) {
      for (const object of cluster.objects) {
        const found = checkLabel(object, known, cluster);
        if (found !== undefined) report(found);
      }
    }
  },
};

/** The revisions of the clusters that have an Istio resource; a control plane of OpenShift Service Mesh 2 is one as well. */
function revisionsByCluster({ meshes }: Ossm3Fleet): ReadonlyMap<IndexedManifests, ReadonlySet<string>> {
  const found = new Map<IndexedManifests, Set<string>>();
  for (const { cluster, revision } of meshes) {
    if (revision === undefined) continue;
    const names = ['IstioRevision', 'ServiceMeshControlPlane']
      .flatMap((kind) => cluster.byKind.get(kind) ?? [])
      .map(({ name }) => name);
    found.set(cluster, new Set([...(found.get(cluster) ?? []), revision, ...names]));
  }
  return found;
}

const ISTIO_KINDS = /^(networking|security|telemetry|extensions)\.istio\.io$/;

function checkLabel(
  object: ManifestObject,
  known: ReadonlySet<string>,
  cluster: IndexedManifests,
): Finding | undefined {
  const revision = textAt(object.value, LABEL);
  if (revision === undefined || known.has(revision)) return undefined;
  const isIstioKind = ISTIO_KINDS.test(object.group);
  const isOther = object.kind === 'Namespace' || object.group === 'gateway.networking.k8s.io';
  if (!isIstioKind && !isOther) return undefined;
  const tag = cluster.find('IstioRevisionTag', undefined, revision);
  const place = { object, path: LABEL };
  if (tag !== undefined)
    return isIstioKind ? finding('tag', { ...place, related: [{ object: tag }] }, { revision }) : undefined;
  const suggestion = suggestName(revision, known);
  return finding(isIstioKind ? 'unknownRevision' : 'unknownRevisionOrTag', place, { revision, suggestion });
}
