import { stripVTControlCharacters } from 'node:util';
import { run } from '../../lib/cli/program';
import type { PageData } from '../../lib/graph/html/page-data';

/** The topology of two meshes that the tests of the command `graph` draw. */
export const TWO_MESHES = `clusters: { west: {}, east: {} }
meshes: { west: { members: [shop] }, east: { members: [shop] } }
peerings: [{ between: [west, east] }]
shares: [{ from: east, to: west, service: { namespace: shop, name: prices } }]
`;

/** Runs `graph` in this process, with that topology on standard input; paths of a directory are relative to it. */
export async function graph(directory: string, ...args: readonly string[]) {
  let [stdout, stderr] = ['', ''];
  const streams = {
    stdout: { write: (text: string) => (stdout += text) },
    stderr: { write: (text: string) => (stderr += text) },
    stdin: () => TWO_MESHES,
  };
  const code = await run(['graph', ...args], streams);
  const plain = (text: string) => stripVTControlCharacters(text).replaceAll(`${directory}/`, '');
  return { code, stdout: plain(stdout), stderr: plain(stderr) };
}

/** The data in a page. */
export function dataOf(page: string): PageData {
  const [, json = ''] = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(page) ?? [];
  return JSON.parse(json);
}
