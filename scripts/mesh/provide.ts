/**
 * Provides Istio, Envoy and iptables where they are not there yet, and prints where they are.
 *
 * Usage: npx tsx scripts/mesh/provide.ts
 */
import { provideMesh } from './provide-mesh';

async function main(): Promise<void> {
  const provided = await provideMesh(process.env, (line) => console.error(`mesh: ${line}`));
  if (provided.kind === 'found') {
    console.log(Object.values(provided.assets).join('\n'));
    return;
  }
  console.error(`mesh: ${provided.message}`);
  process.exitCode = 1;
}

process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));
void main();
