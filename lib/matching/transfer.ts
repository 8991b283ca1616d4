import { type ExportedName, exportedName } from './export';
import { type ImportedService, type ImportScope, importedAs } from './import';
import type { ExportRule, ImportRule } from './rules';
import type { ServiceFacts } from './service';

/** The rules on both sides of one direction, and the importer's settings. */
export interface TransferRules {
  /** `spec.exportRules` of the exporter's set for the importer. */
  readonly exportRules?: readonly ExportRule[];
  /** `spec.importRules` of the importer's set for the exporter. */
  readonly importRules?: readonly ImportRule[];
  /** Settings of the importer. */
  readonly scope: ImportScope;
}

/** How far a service gets from one mesh to another. */
export interface Transfer {
  /** Name offered to the importer; absent when no export rule matches. */
  readonly exported?: ExportedName;
  /** Name and host in the importing mesh; absent when not exported or when no import rule matches. */
  readonly imported?: ImportedService;
}

/**
 * Follows one service from the exporting mesh to the importing mesh; the import rules see only the exported name.
 * The service must have passed `isOffered`. Source: fact sheet 2.4 and 2.5.
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
