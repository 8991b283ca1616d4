import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, Chart } from 'cdk8s';
import { loadFile } from '../../lib/workflows/load';
import { type SynthOptions, synth } from '../../lib/workflows/synth';
import { type FileTexts, inDirectory } from '../helpers/temporary';

const TEXT = (west = '') => `clusters: { west: {}, east: {} }
meshes:
  west: { members: [shop]${west} }
  east: { members: [store] }
peerings: [{ between: [west, east] }]
`;
const OBJECT = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x', namespace: 'shop' } };

/** What is wrong with what a topology and some charts would write, such as `3:9 TOP160 message`. */
function problemsOf(text: string, charts?: SynthOptions['charts'], files: FileTexts = {}): readonly string[] {
  return inDirectory({ ...files, 'federation.yaml': text }, (directory) => {
    const outdir = join(directory, 'dist');
    const { issues } = synth(loadFile(join(directory, 'federation.yaml')), { outdir, ...(charts && { charts }) });
    if (issues.length > 0) expect(existsSync(outdir)).toBe(false);
    return issues.map(({ line, column, code, message }) => `${line}:${column} ${code} ${message}`);
  });
}

describe('charts of a user', () => {
  test('that are valid are written', () => {
    expect(problemsOf(TEXT(), (app) => new ApiObject(new Chart(app, '60-own'), 'x', OBJECT))).toEqual([]);
  });

  test('that are not valid are TOP160, with the reason that they give', () => {
    const problems = problemsOf(TEXT(), (app, { name }) => {
      const chart = new Chart(app, '60-own');
      if (name === 'west') chart.node.addValidation({ validate: () => ['the quota is missing'] });
    });
    expect(problems).toEqual(['1:1 TOP160 invalid construct 60-own: the quota is missing']);
  });

  test.each(['..', '.hidden', 'a b', 'nul', 'COM1.x', 'a.'])('that cannot name a directory are TOP160: %s', (id) => {
    const problems = problemsOf(TEXT(), (app, { name }) => {
      if (name === 'west') new ApiObject(new Chart(app, id), 'x', OBJECT);
    });
    expect(problems).toEqual([`1:1 TOP160 invalid construct west/${id}/${id}.yaml: not a valid file name`]);
  });

  test('that repeat an object are TOP161', () => {
    const problems = problemsOf(TEXT(', createNamespaces: true'), (app, { name }) => {
      if (name === 'west')
        new ApiObject(new Chart(app, '60-own'), 'x', { ...OBJECT, kind: 'Namespace', metadata: { name: 'shop' } });
    });
    expect(problems).toEqual(['1:1 TOP161 duplicate object core/Namespace/shop in the cluster "west"']);
  });
});

describe("a user's own manifests", () => {
  const workloads = ', workloads: [{ manifests: app }]';

  test('that repeat an object are TOP161', () => {
    const object = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x, namespace: shop }\n';
    expect(problemsOf(TEXT(workloads), undefined, { 'app/a.yaml': `${object}---\n${object}` })).toEqual([
      expect.stringMatching(/^5:1 TOP161 duplicate object ConfigMap\/shop\/x, already at .*app\/a\.yaml:1:1$/),
    ]);
  });

  test('that repeat a Namespace of the mesh are none where the mesh does not make it', () => {
    const files = { 'app/a.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n' };
    expect(problemsOf(TEXT(`${workloads}, createNamespaces: true`), undefined, files)).toHaveLength(1);
    expect(problemsOf(TEXT(workloads), undefined, files)).toEqual([]);
  });
});

describe('an override', () => {
  test('against which the linter has nothing is written', () => {
    expect(problemsOf(TEXT(', override: { proxy: { accessLogging: { file: { name: /dev/stdout } } } }'))).toEqual([]);
  });

  test('that contradicts what the peers are told is TOP180', () => {
    const problems = problemsOf(TEXT(', override: { security: { trust: { domain: other.local } } }'));
    const codes = new Set(problems.map((problem) => problem.split(' ')[1]));
    expect(problems.length).toBeGreaterThan(0);
    expect([...codes]).toEqual(['TOP180']);
    expect(problems[0]).toMatch(/FED\d{3} in ServiceMesh\w+ \S+ of the cluster "west": /);
  });
});
