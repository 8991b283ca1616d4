import type { StarterTool } from './model';

/** The README of a repository that Argo CD reads. */
export function readmeText({ command }: Pick<StarterTool, 'command'>): string {
  return `# Federation

\`federation.yaml\` is the topology of the federation. \`dist/\` is the output: a directory of manifests for each cluster, and
\`dist/argocd\` for Argo CD itself. Change the topology, never the output.

## The first time

1. Write the output and commit it. Argo CD installs operators, control planes and applications.

   \`\`\`sh
   ${command} synth
   ${command} lint
   git add . && git commit -m 'Control planes'
   git push
   oc apply --server-side -f dist/argocd/applications
   \`\`\`

   Before the last command, apply one of the health checks in \`dist/argocd/health\`: \`argocd.yaml\` to the ArgoCD object of
   OpenShift GitOps, or \`argocd-cm.yaml\` to the ConfigMap of an Argo CD without operator.

2. As soon as the control planes are ready, read their root certificates and addresses into \`federation.lock.yaml\`, and
   commit what connects the meshes.

   \`\`\`sh
   ${command} fetch --wait
   ${command} synth
   git add . && git commit -m 'Peers'
   git push
   ${command} status --wait
   \`\`\`

## Every change

Edit \`federation.yaml\`, then run \`${command} synth\` and \`${command} lint\`, and commit the topology together with \`dist/\`.
`;
}
