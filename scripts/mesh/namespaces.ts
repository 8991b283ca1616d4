import { runProgram } from '../envtest/run-program';

/** The arguments of unshare for namespaces in which all processes end with the first one. */
export const NAMESPACES = ['--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'] as const;

/** What must work in the namespaces. */
const TRIAL = `
ip link set lo up
ip link add trial type bridge
ip link add trial-a type veth peer name trial-b
mount -t tmpfs none /run
ip netns add trial
setpriv --reuid 1337 --regid 1337 --clear-groups true
`;

/** Why networks cannot be made on this machine, and what to install; undefined if they can. */
export async function namespaceProblem(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return 'they require root on Linux';
  const args = [...NAMESPACES, 'sh', '-e', '-c', TRIAL];
  const tried = await runProgram('unshare', args, { env, directory: '.', timeout: 60_000 });
  if (tried.ok) return undefined;
  return `this machine makes no networks for pods: ${tried.problem}; they require "unshare" and "setpriv" of util-linux, "ip" of iproute2, and a kernel with bridges`;
}
