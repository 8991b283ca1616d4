import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runExecPlugin } from '../../../lib/kube/node/exec-plugin';
import { inDirectoryFor } from '../../helpers/temporary';

const LIMIT = 20_000;

/** Runs a JavaScript text as the program that gives credentials. */
function run(script: string, exec: object = {}, milliseconds = LIMIT): ReturnType<typeof runExecPlugin> {
  const plugin = {
    apiVersion: 'client.authentication.k8s.io/v1',
    command: process.execPath,
    args: ['-e', script],
    ...exec,
  };
  const cluster = { server: 'https://x', 'certificate-authority-data': 'Q0E=', secret: 'no' };
  return runExecPlugin({ context: 'c', cluster, user: { exec: plugin } }, milliseconds);
}

/** A script that prints a credential. */
function printing(status: unknown, kind = 'ExecCredential'): string {
  return `console.log(${JSON.stringify(JSON.stringify({ kind, status }))})`;
}

test('gives the token, and a certificate with its key', async () => {
  expect(await run(printing({ token: 't' }))).toEqual({ value: { token: 't' } });
  const certificate = { clientCertificateData: 'CERT', clientKeyData: 'KEY' };
  expect(await run(printing(certificate))).toEqual({ value: { certificate: 'CERT', key: 'KEY' } });
});

test('tells the program what kubectl tells it, and its own variables', async () => {
  const script =
    'console.log(JSON.stringify({ kind: "ExecCredential", status: { token: process.env.KUBERNETES_EXEC_INFO + process.env.OWN } }))';
  const answer = await run(script, { provideClusterInfo: true, env: [{ name: 'OWN', value: '!' }, null, {}] });
  expect(answer).toEqual({
    value: {
      token: `${JSON.stringify({
        kind: 'ExecCredential',
        apiVersion: 'client.authentication.k8s.io/v1',
        spec: { interactive: false, cluster: { server: 'https://x', 'certificate-authority-data': 'Q0E=' } },
      })}!`,
    },
  });
});

test('gives the program no terminal and no input', async () => {
  const script =
    'process.stdin.on("data", () => {}).on("end", () => console.log(JSON.stringify({ kind: "ExecCredential", status: { token: "read" } })))';
  expect(await run(script)).toEqual({ value: { token: 'read' } });
});

test('runs no shell', async () => {
  const script = 'console.log(JSON.stringify({ kind: "ExecCredential", status: { token: process.argv[1] } }))';
  const answer = await run('', { args: ['-e', script, '$(echo x); `echo y`'] });
  expect(answer).toEqual({ value: { token: '$(echo x); `echo y`' } });
});

test('gives a value that no text can be made of as an empty one', async () => {
  const odd = { toString: [], valueOf: 1 };
  const script = `${printing({ token: 't' })}`;
  expect(await run('', { args: ['-e', script, odd], env: [{ name: odd, value: odd }] })).toEqual({
    value: { token: 't' },
  });
});

const PRINTED = 'its output is not an ExecCredential with a token or a certificate';

test.each<readonly [string, string, string]>([
  ['fails', 'console.error("SECRET"); process.exit(3)', 'exit code 3'],
  ['is killed', 'process.kill(process.pid, "SIGTERM")', 'killed by SIGTERM'],
  ['prints no JSON', 'console.log("SECRET {")', PRINTED],
  ['prints null', 'console.log("null")', PRINTED],
  ['prints another kind', printing({ token: 'SECRET' }, 'Secret'), PRINTED],
  ['prints no status', 'console.log(JSON.stringify({ kind: "ExecCredential", token: "SECRET" }))', PRINTED],
  ['prints a null status', printing(null), PRINTED],
  ['prints a certificate without its key', printing({ clientCertificateData: 'SECRET' }), PRINTED],
  ['prints a token that is no text', printing({ token: 7 }), PRINTED],
  ['prints nothing', '', PRINTED],
  [
    'prints too much',
    'for (;;) require("node:fs").writeSync(1, "SECRET".repeat(10000))',
    'its output has more than 1000000 bytes',
  ],
])('a program that %s is told, without what it printed', async (_, script, detail) => {
  expect(await run(script)).toEqual({ failure: { kind: 'plugin', detail } });
});

test('a program that does not end is ended', async () => {
  expect(await run('setInterval(() => {}, 1000)', {}, 100)).toEqual({
    failure: { kind: 'plugin', detail: 'timeout after 0.1 s' },
  });
});

/** A script that starts a program that waits, and prints its process id on a file; then it waits too, or ends. */
const STARTS_ANOTHER = `
  const child = require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: ["ignore", "inherit", "ignore"] });
  require("node:fs").writeFileSync(process.env.PID_FILE, String(child.pid));
`;

async function isGone(pid: number): Promise<boolean> {
  for (let i = 0; i < 100; i += 1) {
    try {
      process.kill(pid, 0);
      // A killed program stays until its parent, here the first process of the system, has read its exit code.
      if (/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) return true;
    } catch {
      return true;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
}

test.each([
  ['waits too', `${STARTS_ANOTHER} setInterval(() => {}, 1000)`],
  ['has ended before', `${STARTS_ANOTHER} child.unref()`],
])('a program that hangs is killed with what it started, if it %s', async (_, script) => {
  await inDirectoryFor({}, async (directory) => {
    const file = join(directory, 'pid');
    const answer = await run(script, { env: [{ name: 'PID_FILE', value: file }] }, 2000);
    expect(answer).toEqual({ failure: { kind: 'plugin', detail: 'timeout after 2 s' } });
    expect(await isGone(Number(readFileSync(file, 'utf8')))).toBe(true);
  });
});

test('no listener of the process stays behind', () => {
  expect(
    ['exit', 'SIGINT', 'SIGTERM'].map((event) => process.listeners(event as 'exit').map(({ name }) => name)),
  ).toEqual(Array(3).fill(expect.not.arrayContaining(['killAll', 'endBySignal'])));
});

test.each([
  ['is not there', { command: '/none/such' }, 'program not found'],
  ['may not be run', { command: __filename }, 'permission denied'],
  ['is not named', { command: undefined }, 'its command is missing'],
  ['has a name that is none', { command: 'a\0b' }, 'invalid command or arguments'],
  ['wants a terminal', { interactiveMode: 'Always' }, 'it requires a terminal'],
])('a program that %s is told', async (_, exec, detail) => {
  expect(await run('', exec)).toEqual({ failure: { kind: 'plugin', detail } });
});

test('no more than 16 programs run at a time', async () => {
  await inDirectoryFor({}, async (directory) => {
    const log = JSON.stringify(join(directory, 'log'));
    const note = (text: string) => `require("node:fs").appendFileSync(${log}, ${JSON.stringify(text)});`;
    const script = `${note('+')} setTimeout(() => { ${note('-')} ${printing({ token: 't' })} }, 300)`;
    await Promise.all(Array.from({ length: 20 }, () => run(script)));
    let [running, most] = [0, 0];
    for (const sign of readFileSync(join(directory, 'log'), 'utf8')) {
      running += sign === '+' ? 1 : -1;
      most = Math.max(most, running);
    }
    expect([running, most <= 16, most > 1]).toEqual([0, true, true]);
  });
});
