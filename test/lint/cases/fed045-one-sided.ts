import { add, remove, set } from '../../../lib/lint/examples/edit';
import { NORTH } from '../../../lib/lint/examples/north';
import { oneSided } from '../../../lib/lint/rules/fed045-one-sided';
import type { RuleCases } from './case';

const { fault } = oneSided.example;
const EXPORTS = 'ExportedServiceSet west-mesh';
const IMPORTS = 'ImportedServiceSet east-mesh';

/** What east imports from west. */
function importing(rules: string) {
  return add(
    'east',
    `{ apiVersion: federation.maistra.io/v1, kind: ImportedServiceSet,
      metadata: { name: west-mesh, namespace: east-mesh }, spec: { importRules: [${rules}] } }`,
  );
}

const RATINGS = '{ type: NameSelector, nameSelector: { namespace: shop, name: ratings } }';

/** FED045: exports without imports, and imports without exports. */
export const cases: RuleCases = {
  rule: 'FED045',
  findings: {
    missingImportSet: [
      { what: 'the set of the importer is gone', edits: [remove('west', IMPORTS)] },
      {
        what: 'the set of the importer has another name',
        edits: [set('west', IMPORTS, 'metadata.name', 'east')],
      },
      {
        what: 'the names of both peers differ',
        edits: [...NORTH, remove('west', 'ImportedServiceSet north-mesh')],
      },
    ],
    noImportRules: [
      { what: 'an empty list', edits: [set('west', IMPORTS, 'spec.importRules', [])] },
      { what: 'no list', edits: [remove('west', IMPORTS, 'spec.importRules')] },
    ],
    missingExportSet: [
      { what: 'the set of the exporter is gone', edits: [remove('east', EXPORTS)] },
      { what: 'on the other side', edits: [importing(RATINGS)] },
    ],
  },
  nearMisses: [
    { what: 'both sides have rules', edits: [...fault, importing(RATINGS)] },
    { what: 'neither side has a set', edits: [remove('west', IMPORTS), remove('east', EXPORTS)] },
    {
      what: 'exports without rules, and no imports',
      edits: [set('east', EXPORTS, 'spec.exportRules', []), remove('west', IMPORTS)],
    },
    {
      what: 'imports without rules, and no exports',
      edits: [remove('east', EXPORTS), set('west', IMPORTS, 'spec.importRules', [])],
    },
    { what: 'imports from a set without rules are FED013', edits: [set('east', EXPORTS, 'spec.exportRules', [])] },
    {
      what: 'the other side is not in the manifests',
      edits: [...fault, remove('east', 'ServiceMeshPeer west-mesh'), remove('east', EXPORTS)],
    },
  ],
};
