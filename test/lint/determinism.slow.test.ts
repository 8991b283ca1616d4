import fc from 'fast-check';
import { type Edit, type ExampleBase, edited } from '../../lib/lint/examples/edit';
import { NORTH } from '../../lib/lint/examples/north';
import { lint } from '../../lib/lint/lint';
import { OSSM3_BASE } from '../../lib/lint/ossm3/examples/base';
import { RULES } from '../../lib/lint/rules/all';
import type { ManifestObject } from '../../lib/manifests/object';
import { readManifests } from '../../lib/manifests/read';
import { runs } from '../properties/runs';

interface Document {
  readonly cluster: string;
  readonly text: string;
}

function documentsOf(texts: { readonly [cluster: string]: string }): readonly Document[] {
  return Object.entries(texts).flatMap(([cluster, text]) =>
    text.split(/^---\n/m).map((one) => ({ cluster, text: one })),
  );
}

/** What is found, without places: files and lines follow the order of the documents. */
function found(documents: readonly Document[]): readonly string[] {
  const objects = documents.flatMap(({ cluster, text }, i): readonly ManifestObject[] => {
    return readManifests(cluster, `${i}.yaml`, text).manifests;
  });
  const platforms = new Map([
    ['west', 'rosa'],
    ['east', 'aro'],
  ] as const);
  return lint({ objects, problems: [], skipped: 0, files: objects.length }, { platforms })
    .diagnostics.map(({ rule, cluster, object, path, message }) => [rule, cluster, object, path, message].join(' | '))
    .sort();
}

/** Every example of a rule, by its documents. */
const EXAMPLES = RULES.map(({ id, example }) => ({
  id,
  documents: documentsOf(edited([...(example.given ?? []), ...example.fault], example.base)),
}));

/** Faults of many rules in one federation, as far as they do not take away what others are about. */
const MANY = manyFaults(undefined, NORTH);
const MANY_OF_OSSM3 = manyFaults(OSSM3_BASE);

function manyFaults(base: ExampleBase | undefined, given: readonly Edit[] = []): readonly Document[] {
  const own = RULES.filter(({ example }) => example.base === base);
  return documentsOf(edited([...given, ...own.flatMap(({ example }) => withoutWholes(example.fault))], base));
}

function withoutWholes(edits: (typeof RULES)[number]['example']['fault']): typeof edits {
  return edits.filter(
    ({ path, object }) => path[0] === 'spec' && / (east-mesh|west-mesh|default|.*-(east|north)-mesh)$/.test(object),
  );
}

function shuffled(documents: readonly Document[]) {
  return fc.shuffledSubarray([...documents], { minLength: documents.length });
}

describe('the order of sources and of documents changes nothing', () => {
  test.each(EXAMPLES)('in what $id and others find in its example', ({ documents }) => {
    const expected = found(documents);
    expect(expected.length).toBeGreaterThan(0);
    expect(found([...documents].reverse())).toEqual(expected);
    fc.assert(
      fc.property(shuffled(documents), (order) => expect(found(order)).toEqual(expected)),
      runs(1),
    );
  });

  test.each([
    ['OpenShift Service Mesh 2', MANY, 10],
    ['OpenShift Service Mesh 3', MANY_OF_OSSM3, 4],
  ] as const)('in what all rules find in a federation of %s with many faults', (_, documents, rules) => {
    const expected = found(documents);
    expect(new Set(expected.map((line) => line.slice(0, 6))).size).toBeGreaterThan(rules);
    fc.assert(
      fc.property(shuffled(documents), (order) => expect(found(order)).toEqual(expected)),
      runs(8),
    );
  });
});

test('a run repeated gives the same, with the same places', () => {
  const { manifests } = readManifests('west', 'west.yaml', MANY.map(({ text }) => text).join('---\n'));
  const once = () => lint({ objects: manifests, problems: [], skipped: 0, files: 1 });
  expect(once()).toEqual(once());
  expect(once().diagnostics.length).toBeGreaterThan(5);
});
