import type fc from 'fast-check';
import type { GatewayRuntimeProps } from '../../../lib/topology/model';
import { maybe, pick, plan } from './arbitraries';
import { at, defined } from './pools';

export interface RuntimePlan {
  readonly replicas: number | undefined;
  readonly requests: number | undefined;
  readonly limits: number | undefined;
}

export const runtimePlan: fc.Arbitrary<RuntimePlan> = plan<RuntimePlan>({
  replicas: maybe(50, pick),
  requests: maybe(50, pick),
  limits: maybe(50, pick),
});

const AMOUNTS = [{ cpu: '500m' }, { memory: '256Mi' }, { cpu: '1', memory: '1Gi' }, {}];

export function runtimeOf({ replicas, requests, limits }: RuntimePlan): GatewayRuntimeProps {
  return defined<GatewayRuntimeProps>({
    replicas: replicas === undefined ? undefined : 1 + (replicas % 5),
    requests: requests === undefined ? undefined : at(AMOUNTS, requests),
    limits: limits === undefined ? undefined : at(AMOUNTS, limits),
  });
}
