import type { ManifestObject } from '../../../manifests/object';
import { listAt, mapAt, textsAt } from '../../../observed/fields';
import { fitsHost } from '../../../observed/ossm3/hosts';
import type { IstioMesh, MeshImport } from '../../../observed/ossm3/model';
import { groupBy } from '../../../values';
import type { Finding } from '../../diagnostic';
import { set } from '../../examples/edit';
import { findingMaker } from '../../findings';
import type { Rule } from '../../rule';
import { destinationsOf, type MeshDestination } from '../support/destinations';
import { ossm3Example } from '../support/example';
import { isExportedTo } from '../support/namespaces';

const EFFECT = 'the sidecars of the callers do not know the host: calls get 502 or 503, or leave the mesh';

const FINDINGS = {
  notExported: {
    severity: 'error',
    message: 'the imported host "{host}" is not exported to the namespace "{namespace}", which routes calls to it',
    effect: EFFECT,
    fix: 'add "{namespace}" to exportTo of the ServiceEntry',
    related: ['the route to the host'],
  },
  hiddenBySidecar: {
    severity: 'error',
    message: 'the Sidecar leaves "{host}" out, to which its namespace "{namespace}" routes calls',
    effect: EFFECT,
    fix: 'add "{owner}/{host}" or "{owner}/*" to the hosts of an egress listener',
    related: ['the route to the host'],
  },
} as const;

const finding = findingMaker(FINDINGS);

/** FED142: the callers of an import see it. Callers are known where a VirtualService of their namespace routes to it. */
export const hiddenImports: Rule = {
  id: 'FED142',
  generations: ['ossm3'],
  title: 'each namespace that calls an imported host sees it',
  cause: 'exportTo of the import lists other namespaces, or a Sidecar lists the hosts of its own namespace alone.',
  fix: 'Add the namespace of the callers to exportTo, and <namespace of the ServiceEntry>/* to the egress hosts of its Sidecar.',
  sources: ['Istio documentation, Sidecar, IstioEgressListener.hosts', 'Istio documentation, ServiceEntry, exportTo'],
  findings: FINDINGS,
  example: ossm3Example([set('west', 'ServiceEntry ratings-stock-east-mesh', 'spec.exportTo', ['.'])]),
  check: ({ ossm3 }, report) => {
    for (const mesh of ossm3.meshes) {
      if (mesh.imports.length === 0) continue;
      const imports = groupBy(mesh.imports, ({ host }) => host);
      const found = destinationsOf(mesh)
        .filter(isOfSidecars)
        .flatMap((use) => (imports.get(use.host) ?? []).flatMap((one) => checkUse(mesh, one, use)));
      for (const one of new Map(
        found.map((finding) => [`${finding.object.namespace} ${finding.object.name} ${finding.message}`, finding]),
      ).values())
        report(one);
    }
  },
};

/** Whether sidecars use the route, and not gateways alone. */
function isOfSidecars({ object: { value } }: MeshDestination): boolean {
  const gateways = textsAt(value, ['spec', 'gateways']);
  return gateways.length === 0 || gateways.includes('mesh');
}

function checkUse(
  mesh: IstioMesh,
  { entry, service, host }: MeshImport,
  { object, path }: MeshDestination,
): readonly Finding[] {
  const { namespace } = object;
  const owner = entry?.namespace ?? service?.namespace ?? '';
  if (namespace === undefined) return [];
  const related = [{ object, path: [...path, 'host'] }];
  if (entry !== undefined && !isExportedTo(entry.exportTo, owner, namespace)) {
    return [finding('notExported', { object: entry.object, path: ['spec', 'exportTo'], related }, { host, namespace })];
  }
  return sidecarsFor(mesh, namespace)
    .filter((sidecar) => !isListed(sidecar, host, owner, namespace))
    .map((sidecar) =>
      finding('hiddenBySidecar', { object: sidecar, path: ['spec', 'egress'], related }, { host, namespace, owner }),
    );
}

/** The Sidecars for all pods of a namespace, or that of the whole mesh where it has none. */
function sidecarsFor(mesh: IstioMesh, namespace: string): readonly ManifestObject[] {
  const all = mesh
    .objectsOf('Sidecar', 'networking.istio.io')
    .filter(({ value }) => Object.keys(mapAt(value, ['spec', 'workloadSelector'])).length === 0);
  const own = all.filter((sidecar) => sidecar.namespace === namespace);
  return own.length > 0 ? own : all.filter((sidecar) => sidecar.namespace === mesh.namespace);
}

function isListed({ value }: ManifestObject, host: string, owner: string, namespace: string): boolean {
  const listeners = listAt(value, ['spec', 'egress']);
  if (listeners.length === 0) return true;
  return listeners
    .flatMap((listener) => textsAt(listener, ['hosts']))
    .some((text) => {
      const slash = text.indexOf('/');
      const [from, pattern] = [text.slice(0, slash), text.slice(slash + 1)];
      return slash > 0 && isExportedTo([from], namespace, owner) && fitsHost(pattern, host);
    });
}
