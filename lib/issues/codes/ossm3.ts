import type { CodeEntries } from './entry';

/** The codes of what only OpenShift Service Mesh 3 requires or cannot express. */
export const OSSM3_CODES = {
  TOP200: {
    title: 'unknown services of a share',
    meaning:
      'OpenShift Service Mesh 3 has an object for each shared service, so a share by label, by namespace or of all services is expanded when the manifests are written. The workloads of the exporting mesh have no Service that matches.',
    fix: 'Share each service by its name and namespace, or add the manifests of the application to "workloads" of the exporting mesh.',
    example: 'service: { namespace: bookinfo, name: details }',
  },
  TOP201: {
    title: 'unknown ports of a shared service',
    meaning:
      'Both meshes have an object with the ports of a shared service, and calls fail where the numbers differ. The topology neither states them nor has the Service among the workloads of the exporting mesh.',
    fix: 'Add "ports" to the share, or the manifests of the application to "workloads" of the exporting mesh.',
    example: 'ports: [{ number: 9080, name: http, protocol: HTTP }]',
  },
  TOP202: {
    title: 'unknown labels of the pods of a service',
    meaning:
      'The objects of a shared service select its pods by their labels, on both sides where an import is merged with a local Service. The topology neither states them nor has the Service among the workloads of the mesh.',
    fix: 'Add "podLabels" to the share for the Service of the exporter, or "localPodLabels" for that of the importer, with the selector of the Service.',
    example: 'podLabels: { app: details }',
  },
  TOP203: {
    title: 'unknown ServiceAccounts of the pods of a service',
    meaning:
      'The importing mesh accepts only the identities of the pods of the imported service. Without them any workload of the peer could answer for the service.',
    fix: 'Add "serviceAccounts" to the share, with "default" for pods that name none.',
    example: 'serviceAccounts: [bookinfo-details]',
  },
  TOP204: {
    title: 'setting that OpenShift Service Mesh 3 does not have',
    meaning:
      'The mesh has a version of OpenShift Service Mesh 3, or of Istio, that has nothing in the place of the setting: there is no egress gateway between meshes, and tracing, Kiali and Prometheus are not part of the control plane.',
    fix: 'Remove the setting, or write what the message says.',
  },
  TOP205: {
    title: 'different settings of one gateway',
    meaning:
      'In OpenShift Service Mesh 3 all peers call the same gateway of a mesh. Two peerings state different values for it.',
    fix: 'Write the setting once, in "ingress" of the mesh.',
    example: 'meshes:\n  west:\n    ingress: { internal: true }',
  },
  TOP206: {
    title: 'imported host that is another Service of the exporter',
    meaning:
      'The import has the name of a Service of the importer, and the exporting cluster has another Service with the same name and namespace. The gateway of the exporter sends calls by that name to its own Service.',
    fix: 'Import the service under another name with "importAs", or without "importAsLocal".',
  },
  TOP207: {
    title: 'unsupported version of Istio',
    meaning:
      'Each version of the OpenShift Service Mesh 3 operator installs a few minor versions of Istio, and the meshes of a cluster share one IstioCNI, whose version may differ by one minor version.',
    fix: 'Write one of the versions in the message, or remove "istio.version" for the newest one of the operator.',
    example: 'istio: { version: v1.30-latest }',
  },
  TOP208: {
    title: 'missing labels of a Namespace',
    meaning:
      'A control plane of OpenShift Service Mesh 3 reads only namespaces with the label of its mesh, and injects sidecars where the label "istio.io/rev" has its revision. A Namespace of a member is in manifests without these labels, or is not written at all.',
    fix: 'Add the labels to the Namespace, or let the topology write it.',
  },
} as const satisfies CodeEntries;
