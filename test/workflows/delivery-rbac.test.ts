import { deliveryRbac } from '../../lib/workflows/delivery-rbac';
import { loadTopology } from '../../lib/workflows/load';
import { parseObjects } from '../helpers/synthesize';
import { twoMeshes } from '../helpers/two-meshes';

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

const loaded = loadTopology(twoMeshes());

/** The rules of a command for the cluster west, each as `namespace: verbs group/resource/names`. */
function rulesOf(command: 'up' | 'down'): readonly string[] {
  const subject = { kind: 'Group', name: 'platform' } as const;
  const text = deliveryRbac(loaded, { command, clusters: ['west'], inventory: 'federation', subject });
  if (typeof text !== 'string') throw new Error('the topology is invalid');
  const roles = parseObjects(text).filter(({ kind }) => /Role$/.test(kind));
  return roles.flatMap(({ metadata, rules }) =>
    (rules as readonly Rule[]).map(
      ({ apiGroups, resources, resourceNames = ['*'], verbs }) =>
        `${metadata.namespace ?? '-'}: ${verbs.join(',')} ${apiGroups.join()}/${resources.join()}/${resourceNames.join()}`,
    ),
  );
}

test('up may write its objects by their names and create their kinds, and read what status reads', () => {
  const rules = rulesOf('up');
  expect(rules).toContain('west: get,patch,delete federation.maistra.io/servicemeshpeers/east');
  expect(rules).toContain('west: create federation.maistra.io/servicemeshpeers/*');
  expect(rules).toContain('west: list federation.maistra.io/servicemeshpeers/*');
  expect(rules).toContain('west: get /configmaps/east-ca-root-cert,istio-ca-root-cert');
  expect(rules).toContain('ossm-fed: get,patch,delete /configmaps/federation');
  expect(rules).toContain('-: get,patch /namespaces/ossm-fed,west');
  expect(rules).toContain('-: get /namespaces/kube-system');
  expect(rules.filter((rule) => /secrets|: [^ ]*\*|-: .*delete/.test(rule))).toEqual([]);
});

test('down may delete its objects by their names, and list what may need namespaces and operators', () => {
  const rules = rulesOf('down');
  expect(rules).toContain('west: get,delete federation.maistra.io/servicemeshpeers/east');
  expect(rules).toContain('-: get,delete /namespaces/ossm-fed,west');
  expect(rules).toContain('openshift-operators: get,delete operators.coreos.com/clusterserviceversions/*');
  expect(rules).toContain('-: list maistra.io/servicemeshcontrolplanes/*');
  expect(rules.filter((rule) => /patch|create/.test(rule))).toEqual([]);
});

test('an unknown cluster is an issue', () => {
  const subject = { kind: 'Group', name: 'platform' } as const;
  const issues = deliveryRbac(loaded, { command: 'up', clusters: ['north'], inventory: 'federation', subject });
  expect(issues).toEqual([expect.objectContaining({ code: 'CLI001' })]);
});
