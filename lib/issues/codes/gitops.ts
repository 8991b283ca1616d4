import type { CodeEntries } from './entry';

/** The codes of the delivery from a Git repository. */
export const GITOPS_CODES = {
  TOP190: {
    title: 'invalid setting of Argo CD',
    meaning:
      'A setting under "gitops.argocd" cannot be used: a URL with a password, a path outside of the repository, a selector without labels or beside "destinations", a destination with both a name and a URL, or one destination for two clusters.',
    fix: 'Change the setting as the message says. Credentials of a repository belong to a repository Secret of Argo CD.',
    example:
      'gitops:\n  argocd:\n    repoURL: https://github.com/example/federation.git\n    destinations:\n      rosa: { server: https://api.rosa.example.org:6443 }',
  },
} as const satisfies CodeEntries;
