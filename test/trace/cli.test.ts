import { edited, set } from '../../lib/lint/examples/edit';
import type { TraceReport } from '../../lib/workflows/reports/shape';
import { runCli } from '../helpers/run-cli';
import { inDirectory } from '../helpers/temporary';

const CLEAN = edited([]);

/** Runs `trace` with the base federation of the rules' examples as sources. */
function trace(args: readonly string[], texts: { readonly west: string; readonly east: string } = CLEAN) {
  return inDirectory({ 'west.yaml': texts.west, 'east.yaml': texts.east }, (directory) => {
    const { code, out, err } = runCli(['trace', ...args, `west=${directory}/west.yaml`, `east=${directory}/east.yaml`]);
    return { code, out: out.replaceAll(`${directory}/`, ''), err };
  });
}

describe('the caller', () => {
  test.each([
    ['wesst/shop/page', /unknown cluster "wesst"\n {2}fix: write "west"/],
    ['west/shopp/page', /unknown namespace "shopp".*\n {2}fix: write "shop"/],
    ['west/shop/pagee', /unknown workload "pagee".*\n {2}fix: write "page"/],
    ['west/page', /invalid caller "west\/page"\n {2}fix: write CLUSTER\/NAMESPACE\/WORKLOAD/],
  ])('%s is unknown, with a suggestion', (caller, expected) => {
    const { code, out, err } = trace([caller, 'ratings']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(expected);
    expect(err).toContain('CLI020');
  });

  test('may be a workload of a namespace of which the manifests have none', () => {
    const west = CLEAN.west.replaceAll('kind: Deployment', 'kind: Unknown');
    const { code, out } = trace(['west/shop/anything', 'ratings.stock.svc.east-mesh-imports.local'], {
      ...CLEAN,
      west,
    });
    expect(code).toBe(0);
    expect(out).toContain('identity: west-mesh.local/ns/shop/sa/<service account>');
  });
});

test.each(['http://ratings', 'ratings:0', 'ratings:99999', 'a b', ''])('the host "%s" is invalid', (host) => {
  const { code, err } = trace(['west/shop/page', host]);
  expect(code).toBe(2);
  expect(err).toContain('CLI021');
});

test.each(['ratings', 'ratings.shop', 'ratings.shop.svc', 'ratings.shop.svc.cluster.local.', 'RATINGS'])(
  'the host "%s" is resolved as in a pod',
  (host) => {
    expect(trace(['west/shop/page', host]).out).toMatch(
      /^west\/shop\/page -> ratings\.shop\.svc\.cluster\.local:9080\n/,
    );
  },
);

test('a split and the names that objects have are in the JSON report, and the exit code is 0', () => {
  const { code, out } = trace(['west/shop/page', 'ratings:9080', '--format', 'json']);
  const { trace: found, problems, exitCode } = JSON.parse(out) as TraceReport;
  expect({ code, exitCode, problems }).toEqual({ code: 0, exitCode: 0, problems: [] });
  expect(found).toMatchObject({ host: 'ratings.shop.svc.cluster.local', port: 9080, arriving: 2, ends: 2 });
  expect(found?.way.branches.map(({ kind, text }) => [kind, text])).toEqual([
    ['route', '80%'],
    ['route', '20%'],
  ]);
  const objects = found?.way.branches[1]?.hops.flatMap(({ kind, object }) => (object ? [[kind, object]] : []));
  expect(objects).toContainEqual([
    'client',
    { cluster: 'east', kind: 'ServiceMeshPeer', namespace: 'east-mesh', name: 'west-mesh' },
  ]);
});

test('an end on the way is a problem with its place and a rule, and the exit code is 1', () => {
  const broken = edited([set('west', 'ServiceMeshPeer east-mesh', 'spec.remote.addresses', ['<later>'])]);
  const { code, out } = trace(['west/shop/page', 'ratings', '--format', 'json'], broken);
  const { problems, exitCode, trace: found } = JSON.parse(out) as TraceReport;
  expect({ code, exitCode, arriving: found?.arriving, ends: found?.ends }).toEqual({
    code: 1,
    exitCode: 1,
    arriving: 1,
    ends: 2,
  });
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatchObject({
    code: 'FED010',
    cluster: 'west',
    file: 'west.yaml',
    object: 'ServiceMeshPeer west-mesh/east-mesh',
  });
  const text = trace(['west/shop/page', 'ratings'], broken).out;
  expect(text).toContain('see: ossm-fed explain FED010');
  expect(text).toMatch(/verdict: .*1 of 2 branches arrive\n$/);
});

test('a source that cannot be read is exit code 3, and a topology beside sources is invalid usage', () => {
  const missing = runCli(['trace', 'west/shop/page', 'ratings', 'west=/nowhere']);
  expect(missing.code).toBe(3);
  expect(missing.err).toContain('TRC001');
  expect(trace(['west/shop/page', 'ratings', '-f', 'federation.yaml']).code).toBe(2);
  expect(runCli(['trace', 'west/shop/page']).code).toBe(2);
});

test('--quiet prints nothing if the call arrives', () => {
  expect(trace(['west/shop/page', 'ratings', '--quiet'])).toEqual({ code: 0, out: '', err: '' });
});
