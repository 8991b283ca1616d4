import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { join } from 'node:path';
import type { FetchReport } from '../../lib/workflows/reports/shape';
import { BuiltCommand } from '../helpers/built-command';
import { type Answers, FakeApi, loadBalancer, NOT_FOUND, rootConfigMap, type TlsFiles } from '../helpers/fake-api';
import { type FakeContext, kubeconfig } from '../helpers/kubeconfig';
import { makeCertificate } from '../helpers/make-certificate';
import { hasOpenssl } from '../helpers/openssl';
import type { Ended } from '../helpers/program';
import { type FileTexts, inDirectory, inDirectoryFor } from '../helpers/temporary';

jest.setTimeout(120_000);

let command: BuiltCommand;
const servers: FakeApi[] = [];
beforeAll(() => {
  command = new BuiltCommand();
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});
afterAll(() => command.remove());

/** Whatever of this comes out somewhere is a leak. */
const SECRET = 'hunter2';
const HUB = 'hub';

function peeringOf(name: string): string {
  return `  - { between: [${HUB}, ${name}], sides: { ${HUB}: { ingress: { addresses: [${name}.hub.example.org] } } } }\n`;
}

/** A topology in which each cluster peers with a hub that nobody reads, as all that is known of it is stated. */
function topology(clusters: readonly string[]): string {
  const meshes = clusters.map((name) => `  ${name}: {}\n`);
  return `clusters:\n  ${HUB}: {}\n${meshes.join('')}meshes:
  ${HUB}: { rootCertificate: { file: hub.pem } }
${meshes.join('')}peerings:\n${clusters.map(peeringOf).join('')}`;
}

/** What a healthy cluster answers for its mesh of the same name. */
function healthy(name: string): Answers {
  return {
    [`/api/v1/namespaces/${name}/configmaps/istio-ca-root-cert`]: rootConfigMap(
      makeCertificate({ organization: `${name}.local` }),
    ),
    [`/api/v1/namespaces/${name}/services/hub-ingress`]: loadBalancer({ hostname: `${name}.example.org` }),
  };
}

async function serve(answers: Answers, tls?: TlsFiles): Promise<FakeApi> {
  const api = await FakeApi.start(answers, tls);
  servers.push(api);
  return api;
}

async function serveTcp(use: (socket: Socket) => void): Promise<FakeApi> {
  const api = await FakeApi.startTcp(use);
  servers.push(api);
  return api;
}

/** What a run did, with the lock that it left. */
interface Run extends Ended {
  readonly lock: string | undefined;
}

/** Runs `fetch` on a topology of the clusters that the kubeconfig has contexts for, and of further ones. */
async function fetch(
  contexts: { readonly [name: string]: FakeContext },
  flags: readonly string[] = [],
  {
    further = [],
    files = {},
    env = {},
  }: { readonly further?: readonly string[]; readonly files?: FileTexts; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Run> {
  let run: Run | undefined;
  const config = kubeconfig(contexts);
  const own = {
    'federation.yaml': topology([...Object.keys(contexts), ...further]),
    'hub.pem': makeCertificate({ organization: 'hub.local' }),
    config,
  };
  await inDirectoryFor({ ...own, ...files }, async (directory) => {
    const environment = { KUBECONFIG: join(directory, 'config'), ...env };
    // Most servers are http; that this is a warning has a test of its own.
    const ended = await command.start(['fetch', '--allow-insecure', ...flags], directory, environment).ended;
    const stderr = ended.stderr.replace(/^.*: warning GET014: .*\n {2}fix: .*\n/gm, '');
    const lock = join(directory, 'federation.lock.yaml');
    run = { ...ended, stderr, lock: existsSync(lock) ? readFileSync(lock, 'utf8') : undefined };
    expect(readFileSync(join(directory, 'config'), 'utf8')).toBe(config);
  });
  if (run === undefined) throw new Error('it did not run');
  return run;
}

/** A program for credentials that runs a JavaScript text. */
function exec(script: string): object {
  return { exec: { apiVersion: 'client.authentication.k8s.io/v1', command: process.execPath, args: ['-e', script] } };
}

function credential(status: object): string {
  return `console.log(${JSON.stringify(JSON.stringify({ kind: 'ExecCredential', status }))})`;
}

describe('clusters that answer', () => {
  test('are read as the users of their contexts, whatever the current context is', async () => {
    const users: { readonly [name: string]: readonly [object, string] } = {
      token: [{ token: 't1' }, 'Bearer t1'],
      file: [{ tokenFile: 'token.txt' }, 'Bearer t2'],
      basic: [{ username: 'ann', password: 'pw' }, `Basic ${Buffer.from('ann:pw').toString('base64')}`],
      program: [exec(credential({ token: 't3' })), 'Bearer t3'],
    };
    const apis = new Map<string, FakeApi>();
    for (const name of Object.keys(users)) apis.set(name, await serve(healthy(name)));
    const contexts = Object.fromEntries(
      Object.entries(users).map(([name, [user]]) => [name, { server: apis.get(name)?.url ?? '', user }]),
    );
    const { code, stdout, stderr, lock } = await fetch(contexts, [], { files: { 'token.txt': 't2\n' } });
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^basic: root certificate .* is new\nbasic: address of gateway hub-ingress is basic\.example\.org\n/,
    );
    expect(stdout).toMatch(/\nfederation\.lock\.yaml: 8 facts read from 4 clusters, 8 changes written\n/);
    expect(stderr.trim().split('\n').sort()).toEqual(
      ['basic', 'file', 'program', 'token'].map((name) => `${name}: 2 of 2 read`),
    );
    for (const [name, [, authorization]] of Object.entries(users)) {
      const api = apis.get(name);
      expect(api?.headers.map((headers) => headers.authorization)).toEqual([
        authorization,
        authorization,
        authorization,
      ]);
      expect(api?.requests).toEqual([
        'GET /api/v1/namespaces/kube-system',
        `GET /api/v1/namespaces/${name}/configmaps/istio-ca-root-cert`,
        `GET /api/v1/namespaces/${name}/services/hub-ingress`,
      ]);
      expect(lock).toContain(`${name}.example.org`);
    }
  });

  test('may stand in several files of KUBECONFIG, of which one is not there', async () => {
    const [a, b] = [await serve(healthy('a')), await serve(healthy('b'))];
    const env = { KUBECONFIG: 'config:none:more/config' };
    const files = {
      'more/config': kubeconfig({ b: { server: b.url, user: { tokenFile: 'token' } } }),
      'more/token': 't',
    };
    const { code, lock } = await fetch({ a: { server: a.url } }, [], { further: ['b'], files, env });
    expect(code).toBe(0);
    expect(lock).toContain('b.example.org');
    expect(b.headers[0]?.authorization).toBe('Bearer t');
  });

  test('may stand behind a path and behind a proxy', async () => {
    const under = Object.fromEntries(Object.entries(healthy('a')).map(([path, answer]) => [`/k8s/c-1${path}`, answer]));
    const [a, b] = [await serve(under), await serve(healthy('b'))];
    const tunnels: string[] = [];
    const proxy = createServer().on('connect', (request, socket: Socket) => {
      tunnels.push(request.url ?? '');
      const [host, port] = (request.url ?? '').split(':');
      const onward = connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        onward.pipe(socket).pipe(onward);
      });
      onward.on('error', () => socket.destroy());
      socket.on('error', () => onward.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const through = `http://ann:${SECRET}@127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const run = await fetch({
      a: { server: `${a.url}/k8s/c-1/` },
      b: { server: b.url, cluster: { 'insecure-skip-tls-verify': true, 'proxy-url': through } },
    });
    proxy.close();
    expect([run.code, tunnels.length > 0]).toEqual([0, true]);
    expect(run.stdout + run.stderr + run.lock).not.toContain(SECRET);
  });

  test('are 300 without more than 64 connections at a time', async () => {
    const names = Array.from({ length: 300 }, (_, i) => `c${String(i).padStart(3, '0')}`);
    const apis = await Promise.all([0, 1, 2].map(() => serve({ ...Object.assign({}, ...names.map(healthy)) })));
    const contexts = Object.fromEntries(names.map((name, i) => [name, { server: apis[i % 3]?.url ?? '' }]));
    const { code, stdout } = await fetch(contexts);
    expect(code).toBe(0);
    expect(stdout).toMatch(/: 600 facts read from 300 clusters, 600 changes written\n/);
    expect(apis.reduce((sum, { most }) => sum + most, 0)).toBeLessThanOrEqual(64);
  });

  test('give one JSON document and nothing else with --format json', async () => {
    const [a, b] = [await serve(healthy('a')), await serve({})];
    const { code, stdout, stderr } = await fetch({ a: { server: a.url }, b: { server: b.url } }, ['--format', 'json']);
    expect([code, stderr]).toEqual([1, '']);
    const { problems, changes, summary } = JSON.parse(stdout) as FetchReport;
    expect(problems.map(({ code, cluster, path }) => `${code} ${cluster} ${path}`)).toEqual([
      'GET014 a a',
      'GET014 b b',
      'GET009 b b/ConfigMap/b/istio-ca-root-cert',
      'GET009 b b/Service/b/hub-ingress',
    ]);
    expect(changes).toHaveLength(2);
    expect(summary).toEqual({
      lock: 'federation.lock.yaml',
      clusters: 2,
      read: 2,
      unread: 2,
      check: false,
      written: true,
    });
  });
});

describe('a comparison', () => {
  test('exits with 1 on drift, with 0 without, and writes nothing', async () => {
    const files = { 'federation.lock.yaml': '' };
    const api = await serve(healthy('a'));
    const contexts = { a: { server: api.url } };
    const first = await fetch(contexts);
    files['federation.lock.yaml'] = first.lock ?? '';
    const same = await fetch(contexts, ['--check'], { files });
    expect([same.code, same.stdout]).toEqual([0, 'federation.lock.yaml: 2 facts read from 1 cluster, no difference\n']);
    const moved = await serve({
      ...healthy('a'),
      '/api/v1/namespaces/a/services/hub-ingress': loadBalancer({ ip: '192.0.2.9' }),
    });
    const drift = await fetch({ a: { server: moved.url } }, ['--check'], { files });
    expect([drift.code, drift.lock]).toEqual([1, first.lock]);
    expect(drift.stdout).toContain('a: address of gateway hub-ingress was a.example.org, is 192.0.2.9\n');
    expect(drift.stdout).toMatch(/, 3 differences; nothing was written\n$/);
  });
});

describe('clusters that fail', () => {
  const echo = (status: number) => ({
    '*': (request: { readonly headers: { readonly authorization?: string } }) => ({
      status,
      headers: { 'x-echo': request.headers.authorization ?? '' },
      body: { kind: 'Status', message: `${request.headers.authorization} ${SECRET}`, reason: SECRET },
    }),
  });
  const token = { token: SECRET };

  test('are each told with what to do, keep no other from being read, and let nothing secret out', async () => {
    const good = await serve(healthy('good'));
    const gone = await FakeApi.start({});
    await gone.stop();
    const key = `/api/v1/namespaces/empty/configmaps/istio-ca-root-cert`;
    const apis = {
      hangs: await serveTcp(() => undefined),
      closes: await serveTcp((socket) => socket.destroy()),
      expired: await serve(echo(401)),
      forbidden: await serve(echo(403)),
      broken: await serve(echo(500)),
      page: await serve({ '*': { body: `<html>${SECRET}</html>` } }),
      redirect: await serve({
        '*': { status: 302, headers: { location: `http://ann:${SECRET}@127.0.0.1/` }, body: '' },
      }),
      empty: await serve({ ...healthy('empty'), [key]: rootConfigMap('') }),
      nulls: await serve({
        ...healthy('nulls'),
        '/api/v1/namespaces/nulls/services/hub-ingress': loadBalancer({ ip: null }),
      }),
      missing: await serve({ '*': NOT_FOUND }),
    };
    const contexts: { [name: string]: FakeContext } = {
      good: { server: good.url, user: token },
      gone: { server: gone.url, user: token },
      ...Object.fromEntries(Object.entries(apis).map(([name, { url }]) => [name, { server: url, user: token }])),
      notls: { server: good.url, cluster: {}, user: token },
      nouser: { server: good.url, user: { tokenFile: `none-${'x'}` } },
      inurl: { server: good.url.replace('//', `//ann:${SECRET}@`) },
      badcert: {
        server: 'https://127.0.0.1:1',
        user: {
          'client-certificate-data': Buffer.from(SECRET).toString('base64'),
          'client-key-data': Buffer.from(SECRET).toString('base64'),
        },
      },
      stderr: { server: good.url, user: exec(`console.error('${SECRET}'); process.exit(1)`) },
      stdout: { server: good.url, user: exec(`console.log('${SECRET}')`) },
      password: { server: apis.expired.url, user: { username: 'ann', password: SECRET } },
      hangproxy: {
        server: good.url,
        cluster: { 'insecure-skip-tls-verify': true, 'proxy-url': apis.hangs.url },
      },
      badproxy: {
        server: good.url,
        cluster: { 'insecure-skip-tls-verify': true, 'proxy-url': `ftp://ann:${SECRET}@x` },
      },
    };
    const { code, stdout, stderr, lock } = await fetch(contexts, [], { further: ['goodd'] });
    const told = [...stderr.matchAll(/^(\S+): error (\w+):/gm)].map(([, place, issue]) => `${issue} ${place}`);
    expect(told.sort()).toEqual([
      'GET001 goodd/goodd',
      'GET002 badproxy/badproxy',
      'GET002 inurl/inurl',
      'GET002 notls/notls',
      'GET002 nouser/nouser',
      'GET003 stderr/stderr',
      'GET003 stdout/stdout',
      'GET004 closes/closes',
      'GET004 gone/gone',
      'GET005 hangproxy/hangproxy',
      'GET005 hangs/hangs',
      'GET006 badcert/badcert',
      'GET007 expired/expired',
      'GET007 password/password',
      'GET008 forbidden/ConfigMap/forbidden/istio-ca-root-cert',
      'GET008 forbidden/Service/forbidden/hub-ingress',
      'GET009 missing/ConfigMap/missing/istio-ca-root-cert',
      'GET009 missing/Service/missing/hub-ingress',
      'GET010 broken/broken',
      'GET011 page/page',
      'GET011 redirect/redirect',
      'GET012 empty/ConfigMap/empty/istio-ca-root-cert',
      'GET012 nulls/Service/nulls/hub-ingress',
    ]);
    expect(stderr).toContain('write "context: good" for the cluster "goodd"');
    expect([code, stdout.split('\n').at(-3)]).toEqual([
      3,
      'federation.lock.yaml: 4 of 44 facts read from 22 clusters, 4 changes written',
    ]);
    expect(lock?.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
    const base64 = Buffer.from(SECRET).toString('base64').replace(/=+$/, '');
    for (const text of [stdout, stderr, lock ?? '']) {
      expect(text).not.toContain(SECRET);
      expect(text).not.toContain(base64);
      expect(text).not.toMatch(/^\s+at .*:\d+/m);
    }
  });

  test.each(['http', 'https'])(
    'are not read over %s without TLS verification, unless it is allowed',
    async (scheme) => {
      const api = await serve(healthy('a'));
      const server = scheme === 'http' ? api.url : 'https://127.0.0.1:1';
      const marker = { ...exec(`require('node:fs').writeFileSync('started', '')`) };
      const files = {
        'federation.yaml': topology(['a']),
        'hub.pem': makeCertificate({ organization: 'hub.local' }),
        config: kubeconfig({ a: { server, user: scheme === 'http' ? token : marker } }),
      };
      await inDirectoryFor(files, async (directory) => {
        const run = (...flags: readonly string[]) =>
          command.start(['fetch', ...flags], directory, { KUBECONFIG: 'config' }).ended;
        const refused = await run();
        expect(refused.code).toBe(3);
        expect(refused.stderr).toMatch(
          scheme === 'http'
            ? /a\/a: error GET014: .*: its server is http, which sends credentials as clear text\n.*"--allow-insecure"/
            : /a\/a: error GET014: .*: it has "insecure-skip-tls-verify: true", so its server is not verified\n/,
        );
        expect([api.requests, existsSync(join(directory, 'started'))]).toEqual([[], false]);
        if (scheme === 'https') return;
        const allowed = await run('--allow-insecure');
        expect([allowed.code, api.requests.length]).toEqual([0, 3]);
        expect(allowed.stderr).toContain(
          'a: warning GET014: cluster "a" was read over an insecure connection: its server is http',
        );
      });
    },
  );

  test('as the kubeconfig is broken, let nothing out of it', async () => {
    const files = { config: `users:\n- name: x\n  user: { token: ${SECRET}: ${SECRET} }\n` };
    await inDirectoryFor(
      { 'federation.yaml': topology(['a']), 'hub.pem': makeCertificate(), ...files },
      async (directory) => {
        const { code, stdout, stderr } = await command.start(['fetch'], directory, { KUBECONFIG: 'config' }).ended;
        expect(code).toBe(3);
        expect(stderr).toMatch(/error GET002: .*config is not valid YAML/);
        expect(stdout + stderr).not.toContain(SECRET);
      },
    );
  });

  test('as there is no kubeconfig, are told', async () => {
    await inDirectoryFor({ 'federation.yaml': topology(['a']), 'hub.pem': makeCertificate() }, async (directory) => {
      const { code, stderr } = await command.start(['fetch'], directory).ended;
      expect([code, stderr]).toEqual([
        3,
        expect.stringMatching(
          /error GET001: .*no context "a"\n {2}fix: .*; the kubeconfig has no contexts; set KUBECONFIG or "--kubeconfig" if they are in another file\n/,
        ),
      ]);
    });
  });
});

test('--kubeconfig names another file than KUBECONFIG, and is quiet about progress with --quiet', async () => {
  const api = await serve(healthy('a'));
  const other = { other: kubeconfig({ a: { server: api.url } }) };
  const contexts = { a: { server: 'https://127.0.0.1:1' } };
  const run = await fetch(contexts, ['--kubeconfig', 'other', '--quiet'], { files: other });
  // The warning of an insecure connection is why the rest of the report is printed too.
  expect([run.code, run.stderr]).toEqual([0, '']);
  expect(run.lock).toContain('a.example.org');
  const failed = await fetch(contexts, ['--kubeconfig', 'none', '--quiet']);
  expect([failed.code, failed.stdout]).toEqual([3, expect.stringContaining('0 of 2 facts read')]);
  expect(failed.stderr).toMatch(/^a\/a: error GET002: .*cannot read \S+\/none \(ENOENT\)\n {2}fix: .*\n$/);
});

describe('waiting', () => {
  test('ends as soon as what was missing is there', async () => {
    let asked = 0;
    const whole = healthy('a');
    const key = '/api/v1/namespaces/a/configmaps/istio-ca-root-cert';
    const api = await serve({ ...whole, [key]: () => (asked++ === 0 ? NOT_FOUND : (whole[key] as object)) });
    const { code, stderr } = await fetch({ a: { server: api.url } }, ['--wait', '--timeout', '1h']);
    expect([code, asked]).toEqual([0, 2]);
    expect(stderr).toContain('waiting up to 1h for root certificates of mesh "a" on cluster "a" (not found)\n');
  });

  test('ends at the timeout', async () => {
    const api = await serve({});
    const { code, stderr } = await fetch({ a: { server: api.url } }, ['--wait', '--timeout', '1s']);
    expect(code).toBe(1);
    expect(stderr).toContain('or wait longer with "--timeout"');
  });

  test('ends at once with Ctrl-C, and leaves the lock as it was', async () => {
    const api = await serve({
      '/api/v1/namespaces/a/services/hub-ingress': healthy('a')['/api/v1/namespaces/a/services/hub-ingress'] ?? {},
    });
    const files = {
      'federation.yaml': topology(['a']),
      'hub.pem': makeCertificate({ organization: 'hub.local' }),
      'federation.lock.yaml': 'meshes: {}\n',
      config: kubeconfig({ a: { server: api.url } }),
    };
    await inDirectoryFor(files, async (directory) => {
      const { child, ended } = command.start(['fetch', '--wait', '--allow-insecure'], directory, {
        KUBECONFIG: 'config',
      });
      child.stderr?.on('data', (data: Buffer) => data.includes('waiting') && child.kill('SIGINT'));
      expect((await ended).code).toBeNull();
      expect(child.signalCode).toBe('SIGINT');
      expect(readFileSync(join(directory, 'federation.lock.yaml'), 'utf8')).toBe('meshes: {}\n');
    });
  });
});

/** A key and a certificate for 127.0.0.1 that signs itself. */
function makeTls(): TlsFiles {
  return inDirectory({}, (directory) => {
    const [cert, key] = [join(directory, 'cert.pem'), join(directory, 'key.pem')];
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    const names = ['-subj', '/CN=test', '-addext', 'subjectAltName=IP:127.0.0.1'];
    execFileSync('openssl', ['req', '-x509', ...curve, '-keyout', key, '-out', cert, '-days', '2', ...names], {
      stdio: 'ignore',
    });
    return { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
  });
}

(hasOpenssl() ? describe : describe.skip)('over TLS', () => {
  const base64 = (text: string) => Buffer.from(text).toString('base64');

  test('the CA of the kubeconfig is trusted and no other, and client certificates are shown', async () => {
    const [server, client] = [makeTls(), makeTls()];
    const options = { ...server, ca: client.cert, requestCert: true, rejectUnauthorized: true };
    const api = await serve({ ...healthy('stated'), ...healthy('program') }, options);
    const trusting = { 'certificate-authority-data': base64(server.cert) };
    const shown = { 'client-certificate-data': base64(client.cert), 'client-key-data': base64(client.key) };
    const program = exec(credential({ clientCertificateData: client.cert, clientKeyData: client.key }));
    const { code, stdout, stderr, lock } = await fetch({
      stated: { server: api.url, cluster: trusting, user: shown },
      program: { server: api.url, cluster: trusting, user: program },
      nobody: { server: api.url, cluster: trusting },
      wrongca: { server: api.url, cluster: { 'certificate-authority-data': base64(client.cert) }, user: shown },
      noca: { server: api.url, cluster: {}, user: shown },
      noca2: { server: api.url, cluster: {} },
    });
    expect(code).toBe(3);
    expect([lock?.includes('stated.example.org'), lock?.includes('program.example.org')]).toEqual([true, true]);
    const told = [...stderr.matchAll(/^(\S+): error (\w+): .* failed: \S+ (.*)$/gm)].map(
      ([, place, issue, why]) => `${place} ${issue} ${why}`,
    );
    const reason = 'has a (self-signed certificate|certificate signed by an unknown authority)';
    expect(told.sort()).toEqual([
      'nobody/nobody GET006 rejected the client certificate',
      expect.stringMatching(`^noca/noca GET006 ${reason}$`),
      expect.stringMatching(`^noca2/noca2 GET006 ${reason}$`),
      expect.stringMatching(`^wrongca/wrongca GET006 ${reason}$`),
    ]);
    for (const line of client.key.split('\n').filter((each) => each.length > 20))
      expect(stdout + stderr + lock).not.toContain(line);
  });
});
