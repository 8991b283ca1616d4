import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BuiltCommand } from '../helpers/built-command';
import { kubeconfig } from '../helpers/kubeconfig';
import { inDirectoryFor } from '../helpers/temporary';
import { base64, GOOD, KEY, leaksIn, ONE_LINE, PASSWORD } from './secret-samples';

jest.setTimeout(120_000);

let command: BuiltCommand;
beforeAll(() => {
  command = new BuiltCommand();
}, 120_000);
afterAll(() => command.remove());

describe('fetch repeats no secret of a kubeconfig', () => {
  const user = {
    token: PASSWORD,
    password: PASSWORD,
    'client-key-data': base64(KEY),
    'client-certificate-data': base64(KEY),
  };
  const valid = (server: string, cluster = {}) =>
    kubeconfig({ west: { server, cluster, user }, east: { server, user } });
  test.each([
    ['that is invalid YAML', `${valid('https://127.0.0.1:1')}\ntoken: *${PASSWORD}\n}`],
    ['that is a list', `- ${PASSWORD}\n`],
    ['with a complex key', `? {token: ${PASSWORD}}\n: 1\n${valid('https://127.0.0.1:1')}`],
    ['with a password in the server', valid(`https://me:${PASSWORD}@127.0.0.1:1`)],
    [
      'with a password in the proxy',
      valid('https://127.0.0.1:1', { 'proxy-url': `http://me:${PASSWORD}@127.0.0.1:1` }),
    ],
    ['with an invalid certificate', valid('https://127.0.0.1:1')],
    ['with a key as server', valid(ONE_LINE)],
  ])('%s', async (_, text) => {
    await inDirectoryFor({ 't.yaml': GOOD, config: text }, async (directory) => {
      for (const format of ['text', 'json']) {
        const args = ['fetch', '-f', 't.yaml', '--kubeconfig', 'config', '--format', format];
        const { stdout, stderr } = await command.start(args, directory).ended;
        expect(leaksIn(stdout + stderr)).toEqual([]);
        expect(readdirSync(directory).sort()).toEqual(['config', 't.yaml']);
        expect(readFileSync(join(directory, 'config'), 'utf8')).toBe(text);
      }
    });
  });
});
