import { type Edit, remove, set } from '../../../lib/lint/examples/edit';
import type { RuleCases } from './case';

const IMPORTS = 'ImportedServiceSet east-mesh';
const locality = (value: object): Edit => set('west', IMPORTS, 'spec.locality', value);
const NO_LOCALITY = remove('west', IMPORTS, 'spec.locality');

/** FED017: the locality of imports. */
export const cases: RuleCases = {
  rule: 'FED017',
  findings: {
    incompleteLocality: [
      { what: 'a subzone alone', edits: [locality({ subzone: 'a' })] },
      { what: 'a subzone without a zone', edits: [locality({ region: 'westeurope', subzone: 'a' })] },
      { what: 'a subzone without a region', edits: [locality({ zone: '1', subzone: 'a' })] },
      { what: 'an empty region', edits: [locality({ region: '', zone: '1' })] },
      {
        what: 'nothing is imported as local',
        edits: [locality({ zone: '1' }), set('west', IMPORTS, 'spec.importRules[1].importAsLocal', false)],
      },
    ],
    missingLocality: [
      { what: 'no locality', edits: [NO_LOCALITY] },
      { what: 'an empty locality', edits: [locality({})] },
      { what: 'an empty region alone', edits: [locality({ region: '' })] },
    ],
  },
  nearMisses: [
    { what: 'a region and a zone', edits: [locality({ region: 'westeurope', zone: '1' })] },
    { what: 'all three parts', edits: [locality({ region: 'westeurope', zone: '1', subzone: 'a' })] },
    { what: 'no local Service of the name', edits: [NO_LOCALITY, remove('west', 'Service prices')] },
    { what: 'no ImportedServiceSet', edits: [remove('west', IMPORTS)] },
    {
      what: 'no locality, and nothing is imported as local',
      edits: [NO_LOCALITY, set('west', IMPORTS, 'spec.importRules[1].importAsLocal', false)],
    },
    {
      what: 'no locality, and the import as local is skipped (FED016)',
      edits: [NO_LOCALITY, remove('west', IMPORTS, 'spec.importRules[1].nameSelector.alias')],
    },
  ],
};
