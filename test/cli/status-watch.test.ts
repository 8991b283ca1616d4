import { stripVTControlCharacters } from 'node:util';
import { Program } from '../helpers/program';

jest.setTimeout(120_000);

// What draws on terminals is a module that only a bundler or Node.js itself loads.
const PROGRAM = `
import { showWatchedStatus } from './lib/cli/status-watch';
const written = { drawn: '', out: '' };
const stream = (name) => ({ isTTY: true, columns: 80, rows: 8, write: (part) => ((written[name] += part), true) });
const cause = { health: 'degraded', code: 'STA013', cause: 'no istiod', fix: 'start it' };
const part = { part: 'control plane', health: 'degraded', findings: [cause] };
const cluster = (name) => ({ cluster: name, isRead: true, health: 'degraded', findings: [], parts: [{ ...part, name }] });
const clusters = ['a', 'b', 'c', 'd', 'e', 'f'].map(cluster);
const status = { time: '2026-11-25T13:23:00.000Z', clusters, edges: [], services: [] };
const read = async () => {
  setTimeout(() => process.kill(process.pid, 'SIGINT'), 200);
  return { result: { command: 'status', issues: [], status }, lasting: [] };
};
const io = { stdout: stream('out'), stderr: { write: () => true }, stdin: () => '' };
showWatchedStatus(read, io, stream('drawn')).then((code) => {
  console.log(JSON.stringify({ code, ...written }));
  process.exit(0);
});
`;

test('on a terminal the status fits into its height, and stays as a whole after Ctrl-C, with its exit code', () => {
  const program = new Program(PROGRAM);
  try {
    const { stdout } = program.run([], __dirname);
    const { code, drawn, out } = JSON.parse(stdout) as { readonly code: number; drawn: string; out: string };
    const lines = stripVTControlCharacters(drawn).trimEnd().split(/\r?\n/);
    expect([code, lines.length]).toEqual([1, 6]);
    expect(lines.slice(-2)).toEqual([
      expect.stringMatching(/^\(\d+ more lines\)$/),
      '6 clusters, 0 edges, 0 services as of 2026-11-25T13:23:00.000Z: 6 not healthy',
    ]);
    expect(stripVTControlCharacters(out)).toMatch(
      /^ {2}CLUSTER .*\n.* a .*\n[\s\S]*fix: start it\n[\s\S]*: 6 not healthy\n$/,
    );
  } finally {
    program.remove();
  }
});
