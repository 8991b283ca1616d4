import type { Construct } from 'constructs';
import {
  ServiceEntry,
  ServiceEntrySpecLocation,
  type ServiceEntrySpecPorts,
  ServiceEntrySpecResolution,
  WorkloadEntry,
} from '../../../imports/networking.istio.io';
import type { ExportedHostPlan, ImportedHostPlan, RemoteEndpoint, ServicePort } from '../model';
import { IMPORT_LABEL, TLS_MODE_LABEL } from '../names';

/** A service of a peer under a host of its own: the host, and an endpoint behind the gateway of the peer. */
export function addImport(scope: Construct, namespace: string, imported: ImportedHostPlan): void {
  const { name, host, exportTo, ports, subjectAltNames } = imported;
  const labels = { [IMPORT_LABEL]: name };
  new ServiceEntry(scope, `${name}-host`, {
    metadata: { name, namespace },
    spec: {
      hosts: [host],
      exportTo: [...exportTo],
      location: ServiceEntrySpecLocation.MESH_UNDERSCORE_INTERNAL,
      resolution: ServiceEntrySpecResolution.STATIC,
      ports: ports.map(importedPort),
      subjectAltNames: [...subjectAltNames],
      workloadSelector: { labels },
    },
  });
  addEndpoint(scope, { ...imported, namespace, labels });
}

/** A service of a peer as an endpoint of a Service of the mesh, behind the gateway of the peer. */
export function addEndpoint(scope: Construct, endpoint: Omit<RemoteEndpoint, 'mesh'>): void {
  const { name, namespace, labels, network, locality } = endpoint;
  new WorkloadEntry(scope, `${namespace}-${name}-endpoint`, {
    metadata: { name, namespace, labels: { ...labels, [TLS_MODE_LABEL]: 'istio' } },
    spec: { network, ...(locality !== undefined && { locality }) },
  });
}

/** A service of the mesh under the host by which peers call it; only the gateway sees it. */
export function addExport(scope: Construct, gatewayNamespace: string, exported: ExportedHostPlan): void {
  const { name, namespace, host, ports, podLabels } = exported;
  new ServiceEntry(scope, `${namespace}-${name}-export`, {
    metadata: { name, namespace },
    spec: {
      hosts: [host],
      exportTo: [gatewayNamespace],
      location: ServiceEntrySpecLocation.MESH_UNDERSCORE_INTERNAL,
      resolution: ServiceEntrySpecResolution.STATIC,
      ports: ports.map((port) => ({ ...importedPort(port), targetPort: port.targetPort })),
      workloadSelector: { labels: { ...podLabels } },
    },
  });
}

function importedPort({ number, name, protocol }: ServicePort): ServiceEntrySpecPorts {
  return { number, name, protocol };
}
