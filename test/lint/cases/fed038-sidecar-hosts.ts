import { add, type Edit, remove, set } from '../../../lib/lint/examples/edit';
import { NORTH } from '../../../lib/lint/examples/north';
import type { RuleCases } from './case';

const RATINGS = 'ratings.stock.svc.east-mesh-imports.local';
const WITHOUT_CALLS = remove('west', 'VirtualService ratings');
const WITHOUT_LOCAL = remove('west', 'ImportedServiceSet east-mesh', 'spec.importRules.1');

/** A Sidecar with egress listeners, whatever else has its name. */
function listening(
  egress: readonly object[],
  {
    namespace = 'shop',
    name = 'default',
    selector = {},
  }: { namespace?: string; name?: string; selector?: object } = {},
): Edit {
  return set('west', `Sidecar ${namespace}/${name}`, '', {
    apiVersion: 'networking.istio.io/v1beta1',
    kind: 'Sidecar',
    metadata: { name, namespace },
    spec: { ...selector, egress },
  });
}

/** A Sidecar with one egress listener. */
function sidecar(hosts: readonly string[], where?: Parameters<typeof listening>[1]): Edit {
  return listening([{ hosts }], where);
}

/** A VirtualService that routes to the imported service. */
function call(name: string, namespace: string): Edit {
  return add(
    'west',
    `{ apiVersion: networking.istio.io/v1beta1, kind: VirtualService, metadata: { name: ${name}, namespace: ${namespace} },
      spec: { hosts: [${name}.example.org], http: [{ route: [{ destination: { host: ${RATINGS} } }] }] } }`,
  );
}

const FOR_PAGE = { workloadSelector: { labels: { app: 'page' } } };
const FRONT = [
  add('west', '{ apiVersion: v1, kind: Namespace, metadata: { name: front } }'),
  set('west', 'ServiceMeshMemberRoll default', 'spec.members', ['shop', 'front']),
  call('front', 'front'),
];

/** FED038: Sidecar resources of callers. */
export const cases: RuleCases = {
  rule: 'FED038',
  findings: {
    excludedHost: [
      { what: 'two calls are one finding', edits: [call('again', 'shop'), sidecar(['./*'])] },
      { what: 'the local import belongs to its namespace', edits: [sidecar(['west-mesh/*'])] },
      { what: 'no hosts', edits: [WITHOUT_LOCAL, sidecar([])] },
      { what: 'an entry without a namespace', edits: [sidecar(['./*', `${RATINGS}`])] },
      { what: 'entries of any type', edits: [WITHOUT_LOCAL, listening([{ hosts: [5, null] }])] },
      { what: 'a star before the whole host', edits: [sidecar(['./*', `west-mesh/*.${RATINGS}`])] },
      { what: 'a dot is the namespace of the Sidecar', edits: [sidecar(['./*', 'other/*'])] },
      {
        what: 'a listener without hosts',
        edits: [WITHOUT_LOCAL, listening([{}])],
      },
      {
        what: 'the Sidecar of the control plane namespace applies to others',
        edits: [sidecar(['./*'], { namespace: 'west-mesh' })],
      },
      {
        what: 'that of the control plane namespace applies to the pods that the other does not select',
        edits: [sidecar(['./*'], { namespace: 'west-mesh' }), sidecar(['./*', 'west-mesh/*'], { selector: FOR_PAGE })],
      },
      { what: 'for some pods', edits: [sidecar(['./*'], { selector: FOR_PAGE })] },
      {
        what: 'two Sidecars in one namespace',
        edits: [sidecar(['./*'], { selector: FOR_PAGE }), sidecar(['./*'], { name: 'other' })],
      },
      {
        what: 'two namespaces',
        edits: [...FRONT, sidecar(['./*']), sidecar(['./*'], { namespace: 'front' })],
      },
      {
        what: 'the second of two Sidecars',
        edits: [sidecar(['*/*'], { name: 'a', selector: FOR_PAGE }), sidecar(['./*'], { name: 'b' })],
      },
    ],
    wrongNamespace: [
      { what: 'the namespace of the caller', edits: [sidecar(['./*', `shop/${RATINGS}`])] },
      { what: 'the namespace of the other mesh', edits: [sidecar(['./*', `stock/${RATINGS}`])] },
      { what: 'only the Sidecar names the host', edits: [WITHOUT_CALLS, sidecar(['./*', `stock/${RATINGS}`])] },
      {
        what: 'in the second listener',
        edits: [listening([{ hosts: ['./*'] }, { hosts: ['istio-system/*', `./${RATINGS}`] }])],
      },
    ],
  },
  nearMisses: [
    { what: 'all hosts', edits: [sidecar(['*/*'])] },
    { what: 'the host in any namespace', edits: [sidecar(['./*', `*/${RATINGS}`])] },
    { what: 'the host', edits: [sidecar(['./*', `west-mesh/${RATINGS}`])] },
    { what: 'a star before a suffix', edits: [sidecar(['./*', 'west-mesh/*.stock.svc.east-mesh-imports.local'])] },
    { what: 'a star before the last label', edits: [sidecar(['./*', 'west-mesh/*.local'])] },
    { what: 'the namespace by name', edits: [sidecar(['shop/*', 'west-mesh/*'])] },
    {
      what: 'no egress: every host is included',
      edits: [sidecar(['./*']), remove('west', 'Sidecar shop/default', 'spec.egress')],
    },
    { what: 'the namespace calls nothing', edits: [sidecar(['./*']), WITHOUT_CALLS] },
    { what: 'the Sidecar is in another namespace', edits: [sidecar(['./*'], { namespace: 'front' })] },
    {
      what: 'a Sidecar of another API group',
      edits: [
        add(
          'west',
          '{ apiVersion: example.org/v1, kind: Sidecar, metadata: { name: a, namespace: shop }, spec: { egress: [{ hosts: [./a] }] } }',
        ),
      ],
    },
    {
      what: 'that of the control plane namespace does not apply: the namespace has its own',
      edits: [sidecar(['./*'], { namespace: 'west-mesh' }), sidecar(['./*', 'west-mesh/*'])],
    },
    {
      what: 'that of the control plane namespace is for some pods there',
      edits: [sidecar(['./*'], { namespace: 'west-mesh', selector: FOR_PAGE })],
    },
    {
      what: 'the control plane namespace itself calls',
      edits: [
        WITHOUT_CALLS,
        WITHOUT_LOCAL,
        call('gateway', 'west-mesh'),
        sidecar(['./*'], { namespace: 'west-mesh', selector: FOR_PAGE }),
      ],
    },
    {
      what: 'one in the control plane namespace tells nothing about callers',
      edits: [WITHOUT_CALLS, WITHOUT_LOCAL, sidecar([`shop/${RATINGS}`], { namespace: 'west-mesh' })],
    },
    {
      what: 'the namespace is a member of neither of two meshes',
      edits: [
        ...NORTH,
        {
          ...sidecar(['./*', `stock/${RATINGS}`], { namespace: 'nowhere' }),
          cluster: 'east',
        },
      ],
    },
    { what: 'a host that is not imported', edits: [WITHOUT_CALLS, sidecar(['./*', `stock/films.${RATINGS}`])] },
  ],
};
