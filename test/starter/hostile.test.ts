import { parse } from 'yaml';
import { starterFiles } from '../../lib/starter/files';
import type { StarterCluster } from '../../lib/starter/model';

const TOOL = { schema: './s.json', command: 'ossm-fed', version: '1.0.0' };

/** Names as a kubeconfig can have them. */
const CONTEXTS = ['a: b # c', 'x\n  evil: true', "it's", '"', '{a}, [b]', '- x', 'null', '0x1f', '*a', '\u2028'];

test('contexts with any name stay one text of the topology, and one line of the workflow', () => {
  const content = CONTEXTS.map(
    (context, i): StarterCluster => ({ name: `c${i}`, context, platform: 'other', mesh: `m${i}` }),
  );
  const [topology, , workflow] = starterFiles({ content, workflow: 'github' }, TOOL);
  const { clusters } = parse(topology?.text ?? '');
  expect(Object.values(clusters)).toEqual(CONTEXTS.map((context) => ({ platform: 'other', context })));
  expect(Object.keys(parse(workflow?.text ?? '').jobs)).toEqual(['manifests', 'clusters']);
  expect(workflow?.text).not.toMatch(/^ *evil/m);
});
