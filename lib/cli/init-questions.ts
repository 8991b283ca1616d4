import { printable } from '../issues/printable';
import type { Choice, Prompts } from '../kube/prompts';
import { PLATFORMS, type Platform } from '../platforms';
import { DEFAULT_CLUSTERS, type StarterChoices, type StarterContext, starterOf } from '../starter/choices';
import { STARTER_EXAMPLES, type StarterCluster } from '../starter/model';
import { MESH_VERSIONS, starterProblem } from '../workflows/init';

/** What is known before anything is asked. */
export interface Asked {
  /** What options say. */
  readonly choices: StarterChoices;
  /** Whether an option says that Argo CD delivers the output. */
  readonly gitops: boolean;
  /** The contexts of the kubeconfig. */
  readonly contexts: readonly StarterContext[];
}

/** Asks for what options do not say. */
export async function askChoices({ choices, gitops, contexts }: Asked, prompts: Prompts): Promise<StarterChoices> {
  const source = await askSource(choices, contexts, prompts);
  const withClusters = source.example === undefined ? await askClusters(source, contexts, prompts) : source;
  const versioned = await askVersion(withClusters, prompts);
  const delivered = await askRepository(versioned, gitops, prompts);
  return askWorkflow(delivered, prompts);
}

async function askSource(
  choices: StarterChoices,
  contexts: readonly StarterContext[],
  prompts: Prompts,
): Promise<StarterChoices> {
  if (choices.example ?? choices.clusters ?? choices.contexts) return choices;
  const hasClusters = choices.platforms !== undefined || choices.meshes !== undefined;
  const sources: readonly Choice[] = [
    { value: 'names', label: 'clusters by their names' },
    ...(contexts.length > 0 ? [{ value: 'contexts', label: 'clusters of the kubeconfig' }] : []),
    ...(hasClusters ? [] : STARTER_EXAMPLES.map((value) => ({ value, label: `the example ${value}` }))),
  ];
  const source = await prompts.select('What does the topology start from?', sources, 'names');
  const example = STARTER_EXAMPLES.find((name) => name === source);
  if (example !== undefined) return { ...choices, example };
  return source === 'contexts'
    ? { ...choices, contexts: await prompts.several('Which contexts?', contexts.map(contextChoice)) }
    : { ...choices, clusters: await askNames(choices, prompts) };
}

function contextChoice({ name, host }: StarterContext): Choice {
  return { value: name, label: printable(name), ...(host !== undefined && { hint: printable(host) }) };
}

async function askNames(choices: StarterChoices, prompts: Prompts): Promise<readonly string[]> {
  const toNames = (answer: string) => answer.split(/[\s,]+/).filter((name) => name !== '');
  const answer = await prompts.text(
    'Names of the clusters, as the contexts of the kubeconfig',
    DEFAULT_CLUSTERS.join(', '),
    (text) => {
      const clusters = toNames(text);
      return clusters.length === 0 ? 'write at least one name' : problemOf({ ...choices, clusters });
    },
  );
  return toNames(answer);
}

/** Asks for the platform and the mesh of each cluster; what is guessed is the first answer. */
async function askClusters(
  choices: StarterChoices,
  contexts: readonly StarterContext[],
  prompts: Prompts,
): Promise<StarterChoices> {
  const { content } = starterOf(choices, contexts).starter;
  const platforms = new Map(choices.platforms);
  const meshes = new Map(choices.meshes);
  for (const cluster of typeof content === 'string' ? [] : content) {
    const { name, context = name } = cluster;
    if (!platforms.has(name) && !platforms.has(context)) platforms.set(name, await askPlatform(cluster, prompts));
    if (meshes.has(name) || meshes.has(context)) continue;
    const problem = (mesh: string) => problemOf({ ...choices, meshes: new Map([...meshes, [name, mesh]]) }, contexts);
    meshes.set(name, await prompts.text(`Name of the mesh on ${printable(name)}`, cluster.mesh, problem));
  }
  return { ...choices, platforms, meshes };
}

async function askPlatform({ name, platform, guessedFrom }: StarterCluster, prompts: Prompts): Promise<Platform> {
  const hint = guessedFrom === undefined ? undefined : `guessed from ${printable(guessedFrom)}`;
  const choices = PLATFORMS.map((value) => ({ value, ...(value === platform && hint !== undefined && { hint }) }));
  return (await prompts.select(`Platform of ${printable(name)}`, choices, platform)) as Platform;
}

async function askVersion(choices: StarterChoices, prompts: Prompts): Promise<StarterChoices> {
  if (choices.meshVersion !== undefined) return choices;
  const versions = MESH_VERSIONS.map((value) => ({ value })).reverse();
  return { ...choices, meshVersion: await prompts.select('Version of OpenShift Service Mesh', versions, 'v2.6') };
}

async function askRepository(choices: StarterChoices, gitops: boolean, prompts: Prompts): Promise<StarterChoices> {
  if (choices.repository !== undefined) return choices;
  if (!gitops && !(await prompts.confirm('Does Argo CD deliver the output from a Git repository?'))) return choices;
  const problem = (repository: string) =>
    repository === ''
      ? 'write a URL, such as https://example.org/federation.git'
      : problemOf({ ...choices, repository });
  return { ...choices, repository: await prompts.text('URL of the repository', '', problem) };
}

async function askWorkflow(choices: StarterChoices, prompts: Prompts): Promise<StarterChoices> {
  if (choices.workflow !== undefined) return choices;
  const isWanted = await prompts.confirm('Write a GitHub workflow that checks each commit?');
  return isWanted ? { ...choices, workflow: 'github' } : choices;
}

/** What is wrong with an answer, as the topology that results from it has it. */
function problemOf(choices: StarterChoices, contexts: readonly StarterContext[] = []): string | undefined {
  const { starter, issues } = starterOf(choices, contexts);
  const [issue] = issues;
  return issue === undefined ? starterProblem(starter) : `${issue.message}; ${issue.fix}`;
}
