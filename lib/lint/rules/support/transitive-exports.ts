import { exportSkipReason } from '../../../matching/export';
import { type ExportRule, NAME_SELECTOR } from '../../../matching/rules';
import { isAny } from '../../../matching/service-name';
import type { ObservedImport, ObservedMesh } from '../../../observed/model';
import { isKnownOutside } from './namespaces';
import { serviceLabel } from './words';

/** An export rule for a service that the mesh itself imports. */
export interface TransitiveExport {
  /** The import that the rule names. */
  readonly imported: ObservedImport;
  /** Whether the manifests rule out that the mesh has a Service of its own of that name. */
  readonly isCertain: boolean;
  /** What messages call the service. */
  readonly service: string;
}

/** Finds the export rules of a mesh that name a service that the mesh imports. */
export class TransitiveExports {
  private readonly imports: ReadonlyMap<string, ObservedImport>;
  private readonly services: ReadonlySet<string>;
  private readonly namespaces: ReadonlySet<string>;

  /** @param mesh the mesh that imports and exports */
  constructor(private readonly mesh: ObservedMesh) {
    const { imports, services } = mesh;
    this.imports = new Map(imports.map((one) => [`${one.namespace}/${one.name}`, one]));
    this.services = new Set(services.map(({ name, namespace }) => `${namespace}/${name}`));
    this.namespaces = new Set(services.map(({ namespace }) => namespace));
  }

  /** What a rule exports of what the mesh imports; undefined for other rules and for those that istiod skips. */
  find(rule: ExportRule): TransitiveExport | undefined {
    const { name, namespace } = rule.nameSelector ?? {};
    if (rule.type !== NAME_SELECTOR || exportSkipReason(rule) !== undefined || isAny(name)) return undefined;
    const [ofHost] = this.mesh.importsByHost.get(name) ?? [];
    if (ofHost !== undefined) return { imported: ofHost, isCertain: true, service: `the host "${name}"` };
    if (isAny(namespace) || this.services.has(`${namespace}/${name}`)) return undefined;
    const imported = this.imports.get(`${namespace}/${name}`);
    const isCertain = this.namespaces.has(namespace) || isKnownOutside(this.mesh, namespace);
    // A service that is imported as local is usually beside one of the mesh's own, for failover.
    if (imported === undefined || (imported.isLocal && !isCertain)) return undefined;
    return { imported, isCertain, service: serviceLabel({ name, namespace }) };
  }
}
