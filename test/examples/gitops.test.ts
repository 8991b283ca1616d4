import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { runCommand } from '../helpers/command';
import { outputOf, ROOT } from '../helpers/examples';
import { compareFiles } from '../helpers/golden';
import { readFiles } from '../helpers/synthesize';

const EXAMPLE = join(ROOT, 'examples', 'gitops');

interface Workflow {
  readonly jobs: { readonly [job: string]: { readonly steps: readonly { readonly run?: string }[] } };
}

/** The commands of ossm-fed in the workflow of the example. */
function workflowCommands(): readonly string[] {
  const text = readFileSync(join(EXAMPLE, '.github', 'workflows', 'federation.yaml'), 'utf8');
  const { jobs } = parse(text) as Workflow;
  const runs = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run = '' }) => run));
  return runs.filter((run) => run.startsWith('ossm-fed '));
}

/** The exit code of a command in the directory of the example. */
function codeOf(command: string): number {
  const before = process.cwd();
  process.chdir(EXAMPLE);
  try {
    const args = command.replace('"$RUNNER_TEMP/kubeconfig"', 'no-kubeconfig').split(' ').slice(1);
    return runCommand(args).code;
  } finally {
    process.chdir(before);
  }
}

test('the output in the repository of the example is what the topology and the lock result in', () => {
  expect(compareFiles(outputOf('gitops'), readFiles(join(EXAMPLE, 'dist')))).toBe('');
  expect([...outputOf('gitops').values()].join('\n')).not.toMatch(/incomplete|hook: Skip/);
});

test('the checks of its workflow pass in the repository', () => {
  const [synth, lint, fetch, ...others] = workflowCommands();
  expect([synth, lint]).toEqual(['ossm-fed synth --check', 'ossm-fed lint --strict --format github']);
  expect([synth, lint].map((command) => codeOf(command ?? ''))).toEqual([0, 0]);
  expect([fetch, others]).toEqual(['ossm-fed fetch --check --kubeconfig "$RUNNER_TEMP/kubeconfig"', []]);
});
