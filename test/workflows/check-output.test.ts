import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSources, sourcesOf } from '../../lib/io/manifest-sources';
import { lint } from '../../lib/lint/lint';
import { loadFile } from '../../lib/workflows/load';
import { type SynthResult, synth } from '../../lib/workflows/synth';
import { inDirectory } from '../helpers/temporary';

const GATEWAYS = 'gateways: { additionalIngress: { east-ingress: { enabled: false } } }';
const DOMAIN = 'security: { trust: { domain: other.local } }';

function topology(override: string, more = ''): string {
  return `clusters: { west: { platform: aws }, east: { platform: azure } }
meshes:
  west:
    override:
      ${override}
    members: [shop]
  east:
    members: [shop]
peerings:
  - between: [west, east]
${more}`;
}

interface Synthesized extends Omit<SynthResult, 'command'> {
  /** Whether anything was written. */
  readonly written: boolean;
  /** The rules of the warnings that lint has on what was written. */
  readonly warnings: readonly string[];
}

/** What synth says of a topology, and what it wrote. */
function synthesize(text: string): Synthesized {
  return inDirectory({}, (directory) => {
    writeFileSync(join(directory, 'federation.yaml'), text);
    const outdir = join(directory, 'dist');
    const { issues, summary } = synth(loadFile(join(directory, 'federation.yaml')), { outdir });
    const near = issues.map(({ file, ...issue }) => ({ ...issue, file: file?.replace(`${directory}/`, '') ?? '' }));
    const written = existsSync(outdir);
    const { diagnostics } = lint(
      readSources(written ? sourcesOf(outdir) : [], () => ''),
      {
        platforms: new Map([['west', 'aws']]),
      },
    );
    const warnings = diagnostics.filter(({ severity }) => severity === 'warning').map(({ rule }) => rule);
    return { issues: near, ...(summary && { summary }), written, warnings };
  });
}

const ignoring = (...rules: string[]) =>
  `lint: { ignore: { ${rules.map((rule) => `${rule}: on purpose`).join(', ')} } }\n`;

test('an override that breaks no rule is written', () => {
  const { issues, written } = synthesize(topology('cluster: { name: other }'));
  expect({ issues, written }).toEqual({ issues: [], written: true });
});

test('an override that turns a gateway off is refused at its line', () => {
  const { issues, written } = synthesize(topology(GATEWAYS));
  expect(written).toBe(false);
  expect(issues).toEqual([
    {
      code: 'TOP180',
      file: 'federation.yaml',
      line: 5,
      column: GATEWAYS.indexOf('false') + 7,
      path: 'meshes.west.override.gateways.additionalIngress.east-ingress.enabled',
      message: expect.stringMatching(/^FED006 in ServiceMeshControlPlane west\/west of the cluster "west": /),
      fix: expect.stringContaining('in the override, manifest or chart that it comes from'),
    },
  ]);
});

test('an override of the trust domain is refused for each side that it breaks', () => {
  const { issues, written } = synthesize(topology(DOMAIN));
  expect(written).toBe(false);
  expect(issues.map(({ code, message }) => [code, message.slice(0, 6)])).toEqual([
    ['TOP180', 'FED001'],
    ['TOP180', 'FED001'],
  ]);
  expect(issues.map(({ path }) => path)).toEqual([
    expect.stringMatching(/^meshes\.west/),
    expect.stringMatching(/^meshes\.(west|east)/),
  ]);
  expect(issues.every(({ line = 0 }) => line >= 3)).toBe(true);
});

test('what several overrides break is told in one run', () => {
  const { issues } = synthesize(topology(`${GATEWAYS}\n      ${DOMAIN}`));
  expect(new Set(issues.map(({ message }) => message.slice(0, 6)))).toEqual(new Set(['FED001', 'FED006']));
});

test('a rule that the topology ignores stops nothing', () => {
  expect(synthesize(topology(GATEWAYS, ignoring('FED006')))).toMatchObject({ issues: [], written: true });
  expect(synthesize(topology(DOMAIN, ignoring('FED001', 'FED005')))).toMatchObject({ issues: [], written: true });
});

test('another rule that the topology ignores changes nothing', () => {
  expect(synthesize(topology(GATEWAYS, ignoring('FED001')))).toMatchObject({
    issues: [{ code: 'TOP180' }],
    written: false,
  });
});

test('a warning stops nothing', () => {
  const { issues, written, warnings } = synthesize(topology('version: v2.5'));
  expect({ issues, written }).toEqual({ issues: [], written: true });
  // Without ranges, the load balancer is open to all.
  expect(warnings).toContain('FED042');
});
