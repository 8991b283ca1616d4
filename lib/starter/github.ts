import { printable } from '../issues/printable';
import type { StarterTool } from './model';

/**
 * The text of a GitHub workflow: each commit is checked, and every night the clusters.
 *
 * @param contexts the kubeconfig contexts of the clusters
 */
export function githubWorkflow({ version }: Pick<StarterTool, 'version'>, contexts: readonly string[]): string {
  return `name: federation

on:
  pull_request:
  push:
    branches: [main]
  schedule:
    - cron: '17 3 * * *'

permissions:
  contents: read

jobs:
  # The committed output is what the topology and the lock result in, and it has no mistakes.
  manifests:
    runs-on: ubuntu-latest
    steps:
${stepsBefore(version)}
      - run: ossm-fed synth --check
      - run: ossm-fed lint --strict --format github

  # Every night: the clusters still have the root certificates and addresses of the lock.
  clusters:
    if: github.event_name == 'schedule'
    runs-on: ubuntu-latest
    steps:
${stepsBefore(version)}
      - run: printf '%s' "$CLUSTERS" > "$RUNNER_TEMP/kubeconfig"
        env:
          # A kubeconfig with the contexts ${wordsOf(contexts.map(printable))} and the permissions of "ossm-fed fetch --print-rbac".
          CLUSTERS: \${{ secrets.KUBECONFIG }}
      - run: ossm-fed fetch --check --kubeconfig "$RUNNER_TEMP/kubeconfig"
`;
}

/** The steps that both jobs begin with. */
function stepsBefore(version: string): string {
  return `      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with: { node-version: 22 }
      - run: npm install --global ossm-fed@${version}`;
}

/** Names in a sentence: `west`, `west and east`, `rosa, aro and rog`. */
function wordsOf(names: readonly string[]): string {
  return [names.slice(0, -1).join(', '), ...names.slice(-1)].filter((part) => part !== '').join(' and ');
}
