import { add, type Edit, set } from '../../../lib/lint/examples/edit';
import { duplicateObjects } from '../../../lib/lint/rules/fed050-duplicate-objects';
import type { RuleCases } from './case';

const { given = [], fault } = duplicateObjects.example;

/** An object beside the one of its name, as a second document of the cluster's file. */
function beside(value: unknown, object = 'a second one'): Edit {
  return { cluster: 'west', object, path: [], value };
}

const roll = (apiVersion: string, members: readonly string[]) =>
  beside({
    apiVersion,
    kind: 'ServiceMeshMemberRoll',
    metadata: { name: 'default', namespace: 'west-mesh' },
    spec: { members },
  });
const shop = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
const unbound = (data: object) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'colors' }, data });

/** FED050: objects that a cluster has twice. */
export const cases: RuleCases = {
  rule: 'FED050',
  findings: {
    differentContent: [
      { what: 'a second roll of other members', edits: [roll('maistra.io/v1', ['shop', 'other'])] },
      { what: 'the same object of another version', edits: [roll('maistra.io/v1alpha1', ['shop'])] },
      {
        what: 'a kind without a namespace',
        edits: [beside({ ...shop, metadata: { name: 'shop', labels: { a: 'b' } } })],
      },
      {
        what: 'no namespace, in one file',
        edits: [beside(unbound({ a: 'b' }), 'one'), beside(unbound({ a: 'c' }), 'two')],
      },
      {
        what: 'one of three differs',
        edits: [
          ...given,
          ...fault,
          beside({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'colors', namespace: 'shop' } }),
        ],
      },
    ],
    sameContent: [
      { what: 'a namespace in two files', edits: [beside(shop)] },
      { what: 'the same roll', edits: [roll('maistra.io/v1', ['shop'])] },
    ],
  },
  nearMisses: [
    {
      what: 'the name of an object of another namespace',
      edits: [...given, set('west', 'ConfigMap sizes', 'metadata', { name: 'colors', namespace: 'west-mesh' })],
    },
    {
      what: 'the name of an object of another cluster',
      edits: [...given.map((edit) => ({ ...edit, cluster: 'east' as const })), ...given],
    },
    {
      what: 'the name of an object of another kind',
      edits: [beside({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'ratings', namespace: 'shop' } })],
    },
    {
      what: 'the name and kind of an object of another API group',
      edits: [
        beside({
          apiVersion: 'serving.knative.dev/v1',
          kind: 'Service',
          metadata: { name: 'ratings', namespace: 'shop' },
        }),
      ],
    },
    {
      what: 'objects whose names the API server makes',
      edits: ['one', 'two'].map((key) =>
        beside({ apiVersion: 'batch/v1', kind: 'Job', metadata: { generateName: 'a-', namespace: 'shop' } }, key),
      ),
    },
    {
      what: 'an object that is there once',
      edits: [add('west', '{ apiVersion: v1, kind: ConfigMap, metadata: { name: colors, namespace: shop } }')],
    },
  ],
};
