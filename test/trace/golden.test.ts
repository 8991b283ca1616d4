import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Topology } from '../../lib/topology/model';
import { type Loaded, loadFile, loadTopology } from '../../lib/workflows/load';
import { ROOT } from '../helpers/examples';
import { compareGoldenText } from '../helpers/golden';
import { runCli } from '../helpers/run-cli';
import { inDirectory } from '../helpers/temporary';
import { filledFiles } from './filled';

const THREE_CLOUDS = 'federation.yaml';
const OSSM3 = 'examples/three-clouds-ossm3/federation.yaml';
const PAGE = 'rosa/prod-bookinfo/productpage';

/** A call in the output of a topology. */
const CALLS: readonly (readonly [name: string, topology: string, caller: string, host: string])[] = [
  ['mirror', THREE_CLOUDS, PAGE, 'details:9080'],
  ['import-of-aro', THREE_CLOUDS, PAGE, 'details-v2.prod-bookinfo.svc.aro-stg-mesh-imports.local:9080'],
  ['import-of-rog', THREE_CLOUDS, PAGE, 'details-v3.prod-bookinfo.svc.gcp-dev-mesh-imports.local:9080'],
  ['failover', 'examples/failover/federation.yaml', 'west/bookinfo/productpage', 'ratings.bookinfo:9080'],
  ['ossm3-mirror', OSSM3, PAGE, 'details:9080'],
  ['ossm3-import', OSSM3, PAGE, 'details-v3.prod-bookinfo.svc.gcp-dev-mesh-imports.local:9080'],
];

test.each(CALLS)(
  'the text of the trace "%s" is as expected, from the output with all values',
  (name, topology, caller, host) => {
    const files = Object.fromEntries(filledFiles(loadFile(join(ROOT, topology))));
    inDirectory(files, (directory) => {
      const { code, out, err } = runCli(['trace', caller, host, directory]);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(compareGoldenText(join(__dirname, 'golden', `${name}.txt`), out.replaceAll(`${directory}/`, ''))).toBe('');
    });
  },
);

/** The topology of the blog with its second alternative: three destinations with weights. */
function splitInThree(): Loaded {
  const directory = join(ROOT, 'examples/blog');
  const topology = parse(readFileSync(join(directory, 'federation.yaml'), 'utf8')) as Topology;
  const traffic = (topology.traffic ?? []).map((entry, i) => ({ ...entry, active: i === 1 }));
  return loadTopology({ ...topology, traffic }, directory);
}

test('the text of a trace with three weighted routes is as expected', () => {
  inDirectory(Object.fromEntries(filledFiles(splitInThree())), (directory) => {
    const { code, out, err } = runCli(['trace', PAGE, 'details:9080', directory]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(compareGoldenText(join(__dirname, 'golden', 'split.txt'), out.replaceAll(`${directory}/`, ''))).toBe('');
  });
});

test('without sources, the call is traced in what synth would write, and ends where values are missing', () => {
  const { code, out, err } = runCli(['trace', PAGE, 'details:9080', '-f', join(ROOT, THREE_CLOUDS)]);
  expect({ code, err }).toEqual({ code: 1, err: '' });
  expect(compareGoldenText(join(__dirname, 'golden', 'tokens.txt'), out)).toBe('');
});
