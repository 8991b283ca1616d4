import type { ClusterProps, MeshProps } from '../../lib/topology/model';
import { identityOf, objectsOf } from '../helpers/synthesize';
import { objectOf } from '../helpers/two-meshes';

const topologyWith = (cluster: ClusterProps, mesh: MeshProps = {}) => ({
  clusters: { a: cluster },
  meshes: { a: mesh },
});

/** The objects of the first stage. */
function operatorsOf(cluster: ClusterProps, mesh: MeshProps = {}): readonly string[] {
  const objects = [...objectsOf(topologyWith(cluster, mesh)).values()];
  return objects.map(identityOf).filter((object) => /^(Subscription|OperatorGroup)|operator|tracing/.test(object));
}

describe('operators', () => {
  test('are just the one that the mesh needs', () => {
    expect(operatorsOf({})).toEqual(['Subscription/openshift-operators/servicemeshoperator']);
  });

  test('come with the addons that need them, outside openshift-operators with a group for the whole cluster', () => {
    const mesh: MeshProps = { version: 'v2.5', tracing: { type: 'Jaeger' }, addons: { kiali: true } };
    expect(operatorsOf({}, mesh)).toEqual([
      'Namespace/openshift-distributed-tracing',
      'OperatorGroup/openshift-distributed-tracing/openshift-distributed-tracing',
      'Subscription/openshift-distributed-tracing/jaeger-product',
      'Subscription/openshift-operators/kiali-ossm',
      'Subscription/openshift-operators/servicemeshoperator',
    ]);
    const group = 'a: OperatorGroup/openshift-distributed-tracing/openshift-distributed-tracing';
    expect(objectOf(topologyWith({}, mesh), group).spec).toEqual({ upgradeStrategy: 'Default' });
  });

  test('are left alone where somebody else subscribes them', () => {
    expect(operatorsOf({ operators: { servicemeshoperator: false } })).toEqual([]);
  });

  test('say all that a Subscription can say', () => {
    const operator = {
      channel: 'candidate',
      catalog: 'mirror',
      catalogNamespace: 'mirrors',
      approval: 'Manual',
      startingCSV: 'servicemeshoperator.v2.6.1',
    } as const;
    const topology = topologyWith({ operators: { servicemeshoperator: operator } });
    expect(objectOf(topology, 'a: Subscription/openshift-operators/servicemeshoperator').spec).toEqual({
      name: 'servicemeshoperator',
      channel: 'candidate',
      source: 'mirror',
      sourceNamespace: 'mirrors',
      installPlanApproval: 'Manual',
      startingCSV: 'servicemeshoperator.v2.6.1',
    });
  });
});
