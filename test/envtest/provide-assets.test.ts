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
import { cacheDirectory, cachedAssets, missingPrograms, pinnedVersions } from '../../scripts/envtest/assets';
import { type Provided, provideAssets } from '../../scripts/envtest/provide-assets';

/** A Go that can tell its version, and builds a program that does nothing; each call is logged. */
const GO = `echo "go $1" >> "$LOG"
case "$1" in version) exit 0 ;; build) ;; *) exit 1 ;; esac
while [ "$1" != "-o" ]; do shift; done
case "$2" in */$BROKEN) echo "no such module" >&2; exit 1 ;; esac
printf '#!/bin/sh\\n' > "$2"
chmod +x "$2"`;

/** A setup-envtest that brings the programs at once. */
const SETUP_ENVTEST = `echo "setup-envtest $*" >> "$LOG"
while [ "$1" != "--bin-dir" ]; do shift; done
mkdir -p "$2/k8s"
for program in etcd kube-apiserver kubectl; do printf '#!/bin/sh\\n' > "$2/k8s/$program"; chmod +x "$2/k8s/$program"; done
echo "$2/k8s"`;

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ossm-fed-test-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

function addProgram(folder: string, name: string, script = ''): void {
  mkdirSync(join(directory, folder), { recursive: true });
  writeFileSync(join(directory, folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(directory, folder, name), 0o755);
}

/** Where programs of the machine are found, but the cache is that of the test. */
function environment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const path = [join(directory, 'bin'), '/usr/bin', '/bin'].join(':');
  const own = { XDG_CACHE_HOME: join(directory, 'cache'), LOG: join(directory, 'log'), BROKEN: 'none' };
  return { PATH: path, ...own, ...more };
}

function provide(more: NodeJS.ProcessEnv = {}): Promise<Provided> {
  return provideAssets(environment(more), () => undefined);
}

function calls(): readonly string[] {
  const log = join(directory, 'log');
  return existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n') : [];
}

function place(): string {
  return cachedAssets(cacheDirectory(environment()), pinnedVersions());
}

function inCache(): readonly string[] {
  return readdirSync(cacheDirectory(environment())).map((name) => join(cacheDirectory(environment()), name));
}

describe('KUBEBUILDER_ASSETS', () => {
  test('is used as it is', async () => {
    for (const program of ['etcd', 'kube-apiserver', 'kubectl']) addProgram('assets', program);
    const stated = join(directory, 'assets');
    expect(await provide({ KUBEBUILDER_ASSETS: stated })).toEqual({ kind: 'found', directory: stated });
  });

  test('is refused where programs are missing, even if they could be built', async () => {
    addProgram('bin', 'go', GO);
    addProgram('assets', 'etcd');
    const message = `KUBEBUILDER_ASSETS names ${join(directory, 'assets')}, which has no kube-apiserver, no kubectl`;
    expect(await provide({ KUBEBUILDER_ASSETS: join(directory, 'assets') })).toEqual({ kind: 'failed', message });
    expect(calls()).toEqual([]);
  });
});

test('without the programs and without Go there is no way', async () => {
  const provided = await provide({ PATH: join(directory, 'bin') });
  expect(provided).toMatchObject({ kind: 'impossible', message: expect.stringContaining('install Go') });
});

test('setup-envtest is asked for the minor version, and Go builds nothing then', async () => {
  addProgram('bin', 'go', GO);
  addProgram('bin', 'setup-envtest', SETUP_ENVTEST);
  expect(await provide()).toEqual({ kind: 'found', directory: place() });
  expect(missingPrograms(place())).toEqual([]);
  expect(readdirSync(place()).sort()).toEqual(['etcd', 'kube-apiserver', 'kubectl']);
  expect(calls()[1]).toMatch(/^setup-envtest use \d+\.\d+\.x /);
  expect(calls()).toHaveLength(2);
});

describe('a build with Go', () => {
  beforeEach(() => addProgram('bin', 'go', GO));

  test('happens once', async () => {
    expect(await provide()).toEqual({ kind: 'found', directory: place() });
    expect(calls()).toEqual(['go version', 'go run', 'go build', 'go build', 'go build']);
    expect(await provide()).toEqual({ kind: 'found', directory: place() });
    expect(calls()).toHaveLength(5);
    expect(inCache()).toEqual([place()]);
  });

  test('that fails is told, and leaves nothing', async () => {
    const message = 'kubectl cannot be built: no such module';
    expect(await provide({ BROKEN: 'kubectl' })).toEqual({ kind: 'failed', message });
    expect(inCache()).toEqual([]);
  });

  test('may happen twice at once', async () => {
    const script = join(__dirname, '..', '..', 'scripts', 'envtest', 'provide.ts');
    const tsx = join(__dirname, '..', '..', 'node_modules', 'tsx', 'dist', 'cli.mjs');
    const both = `"${process.execPath}" "${tsx}" "${script}"`;
    const { stdout, stderr } = spawnSync('/bin/sh', ['-c', `${both} & ${both}; wait`], {
      env: environment(),
      encoding: 'utf8',
    });
    expect(stdout).toBe(`${place()}\n${place()}\n`);
    expect(stderr).not.toMatch(/cannot be built|Error/);
    expect(inCache()).toEqual([place()]);
  });

  test('removes what one left that was killed, and not what one is at', async () => {
    const dead = spawnSync('/bin/sh', ['-c', 'echo $$'], { encoding: 'utf8' }).stdout.trim();
    const cache = cacheDirectory(environment());
    mkdirSync(join(cache, `.unfinished-${dead}-abc`), { recursive: true });
    mkdirSync(join(cache, '.unfinished-1-abc'));
    await provide();
    expect([...inCache()].sort()).toEqual([join(cache, '.unfinished-1-abc'), place()]);
  });

  test('takes the place of programs that are not complete', async () => {
    mkdirSync(place(), { recursive: true });
    writeFileSync(join(place(), 'etcd'), '');
    expect(await provide()).toEqual({ kind: 'found', directory: place() });
    expect(missingPrograms(place())).toEqual([]);
  });
});

test('the versions are those of the Go module', () => {
  const { kubernetes, etcd } = pinnedVersions();
  expect([kubernetes, etcd]).toEqual([expect.stringMatching(/^1\.\d+\.\d+$/), expect.stringMatching(/^3\.\d+\.\d+$/)]);
  const text = readFileSync(join(__dirname, '..', '..', 'scripts', 'envtest', 'module', 'go.mod'), 'utf8');
  const replaced = [...text.matchAll(/^\t(k8s\.io\/\S+) => \1 v(\S+)$/gm)];
  expect(replaced.length).toBeGreaterThan(25);
  expect([...new Set(replaced.map(([, , version]) => version))]).toEqual([kubernetes.replace(/^1/, '0')]);
});
