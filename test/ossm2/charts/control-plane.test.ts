import { lint } from '../../../lib/library/lint';
import type { ClusterProps, MeshProps } from '../../../lib/topology/model';
import { loadTopology } from '../../../lib/workflows/load';
import { synthToMemory } from '../../../lib/workflows/synth';
import { objectsOf } from '../../helpers/synthesize';
import { controlPlaneOf, objectOf, partOf } from '../../helpers/two-meshes';

/** The spec of the control plane of a mesh without peers. */
function lone(mesh: MeshProps, cluster: ClusterProps = {}): unknown {
  const topology = { clusters: { a: cluster }, meshes: { a: mesh } };
  return objectOf(topology, 'a: ServiceMeshControlPlane/a/a').spec;
}

/** A cluster with the last operator that takes v2.3. */
const PINNED: ClusterProps = {
  operators: { servicemeshoperator: { approval: 'Manual', startingCSV: 'servicemeshoperator.v2.5.1' } },
};

describe('a control plane without peers', () => {
  test('has what every mesh has and no gateways', () => {
    expect(lone({})).toEqual({
      version: 'v2.6',
      cluster: { name: 'a' },
      security: { trust: { domain: 'a.local' } },
      tracing: { type: 'None' },
      addons: { kiali: { enabled: false }, grafana: { enabled: false }, prometheus: { enabled: true } },
    });
  });

  test('stands beside a roll without members', () => {
    const roll = objectOf({ clusters: { a: {} }, meshes: { a: {} } }, 'a: ServiceMeshMemberRoll/a/default');
    expect(roll.spec).toEqual({ members: [] });
  });
});

describe('an override', () => {
  test('is merged last into what is there, key by key', () => {
    const override = { security: { trust: { additionalDomains: ['old.local'] } }, addons: { kiali: { name: 'mine' } } };
    const spec = lone({ override });
    expect(partOf(spec, 'security')).toEqual({ trust: { domain: 'a.local', additionalDomains: ['old.local'] } });
    expect(partOf(spec, 'addons', 'kiali')).toEqual({ enabled: false, name: 'mine' });
  });

  test('wins over what is there', () => {
    expect(partOf(lone({ override: { tracing: { type: 'Stackdriver' } } }), 'tracing', 'type')).toBe('Stackdriver');
  });

  test('may hold fields without a schema, lists of any values, null and the addon 3scale', () => {
    const override = {
      techPreview: { global: { anything: [1, null, { deep: 'yes' }] } },
      addons: { '3scale': { enabled: true } },
    };
    const spec = lone({ override });
    expect(partOf(spec, 'techPreview')).toEqual(override.techPreview);
    expect(partOf(spec, 'addons', '3scale')).toEqual({ enabled: true });
  });

  test('replaces lists', () => {
    const gateway = {
      service: {
        ports: [
          { name: 'tls', port: 15_443 },
          { name: 'https-discovery', port: 8188 },
          { name: 'status', port: 15_021 },
        ],
      },
    };
    const spec = controlPlaneOf({
      west: { override: { gateways: { additionalIngress: { 'east-ingress': gateway } } } },
    });
    const ingress = partOf(spec, 'gateways', 'additionalIngress', 'east-ingress');
    expect(partOf(ingress, 'service', 'ports')).toEqual(gateway.service.ports);
    expect(partOf(ingress, 'service', 'type')).toBe('LoadBalancer');
    expect(partOf(spec, 'gateways', 'additionalEgress', 'east-egress', 'enabled')).toBe(true);
  });
});

describe('the mode', () => {
  test('is a field of its own from v2.4 on', () => {
    for (const version of ['v2.4', 'v2.5', 'v2.6'] as const) {
      const spec = lone({ version, mode: 'ClusterWide' });
      expect([partOf(spec, 'mode'), partOf(spec, 'techPreview')]).toEqual(['ClusterWide', undefined]);
    }
  });

  test('is a preview by another word in v2.3', () => {
    const spec = lone({ version: 'v2.3', mode: 'ClusterWide' }, PINNED);
    expect([partOf(spec, 'mode'), partOf(spec, 'techPreview')]).toEqual([
      undefined,
      { controlPlaneMode: 'ClusterScoped' },
    ]);
  });

  test('is not written for a mesh of its members alone, in no version', () => {
    for (const version of ['v2.3', 'v2.6'] as const) {
      const spec = lone({ version, mode: 'MultiTenant' }, version === 'v2.3' ? PINNED : {});
      expect([partOf(spec, 'mode'), partOf(spec, 'techPreview')]).toEqual([undefined, undefined]);
    }
  });
});

describe('security', () => {
  test('names the identity on ROSA, where the operator would take the wrong one', () => {
    expect(partOf(lone({}, { platform: 'rosa' }), 'security', 'identity')).toEqual({ type: 'ThirdParty' });
    expect(partOf(lone({}, { platform: 'aws' }), 'security', 'identity')).toBeUndefined();
  });

  test('takes the key of a custom CA from the Secret that the operator mounts', () => {
    expect(partOf(lone({ customCA: true }), 'security')).toEqual({
      trust: { domain: 'a.local' },
      dataPlane: { mtls: true },
      certificateAuthority: {
        type: 'Istiod',
        istiod: { type: 'PrivateKey', privateKey: { rootCADir: '/etc/cacerts' } },
      },
    });
  });
});

describe('strict mutual TLS', () => {
  const dataPlane = (mesh: MeshProps) => partOf(lone(mesh), 'security', 'dataPlane');

  test('is on with a custom CA, and otherwise left to the operator', () => {
    expect([dataPlane({ customCA: true }), dataPlane({})]).toEqual([{ mtls: true }, undefined]);
  });

  test('can be kept off with a custom CA, whose other settings stay, and the linter accepts it', () => {
    const mesh = { customCA: true, mtls: false, members: ['shop'] };
    expect(partOf(lone(mesh), 'security')).toMatchObject({
      dataPlane: { mtls: false },
      certificateAuthority: { istiod: { type: 'PrivateKey' } },
    });
    const { files } = synthToMemory(loadTopology({ clusters: { a: {} }, meshes: { a: mesh } }));
    const texts = Object.fromEntries([...files].map(([path, text]) => [path, text]));
    expect(lint({ a: texts }).diagnostics).toEqual([]);
  });

  test('can be turned on without a custom CA', () => {
    expect(dataPlane({ mtls: true })).toEqual({ mtls: true });
  });
});

describe('tracing and addons', () => {
  test('keep Jaeger in memory where it is asked for', () => {
    const spec = lone({ tracing: { type: 'Jaeger', sampling: 0 }, addons: { kiali: true, grafana: true } });
    expect(partOf(spec, 'tracing')).toEqual({ type: 'Jaeger', sampling: 0 });
    expect(partOf(spec, 'addons')).toEqual({
      kiali: { enabled: true },
      grafana: { enabled: true },
      prometheus: { enabled: true },
      jaeger: { install: { storage: { type: 'Memory' } } },
    });
  });

  test('are all off where they are said to be', () => {
    expect(partOf(lone({ addons: { prometheus: false } }), 'addons', 'prometheus')).toEqual({ enabled: false });
  });
});

describe('namespaces', () => {
  const namespacesWith = (mesh: MeshProps) =>
    [...objectsOf({ clusters: { a: {} }, meshes: { a: mesh } }).keys()].filter((object) =>
      object.includes('Namespace/'),
    );

  test('are those of the control plane and of the members', () => {
    const workloads = [{ bookinfo: { namespace: 'books' } }];
    expect(namespacesWith({ members: ['shop'], workloads, createNamespaces: true })).toEqual([
      'a: Namespace/books',
      'a: Namespace/shop',
      'a: Namespace/a',
    ]);
  });

  test('of applications that the topology does not deploy are left alone by default', () => {
    expect(namespacesWith({ members: ['shop'] })).toEqual(['a: Namespace/a']);
  });

  test('with contents of others are in a stage of their own, where Argo CD never deletes them', () => {
    const mesh: MeshProps = { members: ['shop'], createNamespaces: true, version: 'v2.5', tracing: { type: 'Jaeger' } };
    const { files } = synthToMemory(loadTopology({ clusters: { a: {} }, meshes: { a: mesh } }));
    const kept = 'argocd.argoproj.io/sync-options: Prune=false,Delete=false';
    const withNamespaces = [...files].filter(([, text]) => text.includes('kind: Namespace'));
    expect(withNamespaces.map(([path, text]) => [path, text.includes(kept)])).toEqual([
      ['a/00-namespaces/a.members.yaml', true],
      ['a/00-namespaces/openshift-distributed-tracing.yaml', true],
      ['a/20-mesh/a.yaml', false],
    ]);
    const others = [...files].filter(([path]) => !path.includes('/00-namespaces/')).map(([, text]) => text);
    expect(others.join('')).not.toMatch(/kind: Namespace\nmetadata:\n {2}name: (?!a$)/m);
  });

  test('are left to others where the mesh says so', () => {
    expect(namespacesWith({ members: ['shop'], createNamespaces: false })).toEqual([]);
  });
});
