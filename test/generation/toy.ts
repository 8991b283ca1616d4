import { k8s } from 'cdk8s-plus-27';
import type { FactKind } from '../../lib/facts/kind';
import { objectOf } from '../../lib/facts/model';
import { getPermission, readText } from '../../lib/facts/sources';
import { makeToken, type TokenSubject } from '../../lib/facts/token';
import type { Federation, Mesh } from '../../lib/federation/model';
import type { ClusterPlan, Generation } from '../../lib/generation';
import type { Issue } from '../../lib/issues/issue';
import { set } from '../../lib/lint/examples/edit';
import { findingMaker } from '../../lib/lint/findings';
import type { Rule } from '../../lib/lint/rule';

/** What the toy generation plans for a mesh: its namespace, and the host names of its peers. */
interface ToyMesh {
  readonly name: string;
  readonly namespace: string;
  readonly peers: readonly { readonly mesh: string; readonly host: string }[];
}

interface ToyPlan extends ClusterPlan {
  readonly context: string;
  readonly meshes: readonly ToyMesh[];
}

/** The host name at which a mesh is reached, which it publishes in a ConfigMap. */
const HOST: FactKind<string, string> = {
  name: 'host',
  lockKey: 'host',
  isNamed: false,
  places: [{ form: 'scalar', objectKind: 'ConfigMap' }],
  describe: ({ mesh }) => `host name of mesh "${mesh}"`,
  read: readText,
  permissions: ({ source }) => [getPermission(objectOf(source))],
  fix: () => 'wait until the mesh publishes its host name',
  check: (value) => ({ value, issues: [] }),
  readLocked: (value, path, check) => check.text(value, path),
  printLocked: (value) => value,
  changes: ({ mesh }, before, after) =>
    before === after ? [] : [{ kind: 'host-changed', mesh, text: `${mesh}: host name is ${after}` }],
  fill: (value) => ({ scalar: value }),
};

const hostOf = (mesh: string): TokenSubject => ({ kind: 'host', mesh });

function planMesh(mesh: Mesh, { peerings }: Federation): ToyMesh {
  const peers = peerings.flatMap(({ meshes: [a, b] }) => (a === mesh ? [b] : b === mesh ? [a] : []));
  return {
    name: mesh.name,
    namespace: mesh.namespace,
    peers: peers.map(({ name }) => ({ mesh: name, host: makeToken(hostOf(name)) })),
  };
}

/** What the toy cannot express: services by label. */
function unsupported({ shares }: Federation): readonly Issue[] {
  return shares
    .filter(({ selector }) => selector !== undefined)
    .map(({ path }): Issue => {
      const message = 'the toy generation does not support services by label';
      return { code: 'TOP131', path: [...path, 'selector'], message, fix: 'write "service:"' };
    });
}

/** A generation of two objects per peer and one kind of fact, which is all that it takes to add one. */
export const TOY: Generation<ToyPlan> = {
  name: 'toy',
  title: 'Toy Mesh 9',
  versions: ['v9.0'],
  stages: [
    { name: 'meshes', directory: '20-meshes', done: [{ type: 'filled' }] },
    { name: 'peers', directory: '40-peers', done: [] },
  ],
  factKinds: [HOST as FactKind],
  plan: (federation) => ({
    plans: federation.clusters.map(({ name: cluster, context }) => ({
      cluster,
      context,
      operators: [],
      operatorNamespaces: [],
      workloads: [],
      meshes: federation.meshes
        .filter((mesh) => mesh.cluster.name === cluster)
        .map((mesh) => planMesh(mesh, federation)),
    })),
    issues: unsupported(federation),
  }),
  addObjects: (stageOf, { meshes }) => {
    for (const { name, namespace, peers } of meshes) {
      new k8s.KubeNamespace(stageOf('meshes').file(name), 'namespace', { metadata: { name: namespace } });
      for (const { mesh, host } of peers) {
        const metadata = { name: `peer-${mesh}`, namespace };
        new k8s.KubeConfigMap(stageOf('peers').file(`${name}.${mesh}`), 'peer', { metadata, data: { host } });
      }
    }
  },
  facts: (plans) =>
    plans.flatMap(({ cluster, context, meshes }) =>
      meshes.map(({ name, namespace }) => ({
        ...hostOf(name),
        token: makeToken(hostOf(name)),
        cluster,
        context,
        stage: '20-meshes',
        source: { type: 'ConfigMap', namespace, name: 'toy-status', key: 'host' } as const,
      })),
    ),
};

const FINDINGS = {
  emptyHost: { severity: 'error', message: 'the host of {peer} is empty', effect: 'no calls', fix: 'write it' },
} as const;
const finding = findingMaker(FINDINGS);

/** A lint rule of the toy generation, in a range of its own. */
export const TOY_RULE: Rule = {
  id: 'FED901',
  generations: ['toy'],
  title: 'each peer of a toy mesh has a host name',
  cause: 'It was removed.',
  fix: 'Write it.',
  sources: ['none'],
  findings: FINDINGS,
  example: { fault: [set('west', 'ConfigMap peer-east', 'data.host', '')] },
  check: ({ clusters }, report) => {
    for (const object of clusters.flatMap(({ byKind }) => byKind.get('ConfigMap') ?? [])) {
      const { data } = object.value as { readonly data?: { readonly host?: string } };
      if (data?.host === '') report(finding('emptyHost', { object, path: ['data', 'host'] }, { peer: object.name }));
    }
  },
};
