import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argoCdPlace, argoCdVersion, MODULE, redisPlace } from '../../scripts/argocd/assets';
import { type ProvidedArgoCd, provideArgoCd } from '../../scripts/argocd/provide-argocd';
import { cacheDirectory } from '../../scripts/envtest/assets';

/** A Go that builds a program that does nothing, and has the sources of Argo CD; each call is logged. */
const GO = `echo "go $1" >> "$LOG"
case "$1" in
  version) test -z "$OLD_GO" || { echo "go.mod requires go >= 1.25.5" >&2; exit 1; } ;;
  list) echo "$SOURCE" ;;
  build)
    test -z "$BROKEN" || { echo "no such module" >&2; exit 1; }
    while [ "$1" != "-o" ]; do shift; done
    printf '#!/bin/sh\\n' > "$2"
    chmod +x "$2" ;;
esac`;

/** An apt-get whose lists are missing until it updates them, and then has two packages. */
const APT_GET = `echo "apt-get $1" >> "$LOG"
case "$1" in
  update) touch "$LOG.updated" ;;
  install) test -e "$LOG.updated" || { echo "Unable to locate package redis-server" >&2; exit 100; }
    echo "Inst library (1.0)"; echo "Inst redis-server (7.0)"; echo "Conf redis-server (7.0)" ;;
  download) shift; for name; do touch "$name.deb"; done ;;
esac`;

/** A dpkg-deb that unpacks a program and a library. */
const DPKG_DEB = `mkdir -p "$3/usr/bin" "$3/usr/lib/x86_64-linux-gnu"
printf '#!/bin/sh\\necho "$LD_LIBRARY_PATH $*"\\n' > "$3/usr/bin/redis-server"
chmod +x "$3/usr/bin/redis-server"`;

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ossm-fed-test-'));
  const sources = {
    'crds/application-crd.yaml': 'crd',
    'crds/kustomization.yaml': '',
    'base/config/argocd-cm.yaml': 'cm',
  };
  for (const [path, text] of Object.entries(sources)) {
    mkdirSync(join(directory, 'source', 'manifests', path, '..'), { recursive: true });
    // As in the cache of Go modules.
    writeFileSync(join(directory, 'source', 'manifests', path), text, { mode: 0o444 });
  }
  addProgram('git');
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

function addProgram(name: string, script = ''): void {
  mkdirSync(join(directory, 'bin'), { recursive: true });
  const path = 'PATH=$PATH:/usr/bin:/bin';
  writeFileSync(join(directory, 'bin', name), `#!/bin/sh\n${path}\n${script}\n`);
  chmodSync(join(directory, 'bin', name), 0o755);
}

/** Only the programs of the test are found, and the cache is that of the test. */
function environment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const own = {
    XDG_CACHE_HOME: join(directory, 'cache'),
    LOG: join(directory, 'log'),
    SOURCE: join(directory, 'source'),
  };
  return { PATH: join(directory, 'bin'), ...own, ...more };
}

function provide(more: NodeJS.ProcessEnv = {}): Promise<ProvidedArgoCd> {
  return provideArgoCd(environment(more), () => undefined);
}

function calls(): readonly string[] {
  const log = join(directory, 'log');
  return existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n') : [];
}

const cache = (): string => cacheDirectory(environment());

test('Argo CD is built once, with the CRDs and settings of its version beside it', async () => {
  addProgram('go', GO);
  addProgram('redis-server');
  const argocd = join(argoCdPlace(cache()), 'argocd');
  const manifests = join(argoCdPlace(cache()), 'manifests');
  const found = { kind: 'found', assets: { argocd, manifests, redis: join(directory, 'bin', 'redis-server') } };
  expect(await provide()).toEqual(found);
  expect(readdirSync(manifests).sort()).toEqual(['application-crd.yaml', 'argocd-cm.yaml']);
  expect(await provide()).toEqual(found);
  expect(calls()).toEqual(['go version', 'go build', 'go list']);
  expect(readdirSync(cache())).toHaveLength(1);
});

describe('Redis', () => {
  beforeEach(() => {
    addProgram('go', GO);
    addProgram('dpkg-deb', DPKG_DEB);
  });

  test('is unpacked with its libraries where it is not on the PATH', async () => {
    addProgram('apt-get', APT_GET);
    const redis = join(redisPlace(cache()), 'redis-server');
    expect(await provide()).toMatchObject({ kind: 'found', assets: { redis } });
    const asked = calls().filter((call) => call.startsWith('apt-get'));
    expect(asked).toEqual(['install', 'update', 'install', 'download'].map((word) => `apt-get ${word}`));
    const env = { PATH: '/usr/bin:/bin' };
    const { stdout } = spawnSync(redis, ['--port', '1'], { env, encoding: 'utf8' });
    expect(stdout).toBe(`${join(redisPlace(cache()), 'usr/lib/x86_64-linux-gnu')} --port 1\n`);
    expect(await provide()).toMatchObject({ kind: 'found' });
    expect(calls().filter((call) => call.startsWith('apt-get'))).toEqual(asked);
  });

  test('that cannot be had is named, and nothing is built', async () => {
    addProgram('apt-get', 'echo "no such package" >&2; exit 100');
    const message = 'redis-server is not on the PATH and cannot be unpacked: no such package';
    expect(await provide()).toEqual({ kind: 'impossible', message });
    expect(calls()).toEqual([]);
    expect(readdirSync(cache())).toEqual([]);
  });
});

describe('Argo CD', () => {
  beforeEach(() => addProgram('redis-server'));

  test.each([
    ['no Go', () => undefined],
    ['a Go that is too old', () => addProgram('go', GO)],
  ])('cannot be had with %s', async (_, prepare) => {
    prepare();
    const message = expect.stringContaining('argocd is not in the cache and cannot be built: ');
    expect(await provide({ OLD_GO: 'yes' })).toEqual({ kind: 'impossible', message });
    expect(readdirSync(cache())).toEqual([]);
  });

  test('cannot be had without git', async () => {
    rmSync(join(directory, 'bin', 'git'));
    expect(await provide()).toEqual({ kind: 'impossible', message: 'git is not on this machine' });
  });

  test('that cannot be built is a failure, and leaves nothing', async () => {
    addProgram('go', GO);
    const message = 'Argo CD cannot be built: no such module';
    expect(await provide({ BROKEN: 'yes' })).toEqual({ kind: 'failed', message });
    expect(readdirSync(cache())).toEqual([]);
  });
});

test('the version is that of the Go module', () => {
  expect(argoCdVersion()).toMatch(/^3\.\d+\.\d+$/);
  expect(readFileSync(join(MODULE, 'go.mod'), 'utf8')).toContain(`github.com/argoproj/argo-cd/v3 v${argoCdVersion()}`);
});
