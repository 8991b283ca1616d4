import { OSSM2_HEALTH_CHECKS } from '../../../lib/ossm2/health/all';
import { type LuaHealth, runHealthCheck } from '../../helpers/lua';

/** The health of an object of generation 2. */
function healthOf(kind: string, object: object): LuaHealth {
  const check = OSSM2_HEALTH_CHECKS.find((one) => one.kind === kind);
  return runHealthCheck(check?.lua ?? '', { kind, metadata: { name: 'x', generation: 2 }, spec: {}, ...object });
}

/** A condition, and others that say nothing. */
const conditions = (type: string, status: string, reason = 'Why', message = 'because') => [
  { type: 'Installed', status: 'True' },
  { type, status, reason, message },
];

describe('a Subscription', () => {
  const health = (status?: object, spec: object = {}) => healthOf('Subscription', { spec, ...(status && { status }) });

  test('is Healthy with an installed version, also while a later one waits for approval', () => {
    const installedCSV = 'servicemeshoperator.v2.6.1';
    const healthy = { status: 'Healthy', message: `${installedCSV} is installed` };
    expect(health({ state: 'AtLatestKnown', installedCSV })).toEqual(healthy);
    expect(health({ state: 'UpgradePending', installedCSV, currentCSV: 'servicemeshoperator.v2.6.2' })).toEqual(
      healthy,
    );
    expect(health({ installedCSV, conditions: conditions('CatalogSourcesUnhealthy', 'False') })).toEqual(healthy);
    const old = conditions('InstallPlanMissing', 'True', 'ReferencedInstallPlanNotFound');
    expect(health({ installedCSV, conditions: old })).toEqual(healthy);
  });

  test('is Progressing before a version is installed, whatever its state', () => {
    const waiting = { status: 'Progressing', message: 'not installed' };
    expect(health()).toEqual(waiting);
    expect(health({ state: 'AtLatestKnown' })).toEqual(waiting);
    expect(health({ state: 'UpgradePending', currentCSV: 'x.v1.0.0', conditions: null })).toEqual(waiting);
    expect(health({ state: 'UpgradePending' }, { installPlanApproval: 'Manual' }).message).toMatch(
      /waits for approval/,
    );
  });

  test.each([
    'ResolutionFailed',
    'InstallPlanFailed',
    'InstallPlanMissing',
    'BundleUnpackFailed',
    'CatalogSourcesUnhealthy',
  ])('is Degraded with the condition %s', (type) => {
    const message = `${type}: Why, because`;
    const failing = { installedCSV: 'x.v1.0.0', conditions: conditions(type, 'True') };
    expect(health(failing)).toEqual({ status: 'Degraded', message });
  });

  test('is Degraded after a failed upgrade', () => {
    expect(health({ state: 'UpgradeFailed', installedCSV: 'x.v1.0.0' }).status).toBe('Degraded');
  });
});

describe.each(['ServiceMeshControlPlane', 'ServiceMeshMemberRoll'])('a %s', (kind) => {
  const health = (status?: object) => healthOf(kind, status === undefined ? {} : { status });

  test('is Healthy if it is ready in its last generation', () => {
    expect(health({ conditions: conditions('Ready', 'True'), observedGeneration: 2 }).status).toBe('Healthy');
    expect(health({ conditions: conditions('Ready', 'True'), observedGeneration: 1 })).toEqual({
      status: 'Progressing',
      message: 'the operator has not applied the last change',
    });
  });

  test('is Progressing without the condition, and while it is false', () => {
    expect(health()).toEqual({
      status: 'Progressing',
      message: 'the operator has not written the condition Ready',
    });
    expect(health({ conditions: [] }).status).toBe('Progressing');
    expect(
      health({ conditions: conditions('Ready', 'False', 'ComponentsNotReady', 'istiod'), observedGeneration: 2 }),
    ).toEqual({
      status: 'Progressing',
      message: 'Ready: ComponentsNotReady, istiod',
    });
  });

  test.each(['ReconcileError', 'ValidationError', 'DependencyMissingError', 'ErrMultipleSMCPs'])(
    'is Degraded with the reason %s',
    (reason) => {
      expect(health({ conditions: conditions('Ready', 'False', reason), observedGeneration: 2 })).toEqual({
        status: 'Degraded',
        message: `Ready: ${reason}, because`,
      });
    },
  );
});

test('a ServiceMeshMemberRoll names its pending members', () => {
  const status = { conditions: conditions('Ready', 'True'), pendingMembers: ['shop', 'store'], observedGeneration: 2 };
  expect(healthOf('ServiceMeshMemberRoll', { status })).toEqual({
    status: 'Progressing',
    message: 'namespaces that do not exist or belong to another mesh: shop, store',
  });
});

describe('a set of services', () => {
  const rule = (name: string, namespace?: string, alias?: object) => ({
    type: 'NameSelector',
    nameSelector: { name, ...(namespace && { namespace }), ...(alias && { alias }) },
  });

  test('without a status waits for the peer', () => {
    expect(healthOf('ExportedServiceSet', { spec: { exportRules: [rule('a', 'shop')] } }).message).toMatch(/^waiting/);
    expect(healthOf('ImportedServiceSet', { spec: { importRules: [rule('a', 'shop')] } }).message).toMatch(/^waiting/);
  });

  test('expects nothing of rules for several services, and of what comes after them', () => {
    const rules = [rule('*', 'shop'), rule('a', 'shop')];
    expect(healthOf('ExportedServiceSet', { spec: { exportRules: rules }, status: { exportedServices: [] } })).toEqual({
      status: 'Healthy',
      message: '0 exported',
    });
    const byLabel = [{ type: 'LabelSelector', labelSelector: { selector: {} } }, rule('a', 'shop')];
    const exports = { spec: { exportRules: byLabel }, status: { exportedServices: [] } };
    expect(healthOf('ExportedServiceSet', exports).status).toBe('Healthy');
  });

  test('names a service that is not exported, or not imported under its alias', () => {
    const exports = { spec: { exportRules: [rule('a', 'shop')] }, status: { exportedServices: [] } };
    expect(healthOf('ExportedServiceSet', exports)).toMatchObject({
      status: 'Progressing',
      message: expect.stringMatching(/^shop\/a is not exported/),
    });
    const localService = { name: 'a', namespace: 'shop', hostname: 'a.shop.svc.east-imports.local' };
    const importedServices = [{ exportedName: 'a.shop.svc.west-exports.local', localService }];
    const imports = { spec: { importRules: [rule('a', 'shop', { name: 'b' })] }, status: { importedServices } };
    expect(healthOf('ImportedServiceSet', imports)).toMatchObject({
      status: 'Progressing',
      message: expect.stringMatching(/^shop\/b is not imported/),
    });
  });
});
