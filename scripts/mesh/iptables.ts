import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unpackDebian } from '../envtest/debian';
import { runProgram } from '../envtest/run-program';
import { IPTABLES } from './assets';

/** The names under which pilot-agent looks for iptables. */
const NAMES = [...IPTABLES, ...IPTABLES.map((name) => name.replace('iptables', 'ip6tables'))];

/** Unpacks the Debian package of iptables. Returns an error message, undefined on success. */
export async function unpackIptables(directory: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const problem = await unpackDebian('iptables', directory, env);
  if (problem !== undefined) return problem;
  for (const name of NAMES) writeFileSync(join(directory, name), wrapper(name), { mode: 0o755 });
  const [program] = IPTABLES;
  const tried = await runProgram(join(directory, program), ['--version'], { env, directory, timeout: 60_000 });
  return tried.ok ? undefined : tried.problem;
}

/** Runs the unpacked program with the libraries and extensions that were unpacked with it. */
function wrapper(name: string): string {
  return `#!/bin/sh
here=\${0%/*}
libraries=$(echo "$here"/usr/lib/*-linux-gnu)
export LD_LIBRARY_PATH="$libraries" XTABLES_LIBDIR="$libraries/xtables"
exec "$here/usr/sbin/xtables-nft-multi" ${name} "$@"
`;
}
