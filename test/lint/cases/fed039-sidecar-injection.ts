import { add, type Edit, remove, set } from '../../../lib/lint/examples/edit';
import { sidecarInjection } from '../../../lib/lint/rules/fed039-sidecar-injection';
import type { RuleCases } from './case';

const { fault } = sidecarInjection.example;
const PAGE = 'Deployment page';
const WITHOUT_CALLS = remove('west', 'VirtualService ratings');
const WITHOUT_LOCAL = remove('west', 'ImportedServiceSet east-mesh', 'spec.importRules.1');

/** A workload without any annotation. */
function workload(kind: string, apiVersion: string, namespace = 'shop'): Edit {
  return add(
    'west',
    `{ apiVersion: ${apiVersion}, kind: ${kind}, metadata: { name: bare, namespace: ${namespace} },
      spec: { template: { metadata: { labels: { app: bare } }, spec: { containers: [] } } } }`,
  );
}

const CLUSTER_WIDE = set('west', 'ServiceMeshControlPlane west-mesh', 'spec.mode', 'ClusterWide');
const labelled = (labels: object) => set('west', 'Namespace shop', 'metadata.labels', labels);

/** FED039: callers without a sidecar. */
export const cases: RuleCases = {
  rule: 'FED039',
  findings: {
    missingInjection: [
      { what: 'no metadata at all', edits: [remove('west', PAGE, 'spec.template.metadata')] },
      { what: 'a StatefulSet', edits: [workload('StatefulSet', 'apps/v1')] },
      { what: 'a DaemonSet', edits: [workload('DaemonSet', 'apps/v1')] },
      { what: 'a DeploymentConfig', edits: [workload('DeploymentConfig', 'apps.openshift.io/v1')] },
      { what: 'two workloads', edits: [...fault, workload('StatefulSet', 'apps/v1')] },
      { what: 'the namespace is a caller because of a local import', edits: [...fault, WITHOUT_CALLS] },
      {
        what: 'the host network is off',
        edits: [...fault, set('west', PAGE, 'spec.template.spec.hostNetwork', false)],
      },
      {
        what: 'the annotation is on the Deployment',
        edits: [...fault, set('west', PAGE, 'metadata.annotations', { 'sidecar.istio.io/inject': 'true' })],
      },
      { what: 'a cluster-wide mesh without labels', edits: [...fault, CLUSTER_WIDE] },
      {
        what: 'a cluster-wide mesh with injection disabled',
        edits: [...fault, CLUSTER_WIDE, labelled({ 'istio-injection': 'disabled' })],
      },
      {
        what: 'labels of the namespace do not count for a multitenant mesh',
        edits: [...fault, labelled({ 'istio-injection': 'enabled', 'istio.io/rev': 'a' })],
      },
    ],
  },
  nearMisses: [
    {
      what: 'the label on the pod template',
      edits: [...fault, set('west', PAGE, 'spec.template.metadata.labels', { 'sidecar.istio.io/inject': 'true' })],
    },
    {
      what: 'a sidecar is not wanted',
      edits: [set('west', PAGE, 'spec.template.metadata.annotations', { 'sidecar.istio.io/inject': 'false' })],
    },
    { what: 'the host network', edits: [...fault, set('west', PAGE, 'spec.template.spec.hostNetwork', true)] },
    {
      what: 'a cluster-wide mesh injects',
      edits: [...fault, CLUSTER_WIDE, labelled({ 'istio-injection': 'enabled' })],
    },
    {
      what: 'a cluster-wide mesh injects by revision',
      edits: [...fault, CLUSTER_WIDE, labelled({ 'istio.io/rev': 'a' })],
    },
    { what: 'a Job', edits: [workload('Job', 'batch/v1')] },
    { what: 'a Deployment of another API group', edits: [workload('Deployment', 'example.org/v1')] },
    { what: 'a workload of another namespace', edits: [workload('StatefulSet', 'apps/v1', 'front')] },
    { what: 'the namespace calls nothing', edits: [...fault, WITHOUT_CALLS, WITHOUT_LOCAL] },
    {
      what: 'a workload in the namespace of the control plane',
      edits: [
        WITHOUT_LOCAL,
        set('west', 'VirtualService ratings', 'metadata.namespace', 'west-mesh'),
        workload('StatefulSet', 'apps/v1', 'west-mesh'),
      ],
    },
    {
      what: 'the namespace is not a member (FED026)',
      edits: [...fault, set('west', 'ServiceMeshMemberRoll default', 'spec.members', ['front'])],
    },
  ],
};
