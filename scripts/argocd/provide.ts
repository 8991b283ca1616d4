/**
 * Provides Argo CD and Redis where they are not there yet, and prints the paths of the programs.
 *
 * Usage: npx tsx scripts/argocd/provide.ts
 */
import { provideArgoCd } from './provide-argocd';

async function main(): Promise<void> {
  const provided = await provideArgoCd(process.env, (line) => console.error(`argocd: ${line}`));
  if (provided.kind === 'found') {
    console.log(`${provided.assets.argocd}\n${provided.assets.redis}`);
    return;
  }
  console.error(`argocd: ${provided.message}`);
  process.exitCode = 1;
}

process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));
void main();
