import { githubWorkflow } from './github';
import type { Starter, StarterFile, StarterTool } from './model';
import { readmeText } from './readme';
import { topologyText } from './topology';

/** The lines that Git ignores: the package, credentials, dumps of clusters, and what interrupted runs leave. */
const IGNORED = `node_modules/
kubeconfig*
dump.json
.*.lock
.*.ossm-fed-new
`;

/** The clusters of the three clouds, which are their contexts too. */
const THREE_CONTEXTS = ['rosa', 'aro', 'rog'];

/** The files of a starter, without the schema. */
export function starterFiles(starter: Starter, tool: StarterTool): readonly StarterFile[] {
  const { content, repository, workflow } = starter;
  const contexts = typeof content === 'string' ? THREE_CONTEXTS : content.map(({ name, context = name }) => context);
  return [
    { path: 'federation.yaml', text: topologyText(starter, tool), keepsExisting: false },
    { path: '.gitignore', text: IGNORED, keepsExisting: true },
    ...(repository === undefined ? [] : [{ path: 'README.md', text: readmeText(tool), keepsExisting: true }]),
    ...(workflow === undefined
      ? []
      : [{ path: '.github/workflows/federation.yaml', text: githubWorkflow(tool, contexts), keepsExisting: false }]),
  ];
}
