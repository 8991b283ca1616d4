import { parseAllDocuments } from 'yaml';
import type { ClusterLists } from '../../lib/fetch/gather';
import { gatherRbacText, STATUS_SUBJECT } from '../../lib/fetch/gather-rbac';

const list = (apiVersion: string, plural: string, rest: Partial<ClusterLists['lists'][number]> = {}) => ({
  apiVersion,
  kind: plural,
  plural,
  parts: [],
  ...rest,
});

/** The rules of the roles that are printed, by kind, namespace and name. */
function rolesOf(...lists: ClusterLists['lists']) {
  const text = gatherRbacText([{ cluster: 'west', context: 'w', lists }], STATUS_SUBJECT);
  return parseAllDocuments(text)
    .map((document) => document.toJS())
    .filter(({ kind }) => /Role$/.test(kind))
    .map(({ kind, metadata: { namespace = '', name }, rules }) => [`${kind} ${namespace}/${name}`, rules]);
}

test('what is listed in a namespace needs a Role there, what is read by name only that name', () => {
  expect(
    rolesOf(
      list('v1', 'pods', { namespace: 'mesh' }),
      list('v1', 'configmaps', { namespace: 'mesh', names: ['b', 'a'] }),
      list('maistra.io/v2', 'servicemeshcontrolplanes', { namespace: 'mesh' }),
      list('v1', 'services', { namespace: 'shop' }),
    ),
  ).toEqual([
    [
      'Role mesh/ossm-fed-status',
      [
        { apiGroups: [''], resources: ['configmaps'], resourceNames: ['a', 'b'], verbs: ['get'] },
        { apiGroups: [''], resources: ['pods'], verbs: ['list'] },
        { apiGroups: ['maistra.io'], resources: ['servicemeshcontrolplanes'], verbs: ['list'] },
      ],
    ],
    ['Role shop/ossm-fed-status', [{ apiGroups: [''], resources: ['services'], verbs: ['list'] }]],
  ]);
});

test('what is listed in all namespaces needs a ClusterRole', () => {
  const rule = (resource: string) => [{ apiGroups: [''], resources: [resource], verbs: ['list'] }];
  expect(rolesOf(list('v1', 'services'), list('v1', 'nodes'))).toEqual([
    ['ClusterRole /ossm-fed-status-nodes', rule('nodes')],
    ['ClusterRole /ossm-fed-status-services', rule('services')],
  ]);
});
