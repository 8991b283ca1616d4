import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unpackDebian } from '../envtest/debian';
import { runProgram } from '../envtest/run-program';
import { REDIS } from './assets';

/** Runs the unpacked program with the libraries that were unpacked with it. */
const WRAPPER = `#!/bin/sh
here=\${0%/*}
LD_LIBRARY_PATH=$(echo "$here"/usr/lib/*-linux-gnu) exec "$here/usr/bin/${REDIS}" "$@"
`;

/** Unpacks the Debian package of Redis. Returns an error message, undefined on success. */
export async function unpackRedis(directory: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const problem = await unpackDebian(REDIS, directory, env);
  if (problem !== undefined) return problem;
  writeFileSync(join(directory, REDIS), WRAPPER, { mode: 0o755 });
  const tried = await runProgram(join(directory, REDIS), ['--version'], { env, directory, timeout: 60_000 });
  return tried.ok ? undefined : tried.problem;
}
