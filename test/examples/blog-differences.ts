import { WHOLE_OBJECT } from '../helpers/compare-objects';

/** What examples/blog says otherwise than the manifests of the blog, on purpose. */
export interface IntendedDifference {
  /** Cluster, kind, namespace and name, as `rosa: Service/shop/details`; `*` stands for any text. */
  readonly object: string;
  /** The path of the value, or a whole object; `*` stands for any text. */
  readonly field: string;
  /** Who has it: the reference alone, this project alone, or both with other values. */
  readonly side: 'reference' | 'ours' | 'both';
  /** The values, the reference's first; any where it is left out. */
  readonly values?: readonly unknown[];
  /** Why, with the number of the defect or the section of the fact sheet. */
  readonly reason: string;
}

const PINNED = 'D21: the newest operator refuses v2.3, so the last one that takes it is pinned';
const SERVER_DEFAULT = 'what the API server sets by itself is not written';
const DETAILS = '*: Deployment/*-bookinfo/details-v*';
const POD = 'spec.template.spec';

/** A value that the reference states and the API server would set just so. */
function serverDefault(object: string, field: string, value: unknown): IntendedDifference {
  return { object, field, side: 'reference', values: [value], reason: SERVER_DEFAULT };
}

/** Every intended difference between examples/blog and the reference. */
export const BLOG_DIFFERENCES: readonly IntendedDifference[] = [
  // Operators
  {
    object: '*: Subscription/openshift-operators/servicemeshoperator',
    field: 'spec.installPlanApproval',
    side: 'both',
    values: ['Automatic', 'Manual'],
    reason: PINNED,
  },
  {
    object: '*: Subscription/openshift-operators/servicemeshoperator',
    field: 'spec.startingCSV',
    side: 'ours',
    values: ['servicemeshoperator.v2.5.1'],
    reason: PINNED,
  },

  // All objects
  {
    object: '*',
    field: 'metadata.labels["app.kubernetes.io/*"]',
    side: 'ours',
    reason: 'generated objects say what made them, by the labels that kubernetes.io recommends',
  },

  // Meshes
  {
    object: '*: Namespace/*',
    field: WHOLE_OBJECT,
    side: 'ours',
    reason: 'D26: the scripts run "oc new-project"; a Namespace can be applied twice (1.1)',
  },
  {
    object: '*: ServiceMeshControlPlane/*',
    field: 'spec.gateways.additional*.routerMode',
    side: 'reference',
    values: ['sni-dnat'],
    reason: 'D33: obsolete from v2.3 on',
  },
  {
    object: '*: ServiceMeshControlPlane/*',
    field: 'spec.gateways.additionalIngress.*.routeConfig.enabled',
    side: 'ours',
    values: [false],
    reason: 'D34: the operator would make a Route that leads nowhere',
  },
  {
    object: 'rosa: ServiceMeshControlPlane/*',
    field: 'spec.gateways.additionalIngress.*.service.metadata.annotations["*/aws-load-balancer-type"]',
    side: 'ours',
    values: ['nlb'],
    reason: 'D30: without it AWS makes a classic load balancer',
  },

  // Workloads
  {
    object: DETAILS,
    field: `${POD}.serviceAccountName`,
    side: 'ours',
    values: ['bookinfo-details'],
    reason: 'D47: with a ServiceAccount of its own a policy can name it',
  },
  {
    object: '*: ServiceAccount/*/bookinfo-details',
    field: WHOLE_OBJECT,
    side: 'ours',
    reason: 'D47: with a ServiceAccount of its own a policy can name it',
  },
  {
    object: '*: Service/*/details',
    field: 'metadata.labels.version',
    side: 'reference',
    reason: 'D46: the Service is for all versions',
  },
  {
    object: '*: DestinationRule/*/details',
    field: WHOLE_OBJECT,
    side: 'ours',
    reason: 'D43: a subset needs a DestinationRule, which bookinfo brings wherever it runs',
  },
  {
    object: 'rosa: DestinationRule/prod-bookinfo/*',
    field: 'spec.subsets.v2*',
    side: 'reference',
    reason: 'no pods of these versions run in prod-bookinfo, so their subsets have no endpoints (5.1)',
  },
  serverDefault(DETAILS, 'spec.progressDeadlineSeconds', 600),
  serverDefault(DETAILS, 'spec.revisionHistoryLimit', 10),
  serverDefault(DETAILS, 'spec.strategy.rollingUpdate.max*', '25%'),
  serverDefault(DETAILS, 'spec.strategy.type', 'RollingUpdate'),
  serverDefault(DETAILS, `${POD}.containers.details.ports[0].protocol`, 'TCP'),
  serverDefault(DETAILS, `${POD}.containers.details.resources`, {}),
  serverDefault(DETAILS, `${POD}.containers.details.terminationMessagePath`, '/dev/termination-log'),
  serverDefault(DETAILS, `${POD}.containers.details.terminationMessagePolicy`, 'File'),
  serverDefault(DETAILS, `${POD}.dnsPolicy`, 'ClusterFirst'),
  serverDefault(DETAILS, `${POD}.restartPolicy`, 'Always'),
  serverDefault(DETAILS, `${POD}.schedulerName`, 'default-scheduler'),
  serverDefault(DETAILS, `${POD}.securityContext`, {}),
  serverDefault(DETAILS, `${POD}.terminationGracePeriodSeconds`, 30),
  serverDefault('*: Service/*/details', 'spec.ports.http.protocol', 'TCP'),
  serverDefault('*: Service/*/details', 'spec.ports.http.targetPort', 9080),
  serverDefault('*: Service/*/details', 'spec.type', 'ClusterIP'),

  // Federation
  {
    object: '*: ConfigMap/*-ca-root-cert',
    field: WHOLE_OBJECT,
    side: 'ours',
    reason: 'D25: the scripts make it with "oc create configmap", which fails the second time (1.6)',
  },
  {
    object: 'rog: ConfigMap/gcp-dev-mesh/rosa-prod-mesh-ca-root-cert',
    field: 'data.root-cert.pem',
    side: 'reference',
    values: ['{{ROSA_PROD_MESH_CERT}}'],
    reason: 'D4: a placeholder under this key breaks the mesh until it is filled in',
  },
  {
    object: 'rog: ConfigMap/gcp-dev-mesh/rosa-prod-mesh-ca-root-cert',
    field: 'data.root-cert.pem.incomplete',
    side: 'ours',
    values: ['<ossm-fed:root:rosa-prod-mesh>'],
    reason: 'D4: what is not known yet is a token that the fetch step finds, under a key that istiod does not read',
  },
  {
    object: '*: ServiceMeshPeer/*',
    field: 'spec.remote.addresses[0]',
    side: 'both',
    reason: 'D4: what is not known yet is a token that the fetch step finds, and nobody takes for a name',
  },
  {
    object: 'rosa: ServiceMeshPeer/rosa-prod-mesh/gcp-dev-mesh',
    field: 'spec.security.clientID',
    side: 'both',
    values: [
      'gcp-dev-mesh.local/ns/gc-dev-mesh/sa/rosa-prod-egress-service-account',
      'gcp-dev-mesh.local/ns/gcp-dev-mesh/sa/rosa-prod-egress-service-account',
    ],
    reason: 'D3: the namespace was misspelt',
  },
  {
    object: '*: ExportedServiceSet/*/rosa-prod-mesh',
    field: 'spec.exportRules[0].labelSelector.alias.namespace',
    side: 'reference',
    values: ['prod-bookinfo'],
    reason: 'D1, D2: no such field; as "aliases" it would rename what the importer asks for by its own name',
  },

  // Traffic
  {
    object: 'rosa: *',
    field: 'apiVersion',
    side: 'both',
    values: ['networking.istio.io/v1alpha3', 'networking.istio.io/v1beta1'],
    reason: 'the same schema in the version that Istio graduated to; OSSM serves both (imports/sources.yaml)',
  },
];
