import { type ExportedName, exportedName, exportSuffix } from '../../lib/matching/export';
import { type ImportedService, type ImportScope, importedAs } from '../../lib/matching/import';
import type { ExportRule, ImportRule } from '../../lib/matching/rules';
import type { ServiceFacts } from '../../lib/matching/service';
import type { NamespacedName } from '../../lib/matching/service-name';

/** The rules of exporter and importer for one direction, and the settings of the importer. */
export interface TransferRules {
  /** `spec.exportRules` of the exporter's set for the importer. */
  readonly exportRules?: readonly ExportRule[];
  /** `spec.importRules` of the importer's set for the exporter. */
  readonly importRules?: readonly ImportRule[];
  /** Settings of the importer. */
  readonly scope: ImportScope;
}

/** The result of export and import for one service. */
export interface Transfer {
  /** The exported name; undefined if no export rule matches. */
  readonly exported?: ExportedName;
  /** Name and host in the importing mesh; undefined if the service is not exported or no import rule matches. */
  readonly imported?: ImportedService;
}

/**
 * Applies export and import rules to a service; the import rules match the exported name. The service must have passed
 * `isOffered`. Source: docs/federation.md, Exports and Imports.
 */
export function transferService(
  service: Pick<ServiceFacts, 'name' | 'namespace' | 'labels'>,
  { exportRules, importRules, scope }: TransferRules,
): Transfer {
  const exported = exportedName(exportRules, service);
  if (exported === undefined) return {};
  const imported = importedAs(importRules, exported, scope);
  return imported === undefined ? { exported } : { exported, imported };
}

/** Host of an exported service: `<name>.<namespace>.svc.<peer>-exports.local`. */
export function exportHost({ name, namespace }: NamespacedName, peerName: string): string {
  return `${name}.${namespace}.${exportSuffix(peerName)}`;
}
