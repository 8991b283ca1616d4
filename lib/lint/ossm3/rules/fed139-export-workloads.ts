import { listNames } from '../../../issues/suggest';
import { ipVersion } from '../../../local-address';
import { selects } from '../../../observed/ossm3/entries';
import type { MeshEntry } from '../../../observed/ossm3/model';
import type { Finding } from '../../diagnostic';
import { set } from '../../examples/edit';
import { findingMaker } from '../../findings';
import type { Rule } from '../../rule';
import { quoted } from '../../rules/support/words';
import { WorkloadsByNamespace } from '../../rules/support/workloads';
import { ossm3Example } from '../support/example';
import { exportEntries } from '../support/exported';
import { namespacesWithWorkloads } from '../support/namespaces';
import { ENTRIES, GUIDE } from '../support/sources';

const EFFECT = 'the exported host has no endpoints, and calls from other meshes get 503';

const FINDINGS = {
  selectsNothing: {
    severity: 'error',
    message: 'the workloadSelector of "{host}" matches no workload of the namespace "{namespace}": {selector}',
    effect: EFFECT,
    fix: 'write the labels of the pods, as the selector of their Service has them',
  },
  otherNamespace: {
    severity: 'error',
    message:
      'the workloadSelector of "{host}" matches workloads of {others}, and none of its own namespace "{namespace}"',
    effect: EFFECT,
    fix: 'move the ServiceEntry to the namespace of the pods',
  },
  hostNameAsEndpoint: {
    severity: 'error',
    message: 'the endpoint "{address}" of "{host}" is a name, and the resolution is STATIC',
    effect: `istiod refuses the ServiceEntry: ${EFFECT}`,
    fix: 'write the IP address of the endpoint, or select the pods by a workloadSelector',
  },
  unknownWorkloads: {
    severity: 'info',
    message:
      'the workloads of the namespace "{namespace}" are not in the manifests, so the workloadSelector of "{host}" is not checked',
    effect: `if it matches no pods, ${EFFECT}`,
    fix: 'compare the labels with those of the pods',
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED139: exported hosts have workloads. */
export const exportWorkloads: Rule = {
  id: 'FED139',
  generations: ['ossm3'],
  title: 'the ServiceEntry of an exported host selects workloads of its namespace',
  cause:
    'The selector has the labels of the Service instead of those of its pods, or the ServiceEntry is in the namespace of the gateway.',
  fix: 'Write the selector of the Service as workloadSelector, and put the ServiceEntry into its namespace.',
  sources: [GUIDE, ENTRIES],
  findings: FINDINGS,
  example: ossm3Example([
    set('north', 'ServiceEntry archive-export', 'spec.workloadSelector.labels', { service: 'archive' }),
  ]),
  check: ({ ossm3 }, report) => {
    const workloads = new WorkloadsByNamespace();
    for (const entry of ossm3.meshes.flatMap(exportEntries)) {
      for (const found of [...checkSelector(entry, workloads), ...checkEndpoints(entry)]) report(found);
    }
  },
};

function checkSelector(
  { mesh, object, namespace, hosts, selector, endpoints }: MeshEntry,
  workloads: WorkloadsByNamespace,
): readonly Finding[] {
  if (selector === undefined || endpoints.length > 0) return [];
  const own = workloads.in(mesh.cluster, namespace);
  if (own.some(({ labels }) => selects(selector, labels))) return [];
  const place = { object, path: ['spec', 'workloadSelector'] };
  const slots = { host: hosts[0] ?? '', namespace };
  const others = namespacesWithWorkloads(mesh, selector, workloads);
  if (others.length > 0) return [finding('otherNamespace', place, { ...slots, others: listNames(others) })];
  if (own.length === 0) return [finding('unknownWorkloads', place, slots)];
  return [finding('selectsNothing', place, { ...slots, selector: quoted(selector) })];
}

function checkEndpoints({ object, hosts, resolution, endpoints }: MeshEntry): readonly Finding[] {
  if (resolution !== 'STATIC') return [];
  return endpoints.flatMap(({ address, path, object: own }) => {
    if (own !== object || address === undefined || ipVersion(address) !== 0 || address.startsWith('unix://')) return [];
    return [finding('hostNameAsEndpoint', { object, path: [...path, 'address'] }, { address, host: hosts[0] ?? '' })];
  });
}
