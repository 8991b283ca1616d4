import manifest from '../../package.json';
import lock from '../../package-lock.json';

interface LockedPackage {
  readonly hasInstallScript?: boolean;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly resolved?: string;
  readonly link?: boolean;
}

const packages = Object.entries(lock.packages as { readonly [path: string]: LockedPackage });

/** Packages that may run a script when they are installed; each builds or checks the binary of a development tool. */
const ALLOWED = ['@parcel/watcher', '@swc/core', 'esbuild', 'fsevents', 'unrs-resolver'];

test('no other package than the allowed ones runs an install script', () => {
  const running = packages.filter(([, { hasInstallScript }]) => hasInstallScript);
  const names = running.map(([path]) => path.replace(/^.*node_modules\//, ''));
  expect(names.filter((name) => !ALLOWED.includes(name))).toEqual([]);
});

test('backport, whose install script writes to the home directory, is replaced by an empty package', () => {
  const found = packages.filter(([path]) => path.endsWith('node_modules/backport'));
  expect(found).toEqual([['node_modules/backport', { resolved: 'patches/backport', link: true }]]);
});

test('the command has no dependencies, and the library only optional peers', () => {
  expect(Object.keys(manifest).filter((key) => /dependencies/i.test(key))).toEqual([
    'peerDependencies',
    'peerDependenciesMeta',
    'devDependencies',
  ]);
  const peers = Object.keys(manifest.peerDependencies);
  expect(manifest.peerDependenciesMeta).toEqual(Object.fromEntries(peers.map((name) => [name, { optional: true }])));
  const production = packages.filter(([path, { dev, devOptional }]) => path !== '' && !dev && !devOptional);
  expect(production.map(([path]) => path)).toEqual(['node_modules/backport']);
});

test('the lock file names no registry', () => {
  expect(packages.filter(([, { resolved }]) => /^https?:/.test(resolved ?? '')).map(([path]) => path)).toEqual([]);
});
