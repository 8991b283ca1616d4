/** A platform for which there is a binary. */
export interface Target {
  /** The name, as `--only` accepts it. */
  readonly name: string;
  /** The system, as npm and Node.js name it. */
  readonly os: NodeJS.Platform;
  /** The processor, as npm and Node.js name it. */
  readonly cpu: NodeJS.Architecture;
  /** The npm package of its runtime. */
  readonly runtime: string;
  /** The file of the runtime in the package. */
  readonly program: string;
  /** The name of the platform for Bun. */
  readonly bun: string;
  /** The file name of the binary. */
  readonly file: string;
}

/** All platforms. Each of them can build the binaries of all others. */
export const TARGETS: readonly Target[] = [
  target('linux-x64', 'linux', 'x64', 'linux-x64'),
  target('linux-arm64', 'linux', 'arm64', 'linux-aarch64'),
  target('macos-arm64', 'darwin', 'arm64', 'darwin-aarch64'),
  target('windows-x64', 'win32', 'x64', 'windows-x64'),
];

function target(name: string, os: NodeJS.Platform, cpu: NodeJS.Architecture, bun: string): Target {
  const suffix = os === 'win32' ? '.exe' : '';
  return {
    name,
    os,
    cpu,
    runtime: `@oven/bun-${bun}`,
    program: `bin/bun${suffix}`,
    bun: `bun-${bun}`,
    file: `ossm-fed-${name}${suffix}`,
  };
}

/** The platform of this machine; undefined where there is no binary for it. */
export function ownTarget(): Target | undefined {
  return TARGETS.find(({ os, cpu }) => os === process.platform && cpu === process.arch);
}
