import fc from 'fast-check';
import { stringify } from 'yaml';
import { isIssueCode } from '../../lib/issues/catalogue';
import { type PlacedIssue, printPlace } from '../../lib/issues/place';
import { lint } from '../../lib/lint/lint';
import { readManifests } from '../../lib/manifests/read';
import { ossm2PlansOf } from '../../lib/ossm2/model';
import type { Topology } from '../../lib/topology/model';
import { readTopology } from '../../lib/topology/read';
import { mayBreakRules, outputIssues, outputWarnings } from '../../lib/workflows/check-output';
import { type Loaded, loadTopology } from '../../lib/workflows/load';
import { breakingOverride } from './draw/breaking';
import { FIXTURES } from './draw/meshes';
import { at } from './draw/pools';
import { shuffleKeys } from './draw/shuffle';
import { anyText, topologyText } from './draw/texts';
import { soundTopology, topology } from './draw/topology';
import { FEATURE_NAMES, featuresOf } from './features';
import { unfulfilled } from './intent';
import { violations } from './oracle/oracle';
import { Desk, PATIENCE, render, runs } from './runs';

const desk = new Desk(FIXTURES);
afterAll(() => desk.clear());

/** Loads a value as if it were a topology made in code. */
function load(value: unknown): Loaded {
  return loadTopology(value as Topology, FIXTURES);
}

/** What is wrong with issues themselves. */
function flaws(issues: readonly PlacedIssue[]): readonly PlacedIssue[] {
  return issues.filter((issue) => {
    const { code, message, fix } = issue;
    const told = message.trim() !== '' && fix.trim() !== '' && !/\bundefined\b|\[object |\.$/.test(`${message} ${fix}`);
    return !told || !isIssueCode(code) || printPlace(issue) === '';
  });
}

/** Issues whose place is not in the text. */
function misplaced(issues: readonly PlacedIssue[], text: string): readonly PlacedIssue[] {
  const lines = text.split('\n');
  return issues.filter(({ line = 0, column = 0 }) => {
    const length = lines[line - 1]?.length;
    return length === undefined || column < 1 || column > length + 1;
  });
}

/** What is wrong with what a valid topology is made into; problems that only rendering meets are issues as well. */
function checkManifests(value: unknown, loaded: Loaded): readonly string[] {
  if (loaded.federation === undefined) return [];
  const { files, issues } = render(loaded);
  if (issues.length > 0) return flaws(loaded.place(issues)).map((issue) => JSON.stringify(issue));
  const hints = { customPorts: JSON.stringify(value).includes('"ports":') };
  return [...violations(files, hints), ...unfulfilled(value as Topology, files)];
}

test(
  'a topology gives issues, or manifests that fit together and lack nothing',
  () => {
    fc.assert(
      fc.property(topology, (value) => {
        const loaded = load(value);
        expect(flaws(loaded.issues)).toEqual([]);
        expect(loaded.federation === undefined).toBe(loaded.issues.length > 0);
        expect(checkManifests(value, loaded)).toEqual([]);
      }),
      runs(60),
    );
  },
  PATIENCE,
);

test(
  'any value gives issues or manifests, and never an exception',
  () => {
    const any = fc.oneof(fc.anything(), fc.jsonValue(), fc.object({ key: fc.constantFrom('clusters', 'meshes', 'a') }));
    fc.assert(
      fc.property(any, (value) => {
        const loaded = load(value);
        expect(loaded.federation === undefined).toBe(loaded.issues.length > 0);
        if (loaded.federation !== undefined) render(loaded);
      }),
      runs(250),
    );
  },
  PATIENCE,
);

test(
  'any text gives issues or manifests, and never an exception',
  () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const loaded = desk.load(text);
        expect(misplaced(loaded.issues, text)).toEqual([]);
        expect(loaded.federation === undefined).toBe(loaded.issues.length > 0);
        expect(checkManifests(readTopology(text).value, loaded)).toEqual([]);
      }),
      runs(20),
    );
  },
  PATIENCE,
);

test(
  'the order of keys changes nothing',
  () => {
    fc.assert(
      fc.property(topology, fc.nat(), (value, seed) => {
        const [before, after] = [value, shuffleKeys(value, seed)].map((one) => load(one));
        expect(after?.federation === undefined).toBe(before?.federation === undefined);
        if (before?.federation !== undefined && after?.federation !== undefined)
          expect(render(after)).toEqual(render(before));
      }),
      runs(25),
    );
  },
  PATIENCE,
);

test(
  'every issue has a place in the text',
  () => {
    fc.assert(
      fc.property(topologyText, (text) => {
        const { issues, locate } = readTopology(text);
        const found = issues.map((issue) => ({ ...issue, path: '', ...locate(issue) }));
        expect(misplaced(found, text)).toEqual([]);
        const loaded = desk.load(text);
        expect(misplaced(loaded.issues, text)).toEqual([]);
        expect(flaws(loaded.issues)).toEqual([]);
      }),
      runs(60),
    );
  },
  PATIENCE,
);

test(
  'a topology in a file gives what it gives in code',
  () => {
    fc.assert(
      fc.property(topology, (value) => {
        const fromFile = desk.load(stringify(value));
        // Messages name the files of manifests, which are in the directory of the topology.
        const messages = ({ issues }: Loaded, directory: string) =>
          issues.map(({ code, message }) => `${code} ${message.replaceAll(directory, '.')}`).sort();
        expect(messages(fromFile, desk.directory)).toEqual(messages(load(value), FIXTURES));
      }),
      runs(20),
    );
  },
  PATIENCE,
);

test(
  'an override that breaks the federation is refused',
  () => {
    fc.assert(
      fc.property(soundTopology, fc.nat(), fc.nat(), (value, which, what) => {
        const plans = ossm2PlansOf(load(value).clusters ?? []);
        // The meshes of a range have one override for all of them, and different peers.
        const meshes = plans.flatMap((plan) => plan.meshes.filter(({ name }) => name in value.meshes));
        const override = meshes.length > 0 ? breakingOverride(at(meshes, which), what) : undefined;
        fc.pre(override !== undefined);
        const { name } = at(meshes, which);
        const broken = { ...value, meshes: { ...value.meshes, [name]: { ...value.meshes[name], override } } };
        const loaded = load(broken);
        if (loaded.federation === undefined) return;
        const { files, issues } = render(loaded);
        const refused = [...issues, ...outputIssues(files, loaded.federation)];
        expect(flaws(loaded.place(refused))).toEqual([]);
        if (refused.length === 0) expect(checkManifests(broken, loaded)).toEqual([]);
      }),
      runs(25),
    );
  },
  PATIENCE,
);

test(
  'a topology of which the linter is not asked has no error that it would find',
  () => {
    fc.assert(
      fc.property(fc.oneof(topology, soundTopology), (value) => {
        const loaded = load(value);
        const { federation } = loaded;
        if (federation === undefined || mayBreakRules(federation)) return;
        const { files, issues } = render(loaded);
        if (issues.length > 0) return;
        expect(outputIssues(files, { ...federation, ignoredRules: [] }).map(({ message }) => message)).toEqual([]);
      }),
      runs(75),
    );
  },
  PATIENCE,
);

test('what is drawn is valid often enough, and has all features', () => {
  const drawn = fc.sample(topology, { numRuns: 250, seed: 1 });
  const valid = drawn.filter((value) => load(value).federation !== undefined);
  expect(valid.length / drawn.length).toBeGreaterThan(0.25);
  const sound = fc.sample(soundTopology, { numRuns: 150, seed: 2 }).flatMap((value) => {
    const loaded = load(value);
    return loaded.federation === undefined ? [] : [featuresOf(value, render(loaded).files)];
  });
  const counts = FEATURE_NAMES.map((name) => [name, sound.filter((features) => features.includes(name)).length]);
  expect(counts.filter(([, count]) => Number(count) < 3)).toEqual([]);
}, 30_000);

test(
  'the number of warnings is that of the linter for the written texts',
  () => {
    fc.assert(
      fc.property(fc.oneof(topology, soundTopology), (value) => {
        const loaded = load(value);
        const { federation } = loaded;
        if (federation === undefined) return;
        const { files, issues } = render(loaded);
        if (issues.length > 0) return;
        const objects = files.flatMap(({ cluster, path, text }) => readManifests(cluster, path, text).manifests);
        const platforms = new Map(federation.clusters.map(({ name, props }) => [name, props.platform ?? 'other']));
        const ignores = federation.ignoredRules.map((rule) => ({ rule, origin: 'lint.ignore' }));
        const input = { objects, problems: [], skipped: 0, files: files.length };
        expect(outputWarnings(files, federation)).toBe(lint(input, { platforms, ignores }).summary.warnings);
      }),
      runs(15),
    );
  },
  PATIENCE,
);
