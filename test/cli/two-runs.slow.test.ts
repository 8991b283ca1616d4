import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BuiltCommand } from '../helpers/built-command';
import { inDirectoryFor } from '../helpers/temporary';

jest.setTimeout(60_000);

let command: BuiltCommand;
beforeAll(() => {
  command = new BuiltCommand();
});
afterAll(() => command.remove());

/** A topology with clusters of these names and one mesh on each. */
function topology(prefix: string): string {
  const names = Array.from({ length: 20 }, (_, i) => `${prefix}${i}`);
  const entries = (value: object) => Object.fromEntries(names.map((name) => [name, value]));
  return JSON.stringify({ clusters: entries({}), meshes: entries({}), peerings: [{ hub: `${prefix}0` }] });
}

const FILES = { 'a.yaml': topology('a'), 'b.yaml': topology('b') };

test('two runs at once into one directory leave the whole output of one topology', async () => {
  await inDirectoryFor(FILES, async (directory) => {
    const runs = ['a', 'b'].map((name) => command.start(['synth', '-f', `${name}.yaml`], directory).ended);
    const ended = await Promise.all(runs);
    const written = readdirSync(join(directory, 'dist')).filter((name) => !name.startsWith('.'));
    const winner = written[0]?.[0] ?? '';
    expect(ended.map(({ code }) => code).sort()).toEqual([0, 1]);
    expect(ended['ab'.indexOf(winner)]?.code).toBe(0);
    expect(written).toHaveLength(20);
    expect(written.every((name) => name.startsWith(winner))).toBe(true);
    expect(readFileSync(join(directory, 'dist/.ossm-fed'), 'utf8')).toContain(`${winner}.yaml`);
    expect(ended.map(({ stderr }) => stderr).join('')).toContain('nothing was written');
  });
});

test('two runs at once of one topology both succeed', async () => {
  await inDirectoryFor(FILES, async (directory) => {
    const ended = await Promise.all([0, 1].map(() => command.start(['synth', '-f', 'a.yaml'], directory).ended));
    const again = await command.start(['synth', '-f', 'a.yaml', '--check'], directory).ended;
    expect([...ended, again].map(({ code }) => code)).toEqual([0, 0, 0]);
  });
});
