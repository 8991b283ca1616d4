import { AllowPolicies } from '../../../../lib/lint/ossm3/support/policies';
import type { ManifestObject } from '../../../../lib/manifests/object';
import type { IstioMesh } from '../../../../lib/observed/ossm3/model';

/** A policy whose value is counted when it is read. */
function policy(name: string, namespace: string, spec: object, onRead = () => undefined as unknown): ManifestObject {
  const object = {
    name,
    namespace,
    get value() {
      onRead();
      return { spec };
    },
  };
  return object as unknown as ManifestObject;
}

function indexOf(policies: readonly ManifestObject[]): AllowPolicies {
  const mesh: Pick<IstioMesh, 'namespace' | 'objectsOf'> = { namespace: 'istio-system', objectsOf: () => policies };
  return new AllowPolicies(mesh as IstioMesh);
}

const selecting = (matchLabels: object) => ({ selector: { matchLabels } });

test('policies of pods are those of their labels, of their namespace and of the whole mesh, in the order of the mesh', () => {
  const index = indexOf([
    policy('other-label', 'shop', selecting({ app: 'b' })),
    policy('two-labels', 'shop', selecting({ app: 'a', tier: 'web' })),
    policy('missing-label', 'shop', selecting({ app: 'a', zone: 'x' })),
    policy('mesh', 'istio-system', {}),
    policy('mesh-pods', 'istio-system', selecting({ app: 'a' })),
    policy('namespace', 'shop', {}),
    policy('denies', 'shop', { action: 'DENY' }),
    policy('targets', 'shop', { targetRefs: [] }),
    policy('other-namespace', 'depot', {}),
  ]);
  const names = index.for('shop', { app: 'a', tier: 'web' }).map(({ name }) => name);
  expect(names).toEqual(['two-labels', 'mesh', 'namespace']);
  expect(index.for('istio-system', {}).map(({ name }) => name)).toEqual(['mesh']);
});

test('each policy is read once, however many services are looked up', () => {
  let reads = 0;
  const all = Array.from({ length: 1000 }, (_, i) =>
    policy(`p${i}`, 'shop', selecting({ app: `s${i}` }), () => (reads += 1)),
  );
  const index = indexOf(all);
  const found = all.flatMap((_, i) => index.for('shop', { app: `s${i}` }));
  expect(found.map(({ name }) => name)).toEqual(all.map(({ name }) => name));
  expect(reads).toBeLessThanOrEqual(1000);
});
