import { ClusterApp } from '../../lib/charts/cluster-app';
import { renderApp } from '../../lib/output/render';
import { loadText } from '../helpers/topology-text';

/** The spec of the control plane of a mesh for the whole cluster. */
function specOf(version: string): Readonly<Record<string, unknown>> {
  const { clusters: [planned] = [], generations } =
    loadText(`clusters: { m: { operators: { servicemeshoperator: false } } }
meshes: { m: { mode: ClusterWide, members: ["*"], version: ${version} } }
`);
  if (planned === undefined) throw new Error('the topology has problems');
  const { files } = renderApp(new ClusterApp(planned, generations), 'm');
  const objects = files.flatMap((file) => file.objects) as { kind: string; spec: Record<string, unknown> }[];
  return objects.find(({ kind }) => kind === 'ServiceMeshControlPlane')?.spec ?? {};
}

test('a mesh for the whole cluster is a preview with another word in v2.3', () => {
  expect(specOf('v2.3').techPreview).toEqual({ controlPlaneMode: 'ClusterScoped' });
  expect(specOf('v2.3')).not.toHaveProperty('mode');
});

test.each(['v2.4', 'v2.5', 'v2.6'])('a mesh for the whole cluster has a field of its own in %s', (version) => {
  expect(specOf(version).mode).toBe('ClusterWide');
  expect(specOf(version)).not.toHaveProperty('techPreview');
});
