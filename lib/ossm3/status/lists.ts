import { PUBLISHED_ROOT } from '../../facts/root/config-map';
import { NODES } from '../../status/address';
import type { ListedKind } from '../../status/observation';
import { operatorLists } from '../../status/operators';
import type { Ossm3Mesh, Ossm3Plan } from '../model';
import { CNI_NAME } from '../names';
import { expectedNamespaces, namedMembers } from './members';
import { ISTIO_API, KUBERNETES_API } from './objects';

const CONDITIONS = ['status', 'conditions'];
/** The objects of a cluster that its status depends on. No Secret is among them, and nothing of what containers of Pods are. */
export function listsOf({ operators, meshes, cniVersion }: Ossm3Plan): readonly ListedKind[] {
  const hasNodePorts = meshes.some(({ gateway }) => gateway?.type === 'NodePort');
  return [
    ...operatorLists(operators),
    ...(cniVersion === undefined ? [] : [sailList('IstioCNI', 'istiocnis', CNI_NAME)]),
    ...meshes.flatMap(meshLists),
    ...(hasNodePorts ? [NODES] : []),
  ];
}

/** Resources of the operator, which are cluster-scoped. */
function sailList(kind: string, plural: string, name: string): ListedKind {
  const status = ['observedGeneration', 'conditions', 'activeRevisionName'].map((field) => ['status', field]);
  const parts = [['metadata', 'generation'], ['spec'], ...status];
  return { apiVersion: 'sailoperator.io/v1', kind, plural, names: [name], parts };
}

function meshLists(mesh: Ossm3Mesh): readonly ListedKind[] {
  const { namespace, istio } = mesh;
  const namespaces = expectedNamespaces(mesh).map(({ name }) => name);
  return [
    sailList('Istio', 'istios', istio.name),
    { apiVersion: 'v1', kind: 'Namespace', plural: 'namespaces', names: namespaces, parts: [['metadata', 'labels']] },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      plural: 'configmaps',
      namespace,
      names: [PUBLISHED_ROOT.name],
      parts: [['data', PUBLISHED_ROOT.key]],
    },
    ...inEach(PODS, podNamespaces(mesh)),
    ...gatewayLists(mesh),
    ...serviceLists(mesh),
  ];
}

const PODS = {
  apiVersion: 'v1',
  kind: 'Pod',
  plural: 'pods',
  parts: [
    ['metadata', 'labels'],
    ['metadata', 'annotations', 'istio.io/rev'],
    ['metadata', 'deletionTimestamp'],
    ['spec', 'hostNetwork'],
    ['status', 'phase'],
  ],
};

/** The namespaces with istiod, with gateways, with workloads, and with what is exported. */
function podNamespaces(mesh: Ossm3Mesh): readonly string[] {
  const { namespace, gateway, exportedServices } = mesh;
  const gateways = gateway === undefined ? [] : [gateway.namespace];
  const exported = exportedServices.map((one) => one.namespace);
  return [...new Set([namespace, ...gateways, ...namedMembers(mesh), ...exported])].sort();
}

/** A kind in several namespaces. */
function inEach(list: Omit<ListedKind, 'namespace'>, namespaces: readonly string[]): readonly ListedKind[] {
  return [...new Set(namespaces)].sort().map((namespace) => ({ ...list, namespace }));
}

/** The gateway for peers, what it exposes, and the gateways of peers. */
function gatewayLists({ namespace, gateway, remotes }: Ossm3Mesh): readonly ListedKind[] {
  const own = gateway === undefined ? [] : [gateway.namespace];
  const list = { kind: 'Gateway', plural: 'gateways', parts: [['spec'], CONDITIONS] };
  return [
    ...inEach({ ...list, apiVersion: `${KUBERNETES_API}/v1` }, [...own, ...(remotes.length === 0 ? [] : [namespace])]),
    ...inEach({ ...list, apiVersion: `${ISTIO_API}/v1beta1` }, own),
  ];
}

/** What exported and imported services consist of. */
function serviceLists(mesh: Ossm3Mesh): readonly ListedKind[] {
  const { namespace, gateway, imports, endpoints, exports, exportedServices, accessPolicies } = mesh;
  const importing = imports.length === 0 ? [] : [namespace];
  const [merging, exporting, exported] = [endpoints, exports, exportedServices].map((all) =>
    all.map((one) => one.namespace),
  );
  const gateways = gateway === undefined ? [] : [gateway.namespace];
  return [
    ...inEach(SERVICE_ENTRIES, [...importing, ...(exporting ?? [])]),
    ...inEach(WORKLOAD_ENTRIES, [...importing, ...(merging ?? [])]),
    ...inEach(DESTINATION_RULES, merging ?? []),
    ...inEach(
      POLICIES,
      accessPolicies.map((one) => one.namespace),
    ),
    ...inEach(SERVICES, [...gateways, ...(exported ?? [])]),
  ];
}

const SERVICE_ENTRIES = {
  apiVersion: `${ISTIO_API}/v1`,
  kind: 'ServiceEntry',
  plural: 'serviceentries',
  parts: [['spec']],
};

const WORKLOAD_ENTRIES = {
  apiVersion: `${ISTIO_API}/v1`,
  kind: 'WorkloadEntry',
  plural: 'workloadentries',
  parts: [['metadata', 'labels'], ['spec']],
};

const DESTINATION_RULES = {
  apiVersion: `${ISTIO_API}/v1beta1`,
  kind: 'DestinationRule',
  plural: 'destinationrules',
  parts: [['spec']],
};

const POLICIES = {
  apiVersion: 'security.istio.io/v1beta1',
  kind: 'AuthorizationPolicy',
  plural: 'authorizationpolicies',
  parts: [],
};

const SERVICES = {
  apiVersion: 'v1',
  kind: 'Service',
  plural: 'services',
  parts: [
    ['spec', 'type'],
    ['spec', 'ports'],
    ['spec', 'selector'],
    ['status', 'loadBalancer'],
  ],
};
