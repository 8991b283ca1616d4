import { join } from 'node:path';
import { readSources, sourcesOf } from '../../lib/io/manifest-sources';
import { lint } from '../../lib/lint/lint';
import { loadTopology } from '../../lib/workflows/load';
import { synth } from '../../lib/workflows/synth';
import { inDirectory } from '../helpers/temporary';

/** What lint says of the node ports of a federation whose node ports nobody fixes and whose peers dial these. */
function findings(ports: { readonly service: number; readonly discovery: number }): readonly string[] {
  const federation = loadTopology({
    clusters: { plant: { platform: 'baremetal' }, office: { platform: 'azure' } },
    meshes: { plant: { members: ['a'] }, office: { members: ['b'] } },
    peerings: [{ between: ['plant', 'office'], sides: { plant: { ingress: { addresses: ['192.0.2.11'], ports } } } }],
  });
  return inDirectory({}, (directory) => {
    const outdir = join(directory, 'dist');
    expect(synth(federation, { outdir }).issues).toEqual([]);
    const { diagnostics } = lint(readSources(sourcesOf(outdir), () => ''));
    const own = diagnostics.filter(({ rule, message }) => rule === 'FED010' && message.includes('node port'));
    return own.map(({ severity, effect }) => `${severity}: ${effect}`).sort();
  });
}

test('node ports that nobody fixes and the peer knows, as after a fetch, are worth no more than a word', () => {
  expect(findings({ service: 31741, discovery: 30304 })).toEqual([
    'info: the other mesh connects to 30304, which changes when the Service of the gateway is created again',
    'info: the other mesh connects to 31741, which changes when the Service of the gateway is created again',
  ]);
});

test('node ports that nobody knows are worth a warning, as something may stand in front of the nodes', () => {
  expect(findings({ service: 443, discovery: 444 })).toEqual([
    expect.stringMatching(/^warning: the cluster picks a random node port/),
    expect.stringMatching(/^warning: the cluster picks a random node port/),
  ]);
});
