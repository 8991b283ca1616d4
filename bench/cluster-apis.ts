/**
 * Three servers that answer as the APIs of many healthy clusters, each below a path of its own, and take their time: a
 * process of its own, so that it takes no time of the benchmark. It prints the URLs as JSON and ends with its input.
 */
import { DELAY, SLOW_DELAY } from './many-clusters';
import { serve } from './serving';

const OPERATORS = 'openshift-operators';
const CSV = 'servicemeshoperator.v2.6.5';
const READY = { conditions: [{ type: 'Ready', status: 'True' }] };

/** The kind and the only object of a list, by the resource and the namespace. */
const LISTS: { readonly [plural: string]: (namespace: string) => readonly [string, object?] } = {
  subscriptions: () => ['Subscription', named('servicemeshoperator', OPERATORS, { status: { installedCSV: CSV } })],
  clusterserviceversions: () => ['ClusterServiceVersion', named(CSV, OPERATORS, { status: { phase: 'Succeeded' } })],
  servicemeshcontrolplanes: (namespace) => ['ServiceMeshControlPlane', named(namespace, namespace, { status: READY })],
  servicemeshmemberrolls: (namespace) => [
    'ServiceMeshMemberRoll',
    named('default', namespace, { spec: { members: ['shop'] }, status: READY }),
  ],
  pods: (namespace) => [
    'Pod',
    { metadata: { name: 'istiod', namespace, labels: { app: 'istiod' } }, status: { phase: 'Running' } },
  ],
  servicemeshpeers: () => ['ServiceMeshPeer'],
  exportedservicesets: () => ['ExportedServiceSet'],
  importedservicesets: () => ['ImportedServiceSet'],
  services: () => ['Service'],
};

function named(name: string, namespace: string, rest: object): object {
  return { metadata: { name, namespace }, ...rest };
}

function answerTo(path: string): readonly [number, object] {
  const [, namespace = '', plural = ''] = /\/namespaces\/([^/]+)\/([^/?]+)\?/.exec(path) ?? [];
  const [kind, item] = LISTS[plural]?.(namespace) ?? [];
  return kind === undefined ? [404, { kind: 'Status' }] : [200, { kind: `${kind}List`, items: item ? [item] : [] }];
}

void serve((request, response) => {
  const path = request.url ?? '';
  const [status, body] = answerTo(path);
  const answer = () => response.writeHead(status).end(JSON.stringify(body));
  setTimeout(answer, path.startsWith('/slow/') ? SLOW_DELAY : DELAY);
});
