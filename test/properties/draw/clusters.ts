import fc from 'fast-check';
import { PLATFORMS } from '../../../lib/platforms';
import type { ClusterProps, OperatorsProps } from '../../../lib/topology/model';
import { chance, maybe, pick, plan } from './arbitraries';
import type { ClusterDraft } from './draft';
import { at, CLUSTERS, DOMAINS, defined, REGIONS, take } from './pools';

export interface ClusterPlan {
  readonly name: number;
  readonly platform: ClusterProps['platform'];
  readonly domain: number | undefined;
  readonly context: boolean;
  readonly locality: number | undefined;
  readonly old: boolean;
  readonly operators: number;
}

export const clusterPlan: fc.Arbitrary<ClusterPlan> = plan<ClusterPlan>({
  name: pick,
  platform: fc.constantFrom(undefined, ...PLATFORMS),
  domain: maybe(15, pick),
  context: chance(10),
  locality: maybe(60, pick),
  old: chance(20),
  operators: pick,
});

const OPERATORS: readonly (OperatorsProps | undefined)[] = [
  undefined,
  undefined,
  undefined,
  { 'kiali-ossm': true, 'jaeger-product': { namespace: 'openshift-operators' } },
  { 'elasticsearch-operator': true, 'tempo-product': { approval: 'Manual' }, 'opentelemetry-product': false },
  { 'jaeger-product': { namespace: 'tracing', channel: '1.57', catalog: 'mirror', catalogNamespace: 'mirrors' } },
  { 'tempo-product': { namespace: 'tracing' }, 'opentelemetry-product': { namespace: 'tracing' } },
  { servicemeshoperator: false },
  { servicemeshoperator: { channel: 'stable', startingCSV: 'servicemeshoperator.v2.6.0' } },
];

const LAST_OLD = { approval: 'Manual', startingCSV: 'servicemeshoperator.v2.5.1' } as const;

/** A cluster under one name; a range has one name for several. */
export function buildCluster(drawn: ClusterPlan, taken: Set<string>): ClusterDraft | undefined {
  const name = take(CLUSTERS, drawn.name, taken);
  return name === undefined ? undefined : clusterDraft(drawn, name, name);
}

export function clusterDraft(drawn: ClusterPlan, name: string, key: string): ClusterDraft {
  const { old, platform, domain, context, locality } = drawn;
  const stated = at(OPERATORS, drawn.operators);
  const operators = old ? { ...stated, servicemeshoperator: LAST_OLD } : stated;
  const props = defined<ClusterProps>({
    platform,
    domain: domain === undefined ? undefined : at(DOMAINS, domain),
    context: context ? `context/of:${key}` : undefined,
    locality: locality === undefined ? undefined : placeOf(locality),
    operators,
  });
  return { name, key, old, operators, props, taken: new Set(), nextNodePort: 30_000 };
}

function placeOf(n: number): NonNullable<ClusterProps['locality']> {
  const region = at(REGIONS, n);
  if (n % 4 < 2) return { region };
  return n % 4 === 2 ? { region, zone: `${region}a` } : { region, zone: '1', subzone: 'rack 7' };
}
