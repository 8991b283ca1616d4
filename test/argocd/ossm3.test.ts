import { valueAt } from '../../lib/values';
import { synthToMemory } from '../../lib/workflows/synth';
import { type KubeObject, parseObjects } from '../helpers/synthesize';
import { loadText } from '../helpers/topology-text';

/** The output of a topology with two meshes of a version, and one that peers with neither. */
function filesOf(other: string) {
  const text = `clusters: { west: {}, east: {}, north: {} }
meshes:
  west: { version: v3.4, members: [front] }
  east: { version: v3.4, workloads: [{ bookinfo: { namespace: shop } }] }
  north: { version: ${other} }
peerings: [{ between: [west, east] }]
shares: [{ from: east, to: west, service: { namespace: shop, name: details }, authorize: true }]
gitops: { argocd: { repoURL: 'https://git.example.org/mesh.git' } }
`;
  const { files, issues } = synthToMemory(loadText(text), { argocd: true });
  expect(issues.filter(({ level }) => level !== 'warning')).toEqual([]);
  return [...files].map(([path, content]) => ({ path, objects: parseObjects(content) }));
}

/** The kinds of the health checks, in their order. */
function checkedKinds(other: string): readonly string[] {
  const file = filesOf(other).find(({ path }) => path === 'argocd/health/argocd.yaml');
  const checks = valueAt(file?.objects[0], ['spec', 'resourceHealthChecks']) as readonly { readonly kind: string }[];
  return checks.map(({ kind }) => kind);
}

test('the health checks are those of the kinds that the operator installs, each once with both generations', () => {
  expect(checkedKinds('v3.4')).toEqual(['Subscription', 'Istio', 'IstioCNI']);
  const both = checkedKinds('v2.6');
  expect(both).toEqual(expect.arrayContaining(['ServiceMeshPeer', 'Istio', 'IstioCNI']));
  expect(both.filter((kind) => kind === 'Subscription')).toHaveLength(1);
});

test('Gateways are in the last wave, after the policies for what they expose', () => {
  const objects = filesOf('v3.4').flatMap((file) => (file.path.startsWith('argocd/') ? [] : file.objects));
  const waves = (kind: string) => [...new Set(objects.filter((one) => one.kind === kind).map(waveOf))];
  expect(waves('Gateway')).toEqual(['100']);
  expect(waves('AuthorizationPolicy')).toEqual(['40']);
  expect(waves('Istio')).toEqual(['20']);
});

function waveOf({ metadata }: KubeObject): unknown {
  return valueAt(metadata, ['annotations', 'argocd.argoproj.io/sync-wave']);
}
