import { stringify } from 'yaml';

/** How somebody shows who they are. */
export type Credentials =
  | { readonly kind: 'token'; readonly token: string }
  /** Paths of PEM files. */
  | { readonly kind: 'certificate'; readonly certificate: string; readonly key: string }
  /** A program that prints an ExecCredential. */
  | { readonly kind: 'exec'; readonly command: string; readonly args: readonly string[] }
  | { readonly kind: 'none' };

/** One context of a kubeconfig, with a cluster and a user of the same name. */
export interface ContextProps {
  readonly name: string;
  /** The URL of the API server. */
  readonly server: string;
  /** The path of the PEM file of its CA; the CAs of the system where there is none. */
  readonly ca?: string;
  readonly credentials: Credentials;
}

/** The text of a kubeconfig. */
export function kubeconfigText(contexts: readonly ContextProps[], currentContext = ''): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': currentContext,
    contexts: contexts.map(({ name }) => ({ name, context: { cluster: name, user: name } })),
    clusters: contexts.map(({ name, server, ca }) => ({
      name,
      cluster: { server, ...(ca !== undefined && { 'certificate-authority': ca }) },
    })),
    users: contexts.map(({ name, credentials }) => ({ name, user: userOf(credentials) })),
  });
}

function userOf(credentials: Credentials): object {
  switch (credentials.kind) {
    case 'token':
      return { token: credentials.token };
    case 'certificate':
      return { 'client-certificate': credentials.certificate, 'client-key': credentials.key };
    case 'exec': {
      const { command, args } = credentials;
      const apiVersion = 'client.authentication.k8s.io/v1';
      return { exec: { apiVersion, command, args, interactiveMode: 'Never' } };
    }
    case 'none':
      return {};
  }
}
