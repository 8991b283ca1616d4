import { resolve } from 'node:path';
import type { Plugin } from 'esbuild';

/** The project uses only the export `k8s` of cdk8s-plus-27; programs would load the rest at each start. */
export const onlyK8s: Plugin = {
  name: 'only-k8s',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^cdk8s-plus-27$/ }, () => ({ path: 'k8s', namespace: 'only-k8s' }));
    onLoad({ filter: /.*/, namespace: 'only-k8s' }, () => ({
      contents: "exports.k8s = require('cdk8s-plus-27/lib/imports/k8s');",
      resolveDir: resolve('.'),
    }));
  },
};
