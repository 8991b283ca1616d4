/**
 * Prints the directory with etcd, kube-apiserver and kubectl, after providing them where they are not there yet.
 *
 * Usage: export KUBEBUILDER_ASSETS=$(npx tsx scripts/envtest/provide.ts)
 */
import { provideAssets } from './provide-assets';

async function main(): Promise<void> {
  const provided = await provideAssets(process.env, (line) => console.error(`envtest: ${line}`));
  if (provided.kind === 'found') {
    console.log(provided.directory);
    return;
  }
  console.error(`envtest: ${provided.message}`);
  process.exitCode = 1;
}

// Leaving this way runs what is registered for the exit, which ends the builds and removes what they left.
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));
void main();
