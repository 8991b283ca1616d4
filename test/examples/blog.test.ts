import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Topology } from '../../lib/topology/model';
import { loadTopology } from '../../lib/workflows/load';
import { compareObjects, type Difference } from '../helpers/compare-objects';
import { ROOT } from '../helpers/examples';
import { ALTERNATIVES, REFERENCE, referenceObjects } from '../helpers/reference';
import { type KubeObject, objectsIn, synthesize } from '../helpers/synthesize';
import { BLOG_DIFFERENCES, type IntendedDifference } from './blog-differences';

const BLOG = parse(readFileSync(join(ROOT, 'examples', 'blog', 'federation.yaml'), 'utf8')) as Topology;

/** The blog's topology with just one of its traffic statements in force. */
function withActive(index: number): Topology {
  return { ...BLOG, traffic: (BLOG.traffic ?? []).map((statement, i) => ({ ...statement, active: i === index })) };
}

function differencesWith(index: number): readonly Difference[] {
  const ours = objectsIn(synthesize(loadTopology(withActive(index))));
  return compareObjects(referenceObjects(ALTERNATIVES[index] ?? ''), ours);
}

/** Whether a text is what a pattern stands for, in which `*` is any text. */
function fits(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[^\w]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(text);
}

function isIntended(difference: Difference, row: IntendedDifference): boolean {
  const sameValues = row.values === undefined || JSON.stringify(row.values) === JSON.stringify(difference.values);
  return (
    fits(row.object, difference.object) &&
    fits(row.field, difference.field) &&
    row.side === difference.side &&
    sameValues
  );
}

function print({ object, field, side, values }: IntendedDifference | Difference): string {
  return `${object} | ${field} | ${side} | ${JSON.stringify(values ?? 'any')}`;
}

/** Differences that no row of the table explains. */
function unlisted(differences: readonly Difference[]): readonly string[] {
  return differences.filter((found) => !BLOG_DIFFERENCES.some((row) => isIntended(found, row))).map(print);
}

/** Rows of the table that explain nothing which an earlier row does not. */
function unused(differences: readonly Difference[]): readonly string[] {
  const used = new Set(differences.map((found) => BLOG_DIFFERENCES.find((row) => isIntended(found, row))));
  return BLOG_DIFFERENCES.filter((row) => !used.has(row)).map(print);
}

const withReference = existsSync(REFERENCE) ? describe : describe.skip;

withReference('examples/blog beside the manifests of the blog (skipped where ../shared/reference is missing)', () => {
  test('has one traffic statement for each VirtualService of the blog', () => {
    expect(BLOG.traffic).toHaveLength(ALTERNATIVES.length);
  });

  test.each(ALTERNATIVES.map((file, i) => [file, i] as const))('differs with %s by what is listed alone', (_, i) => {
    expect(unlisted(differencesWith(i))).toEqual([]);
  });

  test('shows every listed difference with one alternative or another', () => {
    expect(unused(ALTERNATIVES.flatMap((_, i) => differencesWith(i)))).toEqual([]);
  });

  test('has the routes of an alternative, not of another one', () => {
    const ours = objectsIn(synthesize(loadTopology(withActive(0))));
    const found = compareObjects(referenceObjects(ALTERNATIVES[2] ?? ''), ours);
    expect(unlisted(found)).toContainEqual(expect.stringContaining('VirtualService/prod-bookinfo/details | spec.http'));
  });
});

describe('the list of intended differences', () => {
  test.each(BLOG_DIFFERENCES.map((row) => [print(row), row.reason]))(
    'gives the source of its reason for %s',
    (_, reason) => {
      expect(reason).toMatch(/\bD\d+\b|\(\d+\.\d+\)|API server|kubernetes\.io|imports\/sources\.yaml/);
    },
  );
});

describe('the comparison of objects', () => {
  const service = (spec: unknown): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'details' },
    spec,
  });
  const compare = (theirs: unknown, own: unknown) =>
    compareObjects(new Map([['a', service(theirs)]]), new Map([['a', service(own)]]));

  test('finds a changed value, a value of one side, and a changed type', () => {
    const theirs = { ports: [{ name: 'http', port: 80 }, { name: 'tls' }], type: 'ClusterIP' };
    const own = { ports: [{ name: 'tls' }, { name: 'http', port: '80' }], selector: {} };
    expect(compare(theirs, own)).toEqual([
      { object: 'a', field: 'spec.ports.http.port', side: 'both', values: [80, '80'] },
      { object: 'a', field: 'spec.selector', side: 'ours', values: [{}] },
      { object: 'a', field: 'spec.type', side: 'reference', values: ['ClusterIP'] },
    ]);
  });

  test('finds a changed order where the order has a meaning', () => {
    expect(compare({ hosts: ['a', 'b'] }, { hosts: ['b', 'a'] })).toHaveLength(2);
    expect(compare({ match: [{ uri: 1 }, { uri: 2 }] }, { match: [{ uri: 2 }, { uri: 1 }] })).toEqual([]);
  });

  test('finds objects of one side', () => {
    expect(compareObjects(new Map([['a', service({})]]), new Map([['b', service({})]]))).toEqual([
      { object: 'a', field: 'whole object', side: 'reference', values: [] },
      { object: 'b', field: 'whole object', side: 'ours', values: [] },
    ]);
  });

  test('tells listed differences from others by object, field, side and values', () => {
    const [row] = BLOG_DIFFERENCES;
    const found = { object: 'aro: Subscription/openshift-operators/servicemeshoperator', field: row?.field ?? '' };
    expect(unlisted([{ ...found, side: 'both', values: ['Automatic', 'Manual'] }])).toEqual([]);
    expect(unlisted([{ ...found, side: 'both', values: ['Manual', 'Automatic'] }])).toHaveLength(1);
    expect(unlisted([{ ...found, side: 'ours', values: ['Automatic', 'Manual'] }])).toHaveLength(1);
    expect(unlisted([{ ...found, field: 'spec.name', side: 'both', values: [] }])).toHaveLength(1);
    expect(unused([])).toHaveLength(BLOG_DIFFERENCES.length);
  });
});
