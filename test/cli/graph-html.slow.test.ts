import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataOf, graph } from '../helpers/graph-command';
import { inDirectoryFor } from '../helpers/temporary';

jest.setTimeout(120_000);

test('a view that is too large is not drawn, and says so', () =>
  inDirectoryFor({ 'federation.yaml': '' }, async (directory) => {
    const text = 'clusters: { "c-{001..130}": {} }\nmeshes: { "c-{001..130}": {} }\npeerings: [{ hub: c-001 }]\n';
    writeFileSync(join(directory, 'federation.yaml'), text);
    const { code, stdout, stderr } = await graph(
      directory,
      '-f',
      join(directory, 'federation.yaml'),
      '--format',
      'html',
      '--all',
    );
    expect([code, stderr]).toEqual([0, '']);
    const { views, elements } = dataOf(stdout);
    expect(views[0]?.missing).toMatch(
      /^This view is not drawn: it has \d+ nodes and edges, and at most 1000 are laid out\./,
    );
    expect(elements.filter(({ kind }) => kind === 'peering').length).toBe(258);
  }));
