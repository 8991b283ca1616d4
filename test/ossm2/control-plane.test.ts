import type { ControlPlane } from '../../lib/ossm2/model';
import { meshOf, plansOf } from '../helpers/topology-text';

function controlPlane(mesh: string, cluster = '{}'): ControlPlane {
  return meshOf(plansOf(`clusters: { m: ${cluster} }\nmeshes: { m: ${mesh} }\n`), 'm').controlPlane;
}

test('a control plane of which nothing is said is lean and new', () => {
  expect(controlPlane('{}')).toEqual({
    name: 'm',
    version: 'v2.6',
    mode: 'MultiTenant',
    clusterName: 'm',
    tracing: { type: 'None' },
    addons: { kiali: false, grafana: false, prometheus: true },
    customCA: false,
  });
});

describe('the identity of workloads', () => {
  test('is by tokens of a third party on ROSA', () => {
    expect(controlPlane('{}', '{ platform: rosa }').identity).toBe('ThirdParty');
  });

  test.each(['aws', 'aro', 'azure', 'gcp', 'baremetal', 'other'])('is left to the operator on %s', (platform) => {
    expect(controlPlane('{}', `{ platform: ${platform} }`)).not.toHaveProperty('identity');
  });

  test('can be chosen', () => {
    expect(controlPlane('{ identity: Kubernetes }', '{ platform: aws }').identity).toBe('Kubernetes');
    expect(controlPlane('{ identity: ThirdParty }').identity).toBe('ThirdParty');
  });
});

test('a certificate authority of the own, an override and a mode are taken over as they are', () => {
  const { customCA, override, mode } = controlPlane(
    '{ customCA: true, mode: ClusterWide, override: { proxy: { accessLogging: { file: { name: /dev/stdout } } } } }',
  );
  expect([customCA, mode]).toEqual([true, 'ClusterWide']);
  expect(override).toEqual({ proxy: { accessLogging: { file: { name: '/dev/stdout' } } } });
});

describe('a version before v2.4', () => {
  const pinned = (csv: string) =>
    `{ operators: { servicemeshoperator: { approval: Manual, startingCSV: servicemeshoperator.${csv} } } }`;

  test('is taken by an operator that is kept back', () => {
    expect(controlPlane('{ version: v2.3 }', pinned('v2.5.1')).version).toBe('v2.3');
  });

  test('is taken where somebody else installs the operator', () => {
    expect(controlPlane('{ version: v2.3 }', '{ operators: { servicemeshoperator: false } }').version).toBe('v2.3');
  });
});
