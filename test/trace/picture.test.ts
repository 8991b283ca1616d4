import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { graphOf } from '../../lib/graph/build';
import { layOut } from '../../lib/graph/layout';
import { mermaidText } from '../../lib/graph/mermaid';
import type { Graph } from '../../lib/graph/model';
import { svgText } from '../../lib/graph/svg/write';
import { type Edit, edited, set } from '../../lib/lint/examples/edit';
import { readManifests } from '../../lib/manifests/read';
import { buildFleet } from '../../lib/observed/build';
import type { Fleet } from '../../lib/observed/model';
import type { Topology } from '../../lib/topology/model';
import { onlyWay, wayPicture } from '../../lib/trace/picture';
import { loadFile, loadTopology } from '../../lib/workflows/load';
import { traceGraph } from '../../lib/workflows/trace-picture';
import { awaitCommand, type CommandResult } from '../helpers/command';
import { EXAMPLES, ROOT } from '../helpers/examples';
import { compareGoldenText } from '../helpers/golden';
import { runCli } from '../helpers/run-cli';
import { inDirectoryFor } from '../helpers/temporary';
import { callsOf } from './calls';
import { filledFleet, NOW } from './filled';
import { traced } from './outline';

const PAGE = 'rosa/prod-bookinfo/productpage';

function drawn(fleet: Fleet, caller: string, host: string): Graph {
  return wayPicture(graphOf(fleet), traced(fleet, caller, host));
}

/** The base federation of rules after some edits. */
function editedFleet(edits: readonly Edit[]): Fleet {
  const objects = Object.entries(edited(edits)).flatMap(
    ([cluster, text]) => readManifests(cluster, `${cluster}.yaml`, text).manifests,
  );
  return buildFleet(objects, new Map([['west', 'rosa'] as const, ['east', 'aro'] as const]), { now: NOW });
}

/** The ids of what is on the way, each with what the way does there. */
function wayOf({ nodes, edges }: Graph): readonly string[] {
  return [...nodes, ...edges].flatMap(({ id, way }) =>
    way === undefined || way.step === 'beside'
      ? []
      : [[way.step, ...way.faults.map(({ code }) => code), decodeURIComponent(decodeURIComponent(id))].join(' ')],
  );
}

/** The example of the blog with its second alternative: three destinations with weights. */
function splitInThree(): Fleet {
  const directory = join(ROOT, 'examples/blog');
  const topology = parse(readFileSync(join(directory, 'federation.yaml'), 'utf8')) as Topology;
  const traffic = (topology.traffic ?? []).map((entry, i) => ({
    ...entry,
    active: i === 1,
  }));
  return filledFleet(loadTopology({ ...topology, traffic }, directory));
}

test('a call that is split in three is marked up to the workloads of all clouds, and the rest is beside', () => {
  const graph = drawn(splitInThree(), PAGE, 'details:9080');
  expect(wayOf(graph)).toMatchInlineSnapshot(`
    [
      "passes ingress/aro/aro-stg-mesh/aro-stg-mesh/rosa-prod-ingress",
      "arrives service/aro/aro-stg-mesh/aro-stg-mesh/stg-bookinfo/details",
      "arrives workload/aro/aro-stg-mesh/aro-stg-mesh/stg-bookinfo/Deployment/details-v2",
      "passes ingress/rog/gcp-dev-mesh/gcp-dev-mesh/rosa-prod-ingress",
      "arrives service/rog/gcp-dev-mesh/gcp-dev-mesh/dev-bookinfo/details",
      "arrives workload/rog/gcp-dev-mesh/gcp-dev-mesh/dev-bookinfo/Deployment/details-v3",
      "passes egress/rosa/rosa-prod-mesh/rosa-prod-mesh/aro-stg-egress",
      "passes egress/rosa/rosa-prod-mesh/rosa-prod-mesh/gcp-dev-egress",
      "arrives service/rosa/rosa-prod-mesh/rosa-prod-mesh/prod-bookinfo/details",
      "passes service/rosa/rosa-prod-mesh/rosa-prod-mesh/prod-bookinfo/productpage",
      "arrives workload/rosa/rosa-prod-mesh/rosa-prod-mesh/prod-bookinfo/Deployment/details-v1",
      "passes workload/rosa/rosa-prod-mesh/rosa-prod-mesh/prod-bookinfo/Deployment/productpage-v1",
      "passes import/rosa/rosa-prod-mesh/rosa-prod-mesh/details-v2.prod-bookinfo.svc.aro-stg-mesh-imports.local/mesh/aro/aro-stg-mesh/aro-stg-mesh",
      "passes import/rosa/rosa-prod-mesh/rosa-prod-mesh/details-v3.prod-bookinfo.svc.gcp-dev-mesh-imports.local/mesh/rog/gcp-dev-mesh/gcp-dev-mesh",
      "passes route/rosa/rosa-prod-mesh/rosa-prod-mesh/prod-bookinfo/details",
      "passes call/service/rosa/rosa-prod-mesh/rosa-prod-mesh/prod-bookinfo/productpage/route/rosa/rosa-prod-mesh/rosa-prod-mesh/prod-bookinfo/details",
      "passes share/rosa/rosa-prod-mesh/rosa-prod-mesh/details-v2.prod-bookinfo.svc.aro-stg-mesh-imports.local/service/aro/aro-stg-mesh/aro-stg-mesh/stg-bookinfo/details",
      "passes share/rosa/rosa-prod-mesh/rosa-prod-mesh/details-v3.prod-bookinfo.svc.gcp-dev-mesh-imports.local/service/rog/gcp-dev-mesh/gcp-dev-mesh/dev-bookinfo/details",
      "passes split/rosa/rosa-prod-mesh/rosa-prod-mesh/prod-bookinfo/details/http/0/route/0/service/rosa/rosa-prod-mesh/rosa-prod-mesh/prod-bookinfo/details",
      "passes split/rosa/rosa-prod-mesh/rosa-prod-mesh/prod-bookinfo/details/http/0/route/1/import/rosa/rosa-prod-mesh/rosa-prod-mesh/details-v2.prod-bookinfo.svc.aro-stg-mesh-imports.local/mesh/aro/aro-stg-mesh/aro-stg-mesh",
      "passes split/rosa/rosa-prod-mesh/rosa-prod-mesh/prod-bookinfo/details/http/0/route/2/import/rosa/rosa-prod-mesh/rosa-prod-mesh/details-v3.prod-bookinfo.svc.gcp-dev-mesh-imports.local/mesh/rog/gcp-dev-mesh/gcp-dev-mesh",
    ]
  `);
  expect(graph.title).toBe(
    'Call from rosa/prod-bookinfo/productpage-v1 to details.prod-bookinfo.svc.cluster.local:9080: 3 of 3 branches arrive',
  );
  expect(compareGoldenText(join(__dirname, 'golden', 'split.mmd'), mermaidText(graph))).toBe('');
});

test('a call that ends at an unknown address is marked up to the share, with the code of the rule', async () => {
  const fleet = editedFleet([set('west', 'ServiceMeshPeer east-mesh', 'spec.remote.addresses', ['<later>'])]);
  const graph = drawn(fleet, 'west/shop/page', 'ratings');
  expect(wayOf(graph)).toMatchInlineSnapshot(`
    [
      "passes egress/west/west-mesh/west-mesh/east-mesh-egress",
      "arrives service/west/west-mesh/west-mesh/shop/ratings",
      "passes workload/west/west-mesh/west-mesh/shop/Deployment/page",
      "passes import/west/west-mesh/west-mesh/ratings.stock.svc.east-mesh-imports.local/mesh/east/east-mesh/east-mesh",
      "passes route/west/west-mesh/west-mesh/shop/ratings",
      "passes call/workload/west/west-mesh/west-mesh/shop/Deployment/page/route/west/west-mesh/west-mesh/shop/ratings",
      "ends FED010 share/west/west-mesh/west-mesh/ratings.stock.svc.east-mesh-imports.local/service/east/east-mesh/east-mesh/stock/ratings",
      "passes split/west/west-mesh/west-mesh/shop/ratings/http/0/route/0/service/west/west-mesh/west-mesh/shop/ratings",
      "passes split/west/west-mesh/west-mesh/shop/ratings/http/0/route/1/import/west/west-mesh/west-mesh/ratings.stock.svc.east-mesh-imports.local/mesh/east/east-mesh/east-mesh",
    ]
  `);
  const svg = await svgText(graph, layOut);
  expect(svg).toMatch(/<text class="soft"[^>]*>ends on the way<\/text>/);
  expect(svg).toMatch(
    /<desc id="desc">[^<]*Egress gateway east-mesh-egress in west-mesh \(on the way\)[^<]*\(ends on the way; FED010: /,
  );
  expect(svg).toContain('✗ FED010 ');
});

test('a call that ends at its first hop marks the caller', () => {
  const graph = drawn(editedFleet([]), 'west/shop/page', 'ratinsg');
  expect(wayOf(graph)).toMatchInlineSnapshot(`
    [
      "ends FED020 workload/west/west-mesh/west-mesh/shop/Deployment/page",
    ]
  `);
});

test('a failover is marked from the Service to the import that joins it', () => {
  const fleet = filledFleet(loadFile(join(ROOT, 'examples/failover/federation.yaml')));
  expect(wayOf(drawn(fleet, 'west/bookinfo/productpage', 'ratings.bookinfo:9080'))).toMatchInlineSnapshot(`
    [
      "passes ingress/east/east/east/west-ingress",
      "arrives service/east/east/east/bookinfo/ratings",
      "arrives workload/east/east/east/bookinfo/Deployment/ratings-v1",
      "passes egress/west/west/west/east-egress",
      "passes service/west/west/west/bookinfo/productpage",
      "arrives service/west/west/west/bookinfo/ratings",
      "passes workload/west/west/west/bookinfo/Deployment/productpage-v1",
      "arrives workload/west/west/west/bookinfo/Deployment/ratings-v1",
      "passes import/west/west/west/ratings.bookinfo.svc.cluster.local/mesh/east/east/east",
      "passes call/service/west/west/west/bookinfo/productpage/service/west/west/west/bookinfo/ratings",
      "passes failover/west/west/west/ratings.bookinfo.svc.cluster.local/import/west/west/west/ratings.bookinfo.svc.cluster.local/mesh/east/east/east",
      "passes share/west/west/west/ratings.bookinfo.svc.cluster.local/service/east/east/east/bookinfo/ratings",
    ]
  `);
});

test('a call through OpenShift Service Mesh 3 is marked up to the Service behind the gateway', () => {
  const fleet = filledFleet(loadFile(join(ROOT, 'examples/three-clouds-ossm3/federation.yaml')));
  const host = 'details-v3.prod-bookinfo.svc.gcp-dev-mesh-imports.local:9080';
  expect(wayOf(drawn(fleet, PAGE, host))).toMatchInlineSnapshot(`
    [
      "passes ingress/rog/gcp-dev-mesh/gcp-dev-mesh/eastwestgateway",
      "arrives service/rog/gcp-dev-mesh/gcp-dev-mesh/dev-bookinfo/details",
      "arrives workload/rog/gcp-dev-mesh/gcp-dev-mesh/dev-bookinfo/Deployment/details-v3",
      "passes service/rosa/rosa-prod-mesh/rosa-prod-mesh/prod-bookinfo/productpage",
      "passes workload/rosa/rosa-prod-mesh/rosa-prod-mesh/prod-bookinfo/Deployment/productpage-v1",
      "passes import/rosa/rosa-prod-mesh/rosa-prod-mesh/details-v3.prod-bookinfo.svc.gcp-dev-mesh-imports.local/mesh/rog/gcp-dev-mesh/gcp-dev-mesh",
      "passes call/service/rosa/rosa-prod-mesh/rosa-prod-mesh/prod-bookinfo/productpage/import/rosa/rosa-prod-mesh/rosa-prod-mesh/details-v3.prod-bookinfo.svc.gcp-dev-mesh-imports.local/mesh/rog/gcp-dev-mesh/gcp-dev-mesh",
      "passes share/rosa/rosa-prod-mesh/rosa-prod-mesh/details-v3.prod-bookinfo.svc.gcp-dev-mesh-imports.local/service/rog/gcp-dev-mesh/gcp-dev-mesh/dev-bookinfo/details",
    ]
  `);
});

test('a caller that the manifests do not have is added', () => {
  const objects = editedFleet([]).clusters.flatMap((one) => one.objects);
  const fleet = buildFleet(
    objects.filter(({ kind }) => kind !== 'Deployment'),
    undefined,
    { now: NOW },
  );
  const graph = drawn(fleet, 'west/shop/anything', 'ratings');
  const added = graph.nodes.find(({ label }) => label === 'anything');
  expect(added).toMatchObject({ kind: 'workload', detail: 'not in the manifests', way: { step: 'passes' } });
  expect(graph.edges.filter(({ kind }) => kind === 'call')).toMatchObject([{ from: added?.id }]);
});

test('names and messages stay on one line', () => {
  const fleet = editedFleet([set('west', 'Deployment page', 'metadata.name', 'pa\nge')]);
  const graph = drawn(fleet, 'west/shop/pa\nge', 'ratinsg');
  expect(graph.title).toMatch(/^Call from west\/shop\/pa\S*ge to /);
  expect(mermaidText(graph)).not.toMatch(/^ge/m);
});

test.each(EXAMPLES)(
  'each call to an import of example $name arrives where the trace says, by one share',
  ({ load }) => {
    const fleet = filledFleet(load());
    const graph = graphOf(fleet);
    for (const { caller, host, target } of callsOf(fleet)) {
      const { nodes, edges } = wayPicture(graph, traced(fleet, caller, host));
      const arriving = nodes.flatMap(({ id, kind, way }) =>
        kind === 'service' && way?.step === 'arrives' ? [id] : [],
      );
      const [cluster = '', namespace = ''] = target.split('/');
      expect(arriving).toContainEqual(expect.stringMatching(new RegExp(`^service/${cluster}/.*/${namespace}/`)));
      expect(edges.filter(({ kind, way }) => kind === 'share' && way?.step === 'passes')).toHaveLength(1);
    }
  },
);

test('clusters beside the way that are alike are drawn as one, and that of the caller for itself', () => {
  const fleet = filledFleet(loadFile(join(ROOT, 'examples/hub-and-spoke/federation.yaml')));
  const trace = traced(fleet, 'spoke-07/shop/client', 'products.catalog.svc.hub-imports.local');
  const graph = traceGraph({ result: { command: 'trace', issues: [], trace }, fleet });
  const clusters = graph?.nodes.flatMap(({ kind, label }) => (kind === 'cluster' ? [label] : []));
  expect(clusters).toEqual(['hub', 'spoke-01 … spoke-20 (19 clusters alike)', 'spoke-07']);
  expect(graph?.title).toMatch(/^Call from spoke-07\/shop\/client /);
});

test('the way alone has all of the way and what contains it', () => {
  const graph = drawn(splitInThree(), PAGE, 'details-v2.prod-bookinfo.svc.aro-stg-mesh-imports.local:9080');
  const alone = onlyWay(graph);
  expect(alone.nodes.length).toBeLessThan(graph.nodes.length);
  expect(wayOf(alone)).toEqual(wayOf(graph));
  const ids = new Set(alone.nodes.map(({ id }) => id));
  expect(alone.nodes.filter(({ parent }) => parent !== undefined && !ids.has(parent))).toEqual([]);
  expect(alone.edges.filter(({ from, to }) => !ids.has(from) || !ids.has(to))).toEqual([]);
});

/** Runs `trace` in a directory with the base federation of rules after some edits, and reads the picture that it writes. */
async function traceIn(args: readonly string[], edits: readonly Edit[] = []): Promise<CommandResult & { svg: string }> {
  const { west = '', east = '' } = edited(edits);
  const results: (CommandResult & { svg: string })[] = [];
  await inDirectoryFor({ 'west.yaml': west, 'east.yaml': east }, async (directory) => {
    const sources = [`west=${directory}/west.yaml`, `east=${directory}/east.yaml`];
    const inside = args.map((arg) => arg.replace('./', `${directory}/`));
    const result = await awaitCommand(['trace', ...inside, ...sources]);
    const file = join(directory, 'way.svg');
    results.push({ ...result, svg: existsSync(file) ? readFileSync(file, 'utf8') : '' });
  });
  const [result] = results;
  if (result === undefined) throw new Error('the command did not run');
  return result;
}

test('the command prints Mermaid, or writes a file and says what the verdict is, with the exit code of the text', async () => {
  const printed = await traceIn(['west/shop/page', 'ratings', '--format', 'mermaid']);
  expect([printed.code, printed.stderr]).toEqual([0, '']);
  expect(printed.stdout).toMatch(/^flowchart LR\n {2}accTitle: Call from west\/shop\/page to /);
  const broken = [set('west', 'ServiceMeshPeer east-mesh', 'spec.remote.addresses', ['<later>'])];
  const written = await traceIn(['west/shop/page', 'ratings', '-o', './way.svg'], broken);
  expect([written.code, written.stdout]).toEqual([1, '']);
  expect(written.stderr).toMatch(/way\.svg: ends on the way in a part, 1 of 2 branches arrive\n$/);
  expect(written.svg).toContain('1 of 2 branches arrive</title>');
});

test('an unknown caller has no picture, and "-o" without the name of a picture is invalid usage', async () => {
  const unknown = await traceIn(['west/shop/pagee', 'ratings', '-o', './way.svg']);
  expect([unknown.code, unknown.stdout, unknown.svg]).toEqual([2, '', '']);
  expect(unknown.stderr).toContain('CLI020');
  const unnamed = runCli(['trace', 'west/shop/page', 'ratings', '-o', 'way.txt']);
  expect(unnamed.code).toBe(2);
  expect(unnamed.err).toContain('"-o" writes pictures');
});
