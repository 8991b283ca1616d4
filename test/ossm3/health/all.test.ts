import { OSSM2 } from '../../../lib/ossm2/generation';
import { OSSM3 } from '../../../lib/ossm3/generation';
import { runHealthCheck } from '../../helpers/lua';

const condition = (type: string, status: string, reason = 'Why') => ({ type, status, reason, message: 'because' });

describe.each(['Istio', 'IstioCNI'])('an %s resource', (kind) => {
  const health = (status?: object) => {
    const check = OSSM3.healthChecks?.find((one) => one.group === 'sailoperator.io' && one.kind === kind);
    return runHealthCheck(check?.lua ?? '', {
      kind,
      metadata: { name: 'x', generation: 2 },
      ...(status && { status }),
    });
  };

  test('is Healthy if it is ready in its last generation', () => {
    const conditions = [condition('Reconciled', 'True'), condition('Ready', 'True')];
    expect(health({ conditions, observedGeneration: 2 })).toEqual({ status: 'Healthy', message: 'ready' });
    expect(health({ conditions })).toEqual({ status: 'Healthy', message: 'ready' });
    expect(health({ conditions, observedGeneration: 1 })).toEqual({
      status: 'Progressing',
      message: 'the operator has not applied the last change',
    });
  });

  test('is Progressing until it is, also while what it depends on is not', () => {
    const missing = { status: 'Progressing', message: 'the operator has not written the condition Ready' };
    expect(health()).toEqual(missing);
    expect(health({ conditions: [condition('Reconciled', 'True')] })).toEqual(missing);
    expect(health({ conditions: [condition('Ready', 'False', 'IstiodNotReady')] })).toEqual({
      status: 'Progressing',
      message: 'Ready: IstiodNotReady, because',
    });
    const waiting = [condition('Ready', 'True'), condition('DependenciesHealthy', 'False', 'IstioCNINotFound')];
    expect(health({ conditions: waiting })).toEqual({
      status: 'Progressing',
      message: 'DependenciesHealthy: IstioCNINotFound, because',
    });
  });

  test('is Degraded if it cannot be reconciled', () => {
    const conditions = [condition('Ready', 'Unknown'), condition('Reconciled', 'False', 'ReconcileError')];
    expect(health({ conditions })).toEqual({ status: 'Degraded', message: 'Reconciled: ReconcileError, because' });
  });
});

test('both generations have one check of Subscriptions', () => {
  const [two, three] = [OSSM2, OSSM3].map(({ healthChecks = [] }) =>
    healthChecks.find(({ kind }) => kind === 'Subscription'),
  );
  expect(two).toBeDefined();
  expect(three).toBe(two);
});
