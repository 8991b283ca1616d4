import { selects } from '../../../observed/ossm3/entries';
import { trustDomainOf } from '../../../observed/ossm3/hosts';
import type { EntryEndpoint, IstioMesh, MeshEntry } from '../../../observed/ossm3/model';
import { set } from '../../examples/edit';
import { findingMaker } from '../../findings';
import type { Rule } from '../../rule';
import { WorkloadsByNamespace } from '../../rules/support/workloads';
import { ossm3Example } from '../support/example';
import { exposuresOf } from '../support/exports';
import { ENTRIES, GUIDE } from '../support/sources';

const FINDINGS = {
  unserved: {
    severity: 'error',
    message: 'no WorkloadEntry in the namespace "{namespace}" has the labels that the import of "{host}" selects',
    effect: 'the imported host has no endpoints, and calls get 503 "no healthy upstream"',
    fix: 'add a WorkloadEntry with these labels and the network of the other mesh in the same namespace',
  },
  unselected: {
    severity: 'error',
    message:
      'no ServiceEntry and no Service in the namespace "{namespace}" selects the WorkloadEntry for the network "{network}"',
    effect: 'the endpoint belongs to no service, and no call reaches it',
    fix: 'add the labels that the workloadSelector of the ServiceEntry has, in the same namespace',
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED132: ServiceEntries and WorkloadEntries of imports belong together. */
export const unserved: Rule = {
  id: 'FED132',
  generations: ['ossm3'],
  title:
    'each ServiceEntry of an import has endpoints, and each WorkloadEntry for another network belongs to a service',
  cause:
    'The labels of the WorkloadEntry and the workloadSelector of the ServiceEntry differ, or the two have different namespaces.',
  fix: 'Write the same labels on both, and put both into one namespace.',
  sources: [GUIDE, ENTRIES],
  findings: FINDINGS,
  example: ossm3Example([set('west', 'WorkloadEntry archive-attic-north-mesh', 'metadata.namespace', 'shop')]),
  check: ({ ossm3 }, report) => {
    const workloads = new WorkloadsByNamespace();
    for (const mesh of ossm3.meshes) {
      for (const entry of mesh.entries) {
        if (!isUnserved(mesh, entry, ossm3.meshes, workloads)) continue;
        const { object, namespace, hosts } = entry;
        report(
          finding('unserved', { object, path: ['spec', 'workloadSelector'] }, { namespace, host: hosts[0] ?? '' }),
        );
      }
      for (const endpoint of mesh.workloadEntries) {
        const { object, namespace, network } = endpoint;
        if (network === undefined || !isUnselected(mesh, endpoint)) continue;
        report(finding('unselected', { object, path: ['metadata', 'labels'] }, { namespace, network }));
      }
    }
  },
};

/** Whether a ServiceEntry is meant as an import and has no endpoints: its host is exposed by another mesh, or has its identity. */
function isUnserved(
  mesh: IstioMesh,
  entry: MeshEntry,
  meshes: readonly IstioMesh[],
  workloads: WorkloadsByNamespace,
): boolean {
  const { selector, endpoints, hosts, identities, namespace } = entry;
  if (selector === undefined || endpoints.length > 0 || hosts.some((host) => exposuresOf(mesh, host).length > 0))
    return false;
  if (workloads.in(mesh.cluster, namespace).some(({ labels }) => selects(selector, labels))) return false;
  const domains = identities.flatMap((identity) => trustDomainOf(identity) ?? []);
  const isForeign = mesh.trustDomain !== undefined && domains.some((domain) => domain !== mesh.trustDomain);
  const names = new Set(hosts);
  return isForeign || meshes.some((other) => other !== mesh && other.exposed.some(({ host }) => names.has(host)));
}

function isUnselected(mesh: IstioMesh, { namespace, labels, isRemote }: EntryEndpoint): boolean {
  if (!isRemote) return false;
  const entries = mesh.entries.filter((entry) => entry.namespace === namespace);
  const services = mesh.services.filter((service) => service.namespace === namespace);
  // The Services of a namespace may be in other manifests.
  if (entries.length === 0 && services.length === 0) return false;
  return ![...entries, ...services].some(({ selector }) => selector !== undefined && selects(selector, labels));
}
