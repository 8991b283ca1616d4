import { stringify } from 'yaml';
import { printable } from '../issues/printable';
import { cloudOf, PLATFORMS } from '../platforms';
import type { Starter, StarterCluster, StarterTool } from './model';
import { THREE_CLOUDS } from './three-clouds';

/** The text of a new topology: the example or the clusters, what is optional as comments, and what to do next. */
export function topologyText(starter: Starter, { schema, command }: Omit<StarterTool, 'version'>): string {
  const { content } = starter;
  const isExample = typeof content === 'string';
  return [
    `# yaml-language-server: $schema=${schema}\n`,
    defaultsText(starter),
    isExample ? THREE_CLOUDS : clustersText(content),
    starter.repository === undefined ? '' : gitopsText(starter.repository),
    lintText(starter),
    nextText(command, starter.repository !== undefined),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

/** A text as a YAML scalar on one line, with quotes where it needs them, within brackets too. */
function scalar(text: string): string {
  const isPlain = /^[-\w./@]+$/.test(text) && stringify(text).trimEnd() === text;
  return isPlain ? text : printable(JSON.stringify(text));
}

function defaultsText({ meshVersion }: Starter): string {
  return meshVersion === undefined ? '' : `defaults:\n  meshes: { version: ${scalar(meshVersion)} }\n`;
}

function clustersText(clusters: readonly StarterCluster[]): string {
  return `# The name of a cluster is its directory in the output, and its kubeconfig context unless "context" says another one.
# platform: ${PLATFORMS.join(', ')}
clusters:
${clusters.map(clusterText).join('')}
# A mesh is a control plane with its members, the namespaces of your applications.
meshes:
${clusters.map(meshText).join('')}
${peeringsText(clusters.map(({ mesh }) => mesh))}
${sharesText(clusters)}`;
}

function clusterText({ name, platform, context }: StarterCluster): string {
  const rest = context === undefined ? '' : `, context: ${scalar(context)}`;
  return `  ${scalar(name)}: { platform: ${platform}${rest} }\n`;
}

function meshText({ name, mesh }: StarterCluster): string {
  return `  ${scalar(mesh)}:\n    cluster: ${scalar(name)}\n    # members: [shop]\n`;
}

/** Every pair of meshes federates. */
function peeringsText(meshes: readonly string[]): string {
  if (meshes.length < 2)
    return '# Meshes that federate, as soon as there is a second one:\n# peerings:\n#   - fullMesh: all\n';
  const pair = `between: [${meshes.map(scalar).join(', ')}]`;
  return `# Meshes that federate, in both directions.\npeerings:\n  - ${meshes.length === 2 ? pair : 'fullMesh: all'}\n`;
}

/** A share between the first two meshes, and what uses it, as comments. */
function sharesText([importer, exporter]: readonly StarterCluster[]): string {
  const [to, from] = [importer?.mesh ?? 'west-mesh', exporter?.mesh ?? 'east-mesh'].map(scalar);
  return `# A service that one mesh exports and another one imports, and ten percent of its calls that go there. The namespaces are
# members of their meshes. OpenShift Service Mesh 3 also needs the ports, podLabels and serviceAccounts of the service.
# shares:
#   - { from: ${from}, to: ${to}, service: { namespace: shop, name: inventory } }
# traffic:
#   - mesh: ${to}
#     service: { namespace: shop, name: inventory }
#     split: [{ weight: 90 }, { share: inventory, weight: 10 }]
`;
}

function gitopsText(repository: string): string {
  return `# Argo CD must know each cluster by the name that it has above; otherwise add "destinations".
gitops:
  argocd:
    repoURL: ${scalar(repository)}
    revision: main
`;
}

const LINT = `lint:
  ignore:
    FED042: the addresses that peers come from are not known yet; then "sourceRanges" of the ingress can name them
`;

/** Load balancers of OpenShift Service Mesh 2 in a public cloud are open to all addresses, as long as those of peers are unknown. */
function lintText({ content, meshVersion = 'v2' }: Starter): string {
  const isCloud = typeof content === 'string' || content.some(({ platform }) => cloudOf(platform) !== undefined);
  return isCloud && meshVersion.startsWith('v2') ? LINT : '';
}

/** What to do next, in the order of the first minute. */
function nextText(command: string, isGitOps: boolean): string {
  const steps = nextSteps(command, isGitOps);
  const width = Math.max(...steps.map((step) => step.command.length));
  const lines = steps.map((step) => `#   ${step.command.padEnd(width)}  ${step.effect}\n`);
  return `# Next:\n${lines.join('')}`;
}

/** A command to run next. */
export interface NextStep {
  /** The command line. */
  readonly command: string;
  /** What it does, in a few words. */
  readonly effect: string;
}

/**
 * The commands to run after a topology was written.
 *
 * @param command how the command is run, such as `npx ossm-fed`
 */
export function nextSteps(command: string, isGitOps: boolean): readonly NextStep[] {
  return [
    { command: `${command} synth`, effect: 'writes the manifests of each cluster to dist/' },
    { command: `${command} lint`, effect: 'checks them' },
    { command: `${command} graph`, effect: 'draws the federation' },
    isGitOps
      ? {
          command: `${command} fetch --wait`,
          effect: 'reads root certificates and addresses, once Argo CD has applied dist/',
        }
      : { command: `${command} up --dry-run`, effect: 'shows what "up" would apply to the clusters' },
  ];
}
