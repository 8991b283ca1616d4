import type { IssueList, Path } from '../issues/issue';
import type { ImportProps, ServiceRef, ShareProps } from '../topology/model';
import type { Share } from './model';

/** What the importer takes of a share. */
export type Import = Pick<
  Share,
  'importPath' | 'offered' | 'importAs' | 'importAsLocal' | 'localServiceAccounts' | 'localPodLabels' | 'isImported'
>;

/** The imports of a share, in its order; one that imports nothing if there are none. */
export function importsOf(share: ShareProps, path: Path): readonly Import[] {
  const { imports } = share;
  const exported = exportedNames(share);
  const whole = { importPath: path, offered: exported };
  if (imports === undefined) return [{ ...whole, ...settingsOf(share), isImported: true }];
  if (imports.length === 0) return [{ ...whole, importAsLocal: false, isImported: false }];
  return imports.map((props, i) => {
    const { namespace = exported.namespace, name = exported.name } = props;
    const offered = { ...(namespace !== undefined && { namespace }), ...(name !== undefined && { name }) };
    return { importPath: [...path, 'imports', i], offered, ...settingsOf(props), isImported: true };
  });
}

/** The settings that a share and an entry of its `imports` have in common, with defaults. */
function settingsOf({
  importAs,
  importAsLocal = false,
  localServiceAccounts,
  localPodLabels,
}: Pick<ImportProps, 'importAs' | 'importAsLocal' | 'localServiceAccounts' | 'localPodLabels'>) {
  return {
    ...(importAs !== undefined && { importAs }),
    importAsLocal,
    ...(localServiceAccounts !== undefined && { localServiceAccounts }),
    ...(localPodLabels !== undefined && { localPodLabels }),
  };
}

/** Reports imports of services that the share does not export, and settings for each import that the share has. */
export function checkImports(share: ShareProps, path: Path, issues: IssueList): void {
  if (share.imports === undefined) return;
  for (const key of ['importAs', 'importAsLocal', 'localServiceAccounts', 'localPodLabels'] as const) {
    if (share[key] === undefined) continue;
    const message = `unsupported "${key}" of a share with "imports"`;
    issues.add('TOP129', [...path, key], message, `move it to the entries of "imports"`);
  }
  const exported = exportedNames(share);
  for (const [i, wanted] of share.imports.entries()) {
    for (const part of ['name', 'namespace'] as const) {
      if (wanted[part] === undefined || exported[part] === undefined || wanted[part] === exported[part]) continue;
      const message = `the share does not export the ${part} "${wanted[part]}", only "${exported[part]}"`;
      const fix = `write "${exported[part]}", or add a share that exports it`;
      issues.add('TOP129', [...path, 'imports', i, part], message, fix);
    }
  }
}

/** The names under which a share exports; a missing part is unknown. */
function exportedNames({ service, exportAs }: ShareProps): ServiceRef {
  return { ...service, ...exportAs };
}
