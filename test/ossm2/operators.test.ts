import type { Ossm2Plan } from '../../lib/ossm2/model';
import { clusterOf, plansOf } from '../helpers/topology-text';

function cluster(operators: string, mesh = '{}'): Ossm2Plan {
  return clusterOf(plansOf(`clusters: { m: { operators: ${operators} } }\nmeshes: { m: ${mesh} }\n`), 'm');
}

const packages = ({ operators }: Ossm2Plan) => operators.map((operator) => operator.package);

const MESH_OPERATOR = {
  package: 'servicemeshoperator',
  namespace: 'openshift-operators',
  channel: 'stable',
  catalog: 'redhat-operators',
  catalogNamespace: 'openshift-marketplace',
  approval: 'Automatic',
};

describe('the operators that are subscribed by default', () => {
  test('are that of the mesh alone', () => {
    expect(cluster('{}').operators).toEqual([MESH_OPERATOR]);
    expect(cluster('{}').operatorNamespaces).toEqual([]);
  });

  test.each([
    ['Kiali', '{ addons: { kiali: true } }', ['kiali-ossm', 'servicemeshoperator']],
    ['Jaeger', '{ tracing: { type: Jaeger } }', ['jaeger-product', 'servicemeshoperator']],
    ['Grafana, which the mesh operator brings', '{ addons: { grafana: true } }', ['servicemeshoperator']],
    ['no tracing', '{ tracing: { type: None } }', ['servicemeshoperator']],
  ])('follow the addons: %s', (_, mesh, expected) => {
    expect(packages(cluster('{}', mesh))).toEqual(expected);
  });

  test('are none on a cluster without meshes', () => {
    const federation = plansOf('clusters: { empty: {}, m: {} }\nmeshes: { m: {} }\n');
    expect(clusterOf(federation, 'empty').operators).toEqual([]);
  });

  test('are those that any mesh of the cluster needs', () => {
    const federation = plansOf(`clusters: { c: {} }
meshes: { a: { cluster: c }, b: { cluster: c, addons: { kiali: true } } }
`);
    expect(packages(clusterOf(federation, 'c'))).toEqual(['kiali-ossm', 'servicemeshoperator']);
  });
});

describe('what the topology says of an operator', () => {
  test('leaves it alone with false', () => {
    expect(
      packages(cluster('{ servicemeshoperator: false, kiali-ossm: false }', '{ addons: { kiali: true } }')),
    ).toEqual([]);
  });

  test('subscribes it with true, where and how its documentation does', () => {
    const { operators, operatorNamespaces } = cluster(
      '{ jaeger-product: true, elasticsearch-operator: true, tempo-product: true, opentelemetry-product: true, kiali-ossm: true }',
    );
    expect(operators.map(({ package: name, namespace, channel }) => [name, namespace, channel])).toEqual([
      ['elasticsearch-operator', 'openshift-operators-redhat', 'stable-5.8'],
      ['jaeger-product', 'openshift-distributed-tracing', 'stable'],
      ['kiali-ossm', 'openshift-operators', 'stable'],
      ['opentelemetry-product', 'openshift-opentelemetry-operator', 'stable'],
      ['servicemeshoperator', 'openshift-operators', 'stable'],
      ['tempo-product', 'openshift-tempo-operator', 'stable'],
    ]);
    expect(operatorNamespaces).toEqual([
      'openshift-distributed-tracing',
      'openshift-opentelemetry-operator',
      'openshift-operators-redhat',
      'openshift-tempo-operator',
    ]);
  });

  test('replaces each of the settings', () => {
    const settings = {
      channel: 'candidate',
      catalog: 'mirror',
      catalogNamespace: 'mirrors',
      namespace: 'mesh-operator',
      approval: 'Manual',
      startingCSV: 'servicemeshoperator.v2.6.0',
    };
    const { operators, operatorNamespaces } = cluster(`{ servicemeshoperator: ${JSON.stringify(settings)} }`);
    expect(operators).toEqual([{ package: 'servicemeshoperator', ...settings }]);
    expect(operatorNamespaces).toEqual(['mesh-operator']);
  });

  test('may be the first version of an operator whose versions are called otherwise', () => {
    const { operators } = cluster('{ kiali-ossm: { startingCSV: kiali-operator.v1.73.12 } }');
    expect(operators.find((operator) => operator.package === 'kiali-ossm')?.startingCSV).toBe(
      'kiali-operator.v1.73.12',
    );
  });
});
