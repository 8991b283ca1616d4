import { add, type Edit, set } from '../../examples/edit';

const HOST = 'archive.attic.svc.north-mesh-imports.local';

/** What makes `east` serve the host that `north` exports to `west` in the base federation. */
export const SECOND_EXPORTER: readonly Edit[] = [
  add(
    'west',
    `apiVersion: networking.istio.io/v1beta1
kind: WorkloadEntry
metadata:
  name: archive-attic-east-mesh
  namespace: west-mesh
  labels: { ossm-fed.dev/import: archive-attic-north-mesh, security.istio.io/tlsMode: istio }
spec: { network: east-mesh-network }`,
  ),
  set('west', 'ServiceEntry archive-attic-north-mesh', 'spec.subjectAltNames', [
    'spiffe://north-mesh.local/ns/attic/sa/archive',
    'spiffe://east-mesh.local/ns/stock/sa/prices',
  ]),
  set('east', 'Gateway expose-services', 'spec.servers[0].hosts[2]', HOST),
  add(
    'east',
    `apiVersion: networking.istio.io/v1beta1
kind: ServiceEntry
metadata: { name: archive-export, namespace: stock }
spec:
  hosts: [${HOST}]
  exportTo: [istio-ingress]
  location: MESH_INTERNAL
  resolution: STATIC
  ports: [{ number: 9080, name: http, protocol: HTTP }]
  workloadSelector: { labels: { app: prices } }`,
  ),
];
