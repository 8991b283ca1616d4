import { posix } from 'node:path';
import { ApiObject, App, Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import fc from 'fast-check';
import { markerOf, type Rendering, renderApp } from '../../lib/output/render';

const CLUSTER = 'rosa';

/** What an App with one chart gives. */
function render(id: string, fill: (chart: Chart) => void): Rendering {
  const app = new App();
  fill(new Chart(app, id, { disableResourceNameHashes: true }));
  return renderApp(app, CLUSTER);
}

function addConfigMap(scope: Construct, name: string, namespace = 'shop'): ApiObject {
  return new k8s.KubeConfigMap(scope, `${namespace}.${name}`, { metadata: { name, namespace } });
}

function pathsOf({ files }: Rendering): readonly string[] {
  return files.map(({ path }) => path);
}

/** The names of the objects of all files, in the order in which they are written. */
function namesOf({ files }: Rendering): readonly string[] {
  return files.flatMap(({ text }) => [...text.matchAll(/^ {2}name: (.*)$/gm)].map(([, name]) => name ?? ''));
}

function problemsOf({ issues }: Rendering): readonly string[] {
  return issues.map(({ code, message }) => `${code}: ${message}`);
}

describe('a file', () => {
  test('begins with the line that names its place, and divides its objects', () => {
    const { files, issues } = render('60-limits', (chart) => {
      addConfigMap(chart, 'a');
      addConfigMap(chart, 'b');
    });
    expect(issues).toEqual([]);
    const object = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  namespace: shop\n`;
    const marker = '# Written by ossm-fed as rosa/60-limits/60-limits.yaml; the next synth overwrites it.';
    expect(files.map(({ path, text }) => [path, text])).toEqual([
      ['rosa/60-limits/60-limits.yaml', `${marker}\n${object('a')}---\n${object('b')}`],
    ]);
    expect(markerOf('rosa/60-limits/60-limits.yaml')).toBe(marker);
  });

  test('holds what stands below one construct of the chart, at any depth', () => {
    const rendering = render('60-limits', (chart) => {
      const group = new Construct(chart, 'group');
      addConfigMap(new Construct(group, 'deeper'), 'deep');
      addConfigMap(group, 'shallow');
      addConfigMap(new Construct(chart, 'other'), 'apart');
      addConfigMap(chart, 'loose');
    });
    expect(pathsOf(rendering)).toEqual([
      'rosa/60-limits/group.yaml',
      'rosa/60-limits/other.yaml',
      'rosa/60-limits/60-limits.yaml',
    ]);
    expect(namesOf(rendering)).toEqual(['deep', 'shallow', 'apart', 'loose']);
  });

  test('is not made for a chart or a construct without objects', () => {
    expect(render('60-limits', (chart) => new Construct(chart, 'empty'))).toEqual({ files: [], issues: [] });
  });
});

describe('dependencies', () => {
  test('between objects put what others need first, and leave the rest as it is', () => {
    const rendering = render('60-limits', (chart) => {
      const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => addConfigMap(chart, name));
      a?.addDependency(c as ApiObject);
      c?.addDependency(d as ApiObject);
      b?.addDependency(a as ApiObject);
    });
    expect(namesOf(rendering)).toEqual(['d', 'c', 'a', 'b']);
  });

  test('between constructs hold for all objects below them', () => {
    const rendering = render('60-limits', (chart) => {
      const group = new Construct(chart, 'group');
      const [first, second] = ['first', 'second'].map((id) => new Construct(group, id));
      addConfigMap(first as Construct, 'a');
      addConfigMap(second as Construct, 'b');
      first?.node.addDependency(second as Construct);
    });
    expect(namesOf(rendering)).toEqual(['b', 'a']);
  });

  test('on objects of another chart change nothing, as charts are applied in the order of their names', () => {
    const app = new App();
    const [first, second] = ['60-a', '70-b'].map((id) => new Chart(app, id));
    const a = addConfigMap(first as Chart, 'a');
    a.addDependency(addConfigMap(second as Chart, 'b'));
    expect(pathsOf(renderApp(app, CLUSTER))).toEqual(['rosa/60-a/60-a.yaml', 'rosa/70-b/70-b.yaml']);
  });

  test('in a ring are a problem', () => {
    const rendering = render('60-limits', (chart) => {
      const [a, b] = ['a', 'b'].map((name) => addConfigMap(chart, name));
      a?.addDependency(b as ApiObject);
      b?.addDependency(a as ApiObject);
    });
    expect(problemsOf(rendering)).toEqual(['TOP160: invalid construct 60-limits/shop.b: circular dependency']);
  });

  test('in a long chain take no long time', () => {
    const count = 300;
    const rendering = render('60-limits', (chart) => {
      const objects = Array.from({ length: count }, (_, i) => addConfigMap(chart, `map-${i}`));
      for (const [i, object] of objects.entries()) object.addDependency(...objects.slice(i + 1, i + 4));
    });
    expect(namesOf(rendering)).toEqual(Array.from({ length: count }, (_, i) => `map-${count - 1 - i}`));
  });
});

describe('an object that is written twice', () => {
  const TWICE = 'TOP161: duplicate object core/ConfigMap/shop/a in the cluster "rosa"';

  test('is a problem in one file and in two', () => {
    const inOne = render('60-limits', (chart) => {
      addConfigMap(new Construct(chart, 'x'), 'a');
      addConfigMap(new Construct(chart, 'y'), 'a');
    });
    expect(problemsOf(inOne)).toEqual([TWICE]);
  });

  test('is a problem in two charts', () => {
    const app = new App();
    for (const id of ['60-a', '70-b']) addConfigMap(new Chart(app, id), 'a');
    expect(problemsOf(renderApp(app, CLUSTER))).toEqual([TWICE]);
  });

  test('is none where the group, the namespace or the name differs', () => {
    const rendering = render('60-limits', (chart) => {
      addConfigMap(chart, 'a');
      addConfigMap(chart, 'b');
      addConfigMap(chart, 'a', 'other');
      new ApiObject(chart, 'c', {
        apiVersion: 'example.org/v1',
        kind: 'ConfigMap',
        metadata: { name: 'a', namespace: 'shop' },
      });
    });
    expect(rendering.issues).toEqual([]);
  });
});

describe('a construct', () => {
  test('that says it is invalid is a problem with its path and its own words', () => {
    const rendering = render('60-limits', (chart) => {
      const construct = addConfigMap(new Construct(chart, 'group'), 'a');
      construct.node.addValidation({ validate: () => ['too small', 'too old'] });
    });
    expect(problemsOf(rendering)).toEqual([
      'TOP160: invalid construct 60-limits/group/shop.a: too small',
      'TOP160: invalid construct 60-limits/group/shop.a: too old',
    ]);
  });

  test('whose chart would not be written is a problem', () => {
    const app = new App();
    addConfigMap(new Chart(new Construct(app, 'charts'), 'lost'), 'a');
    expect(problemsOf(renderApp(app, CLUSTER))).toEqual([
      'TOP160: invalid construct charts/lost/shop.a: its chart is not a direct child of the App',
    ]);
  });
});

describe('an id that becomes a name of a file', () => {
  const unsafe = [
    '..',
    '.',
    '../up',
    '.hidden',
    '-o',
    '~',
    'a b',
    'C:',
    'a\\b',
    '*',
    'é',
    '$x',
    'con',
    'aux.x',
    'Lpt1',
    'a.',
  ];

  test.each(unsafe)('is refused as that of a chart: %j', (id) => {
    expect(problemsOf(render(id, (chart) => addConfigMap(chart, 'a')))).toContainEqual(
      expect.stringMatching(/^TOP160: .* not a valid file name$/s),
    );
  });

  test.each(unsafe)('is refused as that of a group: %j', (id) => {
    const rendering = render('60-limits', (chart) => addConfigMap(new Construct(chart, id), 'a'));
    expect(problemsOf(rendering)).toEqual([expect.stringMatching(/^TOP160: .* not a valid file name$/s)]);
  });

  test('never leads out of the directory of its cluster', () => {
    const anyId = fc.oneof(
      fc.string({ minLength: 1 }),
      fc.string({ minLength: 1, unit: fc.constantFrom(...'./\\-a') }),
    );
    // The constructs package takes what every JavaScript object has for a child that is there already.
    const id = anyId.filter((text) => !(text in {}));
    fc.assert(
      fc.property(id, id, (chartId, groupId) => {
        const rendering = render(chartId, (chart) => addConfigMap(new Construct(chart, groupId), 'a'));
        for (const path of rendering.issues.length > 0 ? [] : pathsOf(rendering)) {
          expect(posix.normalize(path)).toBe(path);
          expect(path).toMatch(/^rosa\/[^/\\\s]+\/[^/\\\s]+\.yaml$/);
        }
      }),
    );
  });
});
