import { judgeCommon } from '../../lib/changes/common';
import type { FieldAction, ObjectAction } from '../../lib/changes/model';

const change = (kind: string, action: ObjectAction = 'update') => ({
  cluster: 'west',
  apiVersion: 'v1',
  kind,
  namespace: 'shop',
  name: 'cart',
  action,
  fields: [],
});

const riskOf = (kind: string, path: string, action: FieldAction = 'change') =>
  judgeCommon(change(kind), { path: path.split(' '), action }).risk;

describe('the risk of a field of any kind', () => {
  test.each([
    ['Deployment', 'metadata labels team', 'cosmetic'],
    ['Namespace', 'metadata annotations note', 'cosmetic'],
    ['VirtualService', 'metadata annotations argocd.argoproj.io/sync-wave', 'cosmetic'],
    ['VirtualService', 'metadata annotations argocd.argoproj.io/hook', 'traffic'],
    ['Service', 'metadata labels app', 'traffic'],
    ['Service', 'metadata annotations note', 'cosmetic'],
    ['Deployment', 'spec replicas', 'capacity'],
    ['Deployment', 'spec template spec containers [cart] resources limits cpu', 'capacity'],
    ['HorizontalPodAutoscaler', 'spec maxReplicas', 'capacity'],
    ['Deployment', 'spec template metadata annotations sidecar.istio.io/inject', 'traffic'],
    ['VirtualService', 'spec http [0] route [cart] weight', 'traffic'],
    ['Subscription', 'spec channel', 'traffic'],
    ['Unheard', 'anything', 'traffic'],
  ])('%s %s is %s', (kind, path, risk) => {
    expect(riskOf(kind, path)).toBe(risk);
  });

  test.each([
    ['VirtualService', 'spec http', 'traffic'],
    ['ExportedServiceSet', 'spec exportRules', 'traffic'],
    ['ServiceMeshMemberRoll', 'spec members', 'cosmetic'],
  ])('of the order of %s %s is %s', (kind, path, risk) => {
    expect(riskOf(kind, path, 'reorder')).toBe(risk);
  });
});

describe('the risk of an object as a whole', () => {
  test.each([
    ['Deployment', 'create', 'capacity'],
    ['Deployment', 'delete', 'traffic'],
    ['Namespace', 'create', 'capacity'],
    ['VirtualService', 'create', 'traffic'],
    ['PodDisruptionBudget', 'delete', 'capacity'],
  ] as const)('%s that is to %s is %s', (kind, action, risk) => {
    expect(judgeCommon(change(kind, action), undefined).risk).toBe(risk);
  });
});

describe('an immutable field', () => {
  test('is a warning with what to do', () => {
    const { warnings } = judgeCommon(change('Deployment'), {
      path: ['spec', 'selector', 'matchLabels', 'app'],
      action: 'change',
    });
    expect(warnings).toEqual([
      {
        code: 'PLN013',
        message:
          'field "spec.selector" of Deployment "cart" in namespace "shop" is immutable, so the API server rejects the change',
        fix: 'delete the Deployment before applying the new one',
      },
    ]);
  });

  test.each([
    ['Deployment', 'spec selectors'],
    ['Service', 'spec selector app'],
    ['constructor', 'spec selector'],
  ])('is not %s %s', (kind, path) => {
    expect(judgeCommon(change(kind), { path: path.split(' '), action: 'change' }).warnings).toEqual([]);
  });
});
