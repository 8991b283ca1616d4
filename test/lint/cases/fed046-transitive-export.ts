import { type Edit, remove, set } from '../../../lib/lint/examples/edit';
import { NORTH } from '../../../lib/lint/examples/north';
import { transitiveExport } from '../../../lib/lint/rules/fed046-transitive-export';
import type { RuleCases } from './case';

const { given = [], fault } = transitiveExport.example;
const EXPORTS = 'ExportedServiceSet east-mesh';
const WITHOUT_SERVICES = remove('west', 'Service web');

/** What west exports to east, instead of its only rule. */
function exporting(rule: object): Edit {
  return set('west', EXPORTS, 'spec.exportRules', [{ type: 'NameSelector', ...rule }]);
}

const byName = (nameSelector: object) => exporting({ nameSelector });

/** The service that west imports from north. */
const ARCHIVE = byName({ namespace: 'attic', name: 'archive' });
const FROM_NORTH = [...given, ...NORTH];

/** The namespace of what is imported from north is one of west's own, without Services in the manifests. */
const OWN_ATTIC = set('west', 'ServiceMeshMemberRoll default', 'spec.members', ['shop', 'front', 'attic']);

const PRICES = byName({ namespace: 'shop', name: 'prices' });
const WITHOUT_PRICES = remove('west', 'Service prices');
const WITHOUT_RATINGS = [remove('west', 'Service ratings'), remove('west', 'VirtualService ratings')];

/** FED046: exports of what the mesh imports. */
export const cases: RuleCases = {
  rule: 'FED046',
  findings: {
    fromSamePeer: [
      {
        what: 'the host of the import',
        edits: [...given, byName({ namespace: 'shop', name: 'far-ratings.front.svc.east-mesh-imports.local' })],
      },
      {
        what: 'the host of the import in any namespace',
        edits: [...given, byName({ name: 'far-ratings.front.svc.east-mesh-imports.local' })],
      },
      {
        what: 'a local import in a namespace without a Service of that name',
        edits: [...given, PRICES, WITHOUT_PRICES],
      },
    ],
    fromOtherPeer: [
      { what: 'a namespace that is not a member', edits: [...FROM_NORTH, ARCHIVE] },
      { what: 'the host', edits: [...FROM_NORTH, byName({ name: 'archive.attic.svc.north-mesh-imports.local' })] },
    ],
    perhapsFromSamePeer: [
      { what: 'no Service of the namespace is known', edits: [...given, ...fault, WITHOUT_SERVICES] },
    ],
    perhapsFromOtherPeer: [
      { what: 'no Service of the namespace is known', edits: [...FROM_NORTH, OWN_ATTIC, ARCHIVE] },
    ],
  },
  nearMisses: [
    {
      what: 'the namespace has a Service of that name',
      edits: [...given, ...fault, set('west', 'Service web', 'metadata.name', 'far-ratings')],
    },
    { what: 'the original name of the import', edits: [...given, byName({ namespace: 'stock', name: 'ratings' })] },
    { what: 'any namespace: it is for Services of that name', edits: [...given, byName({ name: 'far-ratings' })] },
    { what: 'every name of the namespace', edits: [...given, byName({ namespace: 'front' })] },
    {
      what: 'a host of another peer',
      edits: [...given, byName({ namespace: 'shop', name: 'far-ratings.front.svc.north-mesh-imports.local' })],
    },
    { what: 'a local import beside a Service of the mesh', edits: [...given, PRICES] },
    {
      what: 'a local import in a namespace whose Services are not known',
      edits: [...given, PRICES, WITHOUT_PRICES, ...WITHOUT_RATINGS],
    },
    {
      what: 'istiod skips the rule (FED022)',
      edits: [...given, exporting({ type: 'Name', nameSelector: { namespace: 'front', name: 'far-ratings' } })],
    },
    { what: 'no selector', edits: [...given, exporting({})] },
    {
      what: 'a selector by label',
      edits: [
        ...given,
        exporting({
          type: 'LabelSelector',
          labelSelector: { selector: { matchLabels: { app: 'a' } } },
          nameSelector: { namespace: 'front', name: 'far-ratings' },
        }),
      ],
    },
    {
      what: 'nothing is imported',
      edits: [...given, ...fault, remove('west', 'ImportedServiceSet east-mesh')],
    },
  ],
};
