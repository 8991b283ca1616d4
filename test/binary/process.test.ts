import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { kubeconfig } from '../helpers/kubeconfig';
import { expectSame, lines, removeBoth } from './harness/both';

afterAll(removeBoth);

const TOPOLOGY = 'clusters: { "c-{001..150}": {} }\nmeshes: { "c-{001..150}": {} }\npeerings: [{ hub: c-001 }]\n';
const FILES = { 'federation.yaml': TOPOLOGY };

/** A federation that can be drawn. */
const SMALL = { 'federation.yaml': 'clusters: { west: {} }\nmeshes: { west: {} }\n' };

test('pipes that are closed, slow, or full', async () => {
  const coded = (line: string, reader: string) => `{ ${line}; echo "code $?" >&2; } | ${reader}`;
  const { stdout } = await expectSame({
    files: SMALL,
    run: lines(
      coded('ossm-fed graph --format html', 'head -1 | cut -c 1-20'),
      coded('ossm-fed graph --format html', '(sleep 1; cksum)'),
      coded('ossm-fed lint --list-rules', 'true'),
      coded('ossm-fed synth', 'head -1'),
      coded('ossm-fed explain FED001 2>&1', '(sleep 0.5; cat)'),
      'ossm-fed lint --list-rules >&-',
      'ossm-fed lint --list-rules 2>&-',
      'ossm-fed snyth 2>&-',
      'ossm-fed lint --list-rules >/dev/full',
      'ossm-fed snyth 2>/dev/full',
      'ossm-fed graph --format html >file',
      'ossm-fed graph --format html >>file',
    ),
  });
  expect(stdout).toMatch(/^\d+ \d{5,}$/m);
});

test('threads write the same as one', async () => {
  // The report as JSON lists files in the order in which threads wrote them.
  const { files } = await expectSame({ files: FILES, run: ['synth'] });
  expect(Object.keys(files).length).toBeGreaterThan(300);
});

test('variables of colors, terminals, languages and time zones', async () => {
  const variables = [
    'NO_COLOR=1',
    'FORCE_COLOR=1',
    'CI=true',
    'TERM=dumb',
    'COLUMNS=30',
    'LC_ALL=tr_TR.UTF-8',
    'LC_ALL=C',
  ];
  const others = [
    'TZ=Asia/Kolkata',
    'HOME=',
    'NODE_ENV=production',
    'OSSM_FED_TRACE=1',
    'NODE_NO_WARNINGS=1',
    'DEBUG=*',
  ];
  const files = { 'federation.yaml': 'clusters: 1\n' };
  const run = lines(
    ...[...variables, ...others].map((variable) => `env ${variable} ossm-fed synth`),
    'env -u PATH -u HOME "$(command -v ossm-fed)" --version',
    ...['', 'NO_COLOR=1 ', 'TERM=dumb '].flatMap((variable) =>
      ['synth', 'help synth', 'explain 503'].map(
        (command) =>
          `TERM=xterm ${variable} script -qec "stty cols 60 rows 20; ossm-fed ${command}" /dev/null </dev/null`,
      ),
    ),
  );
  const { stdout } = await expectSame({ files, run });
  expect(stdout).toContain('\u001b[');
});

test('files for other programs in the current directory are not read', async () => {
  const bad = "throw new Error('evil');";
  const files = {
    ...FILES,
    '.env': 'NO_COLOR=1\nKUBECONFIG=evil\nOSSM_FED_TRACE=1\n',
    'bunfig.toml': 'preload = ["./evil.ts"]\n',
    'evil.ts': bad,
    'package.json': '{ "type": "module", "imports": { "#x": "./evil.ts" }, "dependencies": { "yaml": "*" } }',
    'tsconfig.json': '{ "compilerOptions": { "paths": { "*": ["./evil.ts"] } } }',
    'node_modules/yaml/index.js': bad,
    'node_modules/.bin/x': bad,
  };
  await expectSame({ files, run: lines('ossm-fed synth', 'ossm-fed fetch', 'ossm-fed lint') });
});

/** Each is sent after two seconds, so all are tried at the same time. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2'] as const;

describe('signals end', () => {
  test('a command that waits for its input', async () => {
    const ended = await Promise.all(SIGNALS.map((signal) => expectSame({ run: ['lint', '-'], signal })));
    expect(ended).toMatchObject(SIGNALS.map((signal) => ({ code: null, signal })));
  });

  test('a command that waits for a cluster', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const config = kubeconfig({ west: { server: `http://127.0.0.1:${port}` } });
    const files = { ...SMALL, config };
    const run = ['status', '--allow-insecure', '--kubeconfig', 'config'];
    await Promise.all(SIGNALS.map((signal) => expectSame({ files, run, signal })));
    server.close();
  });
});
