import { BASE, type BadInput } from './case';

const GITOPS = (settings: string): string => `${BASE}gitops:\n  argocd: { ${settings} }\n`;
const URL = 'repoURL: "https://git.example.org/mesh.git"';

/** The delivery from a Git repository. */
export const GITOPS_CASES: readonly BadInput[] = [
  {
    what: 'a password in the URL of the repository',
    code: 'TOP190',
    text: GITOPS('repoURL: »"https://me:secret@git.example.org/mesh.git"'),
    message: 'the URL of the repository contains a user name or password',
    fix: 'remove it from the URL, and add it to a repository Secret of Argo CD',
  },
  {
    what: 'a token as the user of the repository',
    code: 'TOP190',
    text: GITOPS('repoURL: »"https://token@git.example.org/mesh.git"'),
  },
  {
    what: 'a password in an ssh URL',
    code: 'TOP190',
    text: GITOPS('repoURL: »"ssh://git:secret@git.example.org/mesh.git"'),
  },
  {
    what: 'a URL that is a template',
    code: 'TOP007',
    text: GITOPS('repoURL: »"https://git.example.org/{{ .name }}"'),
    fix: 'write the URL of a Git repository, such as https://example.org/federation.git',
  },
  { what: 'no URL of the repository', code: 'TOP005', text: GITOPS('revision: main').replace('{ rev', '»{ rev') },
  {
    what: 'a revision with a space',
    code: 'TOP007',
    text: GITOPS(`${URL}, revision: »a b`),
    fix: 'write it without spaces and special characters',
  },
  {
    what: 'an absolute path of the output',
    code: 'TOP007',
    text: GITOPS(`${URL}, path: »/dist`),
    fix: 'write a relative path with "/" between directories, such as dist',
  },
  {
    what: 'a path that leads out of the repository',
    code: 'TOP190',
    text: GITOPS(`${URL}, path: »a/../../dist`),
    message: 'invalid path "a/../../dist", must be a directory of the repository',
    fix: 'write a path relative to the root of the repository, without ".."',
  },
  {
    what: 'a selector without labels',
    code: 'TOP190',
    text: GITOPS(`${URL}, clusterSelector: »{}`),
    message: 'the selector has no label, so it would select all clusters of Argo CD',
    fix: 'write a label, such as "federation: prod", or remove the key',
  },
  {
    what: 'a selector with an invalid label',
    code: 'TOP105',
    text: GITOPS(`${URL}, clusterSelector: { stage: »"a b" }`),
  },
  {
    what: 'a selector beside destinations',
    code: 'TOP190',
    text: GITOPS(`${URL}, »clusterSelector: { stage: prod }, destinations: { west: { name: w } }`),
    message: '"clusterSelector" and "destinations" exclude each other: selected clusters have their names in Argo CD',
    fix: 'remove one of the two',
  },
  {
    what: 'the destination of an unknown cluster',
    code: 'TOP110',
    text: GITOPS(`${URL}, destinations: { »wst: { name: w } }`),
    message: 'unknown cluster "wst"',
    fix: 'write "west"',
  },
  {
    what: 'a destination by nothing',
    code: 'TOP190',
    text: GITOPS(`${URL}, destinations: { west: »{} }`),
    message: 'the destination of the cluster "west" must have exactly one of "name" and "server"',
    fix: 'write the name of the cluster in Argo CD, or the URL of its API server',
  },
  {
    what: 'a destination by both a name and a URL',
    code: 'TOP190',
    text: GITOPS(`${URL}, destinations: { west: »{ name: w, server: "https://w.example.org" } }`),
  },
  {
    what: 'a destination with a pattern',
    code: 'TOP007',
    text: GITOPS(`${URL}, destinations: { west: { server: »"https://*" } }`),
    fix: 'write a URL, such as https://api.example.org:6443',
  },
  {
    what: 'one destination for two clusters',
    code: 'TOP190',
    text: GITOPS(`${URL}, destinations: { »west: { name: east } }`).replace('»west: {', 'west: »{'),
    message: 'duplicate destination east of the clusters "east" and "west"',
    fix: 'write another destination for one of the two',
  },
  {
    what: 'a cluster with the name of the directory for Argo CD',
    code: 'TOP103',
    text: `clusters: { »argocd: {} }\nmeshes: {}\ngitops: { argocd: { ${URL} } }\n`,
    message: 'reserved cluster name "argocd": with "gitops.argocd" the output has a directory of this name',
    fix: 'rename the cluster, and set "context" to the kubeconfig context',
  },
  {
    what: 'a cluster name that no Application can have',
    code: 'TOP101',
    text: `clusters: { »West_1: {} }\nmeshes: {}\ngitops: { argocd: { ${URL} } }\n`,
    message: 'invalid cluster name "West_1" for the name of an Application of Argo CD',
    fix: 'use lowercase letters, digits, "-" and ".", and set "context" to the kubeconfig context',
  },
];
