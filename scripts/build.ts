/** Builds what is installed: the command and the library, each as one file so that they start fast. */

import { chmodSync, rmSync } from 'node:fs';
import { buildSync } from 'esbuild';

rmSync('build', { recursive: true, force: true });
buildSync({
  entryPoints: { 'ossm-fed': 'lib/cli/bin.ts' },
  outdir: 'build',
  bundle: true,
  platform: 'node',
  target: 'node20',
  minify: true,
  // cdk8s tells plain objects by the names of their constructors.
  keepNames: true,
  legalComments: 'external',
  banner: { js: '#!/usr/bin/env node' },
});
chmodSync('build/ossm-fed.js', 0o755);
