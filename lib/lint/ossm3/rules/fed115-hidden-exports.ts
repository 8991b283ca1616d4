import type { ManifestObject } from '../../../manifests/object';
import { textAt } from '../../../observed/fields';
import type { ExposedHost, IstioMesh } from '../../../observed/ossm3/model';
import type { Finding } from '../../diagnostic';
import { set } from '../../examples/edit';
import { findingMaker } from '../../findings';
import type { Rule } from '../../rule';
import type { ManifestPlace } from '../../rules/support/places';
import { WorkloadsByNamespace } from '../../rules/support/workloads';
import { ossm3Example } from '../support/example';
import { exportedHosts } from '../support/exported';
import { targetsOf } from '../support/exports';
import { gatewayNamespaces } from '../support/gateway-pods';
import { isExportedTo } from '../support/namespaces';
import { GUIDE } from '../support/sources';

const EXPORT_TO = 'networking.istio.io/exportTo';

const FINDINGS = {
  hiddenFromGateway: {
    severity: 'error',
    message: '"{host}" is exposed by a gateway in the namespace "{namespace}", to which it is not exported',
    effect: 'the gateway does not see the service, and calls from other meshes get 503',
    fix: 'add "{namespace}"',
    related: ['the gateway exposes the host'],
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED115: gateways see the services that they expose. */
export const hiddenExports: Rule = {
  id: 'FED115',
  generations: ['ossm3'],
  title: 'each exposed service is exported to the namespace of the gateway',
  cause:
    'exportTo restricts the service to its own namespace or to its clients, and the gateway has a namespace of its own.',
  fix: 'Add the namespace of the gateway to exportTo of the ServiceEntry, or to the annotation networking.istio.io/exportTo of the Service.',
  sources: [GUIDE, 'Istio documentation, ServiceEntry, exportTo'],
  findings: FINDINGS,
  example: ossm3Example([set('north', 'ServiceEntry archive-export', 'spec.exportTo', ['.'])]),
  check: ({ ossm3 }, report) => {
    const workloads = new WorkloadsByNamespace();
    for (const mesh of ossm3.meshes) {
      for (const { host, exposures } of exportedHosts(mesh)) {
        for (const found of checkHost(mesh, host, exposures, workloads)) report(found);
      }
    }
  },
};

/** What a host leads to, with the namespaces to which it is exported. */
interface Exported extends ManifestPlace {
  readonly namespace: string;
  readonly exportTo: readonly string[] | undefined;
}

function checkHost(
  mesh: IstioMesh,
  host: string,
  exposures: readonly ExposedHost[],
  workloads: WorkloadsByNamespace,
): readonly Finding[] {
  const targets = targetsIn(mesh, host);
  const found = exposures.flatMap((exposed) =>
    gatewayNamespaces(exposed, workloads).flatMap((namespace) => {
      const isSeen = ({ exportTo, namespace: own }: Exported) => isExportedTo(exportTo, own, namespace);
      const [first] = targets;
      if (first === undefined || targets.some(isSeen)) return [];
      const related = [{ object: exposed.object, path: exposed.path }];
      return [finding('hiddenFromGateway', { object: first.object, path: first.path, related }, { host, namespace })];
    }),
  );
  return found.slice(0, 1);
}

function targetsIn(mesh: IstioMesh, host: string): readonly Exported[] {
  const { service, entries } = targetsOf(mesh, host);
  if (service !== undefined) {
    const { object, namespace } = service;
    return [{ object, path: ['metadata', 'annotations', EXPORT_TO], namespace, exportTo: annotated(object) }];
  }
  return entries.map(({ object, namespace, exportTo }) => ({
    object,
    path: ['spec', 'exportTo'],
    namespace,
    exportTo,
  }));
}

function annotated({ value }: ManifestObject): readonly string[] | undefined {
  const text = textAt(value, ['metadata', 'annotations', EXPORT_TO]);
  return text?.split(',').map((part) => part.trim());
}
