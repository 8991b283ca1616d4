import { posix } from 'node:path';
import { defineConfig } from 'vitepress';

/** A token of markdown-it, as far as links need it. */
interface Token {
  readonly type: string;
  readonly children: readonly Token[] | null;
  attrGet(name: string): string | null;
}

const page = (text: string, link: string) => ({ text, link });

/** Files outside of docs/ are not part of the site, so a link to one of them is only text. */
function unlinkOutside(tokens: readonly Token[], path: string): void {
  for (const { children } of tokens) {
    const open: boolean[] = [];
    for (const token of children ?? []) {
      if (token.type === 'link_open') {
        const href = token.attrGet('href') ?? '';
        open.push(!/^[a-z]+:/.test(href) && posix.join(posix.dirname(path), href).startsWith('..'));
      }
      const isOutside = token.type.startsWith('link_') && open.at(-1) === true;
      if (isOutside) Object.assign(token, { tag: 'span', attrs: [] });
      if (token.type === 'link_close') open.pop();
    }
  }
}

/** The site of the pages in docs/; `npm run site` builds it to docs/.vitepress/dist. */
export default defineConfig({
  title: 'ossm-fed',
  description: 'Write a service mesh federation once, get the manifests of every cluster',
  cleanUrls: true,
  // Text such as <mesh> is no HTML.
  markdown: {
    html: false,
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    config: (md) => md.core.ruler.push('outside', ({ tokens, env }) => unlinkOutside(tokens, env.relativePath)),
  },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [page('Tutorial', '/tutorial'), page('Topology', '/topology'), page('Rules', '/rules'), page('Codes', '/codes')],
    sidebar: [
      {
        text: 'Start',
        items: [page('Tutorial', '/tutorial'), page('How federation works', '/how-federation-works')],
      },
      {
        text: 'How to',
        items: [
          page('Add a cluster', '/how-to/add-a-cluster'),
          page('Share another service', '/how-to/add-a-service'),
          page('Split and mirror traffic', '/how-to/split-traffic'),
          page('Install the binary', '/how-to/install-the-binary'),
          page('Fail over to another cloud', '/how-to/fail-over'),
          page('Rotate a root certificate', '/how-to/rotate-a-root'),
          page('Bare metal', '/how-to/bare-metal'),
          page('Two meshes on a cluster', '/how-to/two-meshes-on-a-cluster'),
          page('Adopt a federation', '/how-to/adopt-a-federation'),
          page('Move to OpenShift Service Mesh 3', '/how-to/move-to-ossm3'),
        ],
      },
      {
        text: 'Use',
        items: [
          page('The output', '/output'),
          page('The lock', '/lock'),
          page('Fetch', '/fetch'),
          page('Lint', '/lint'),
          page('Plan', '/plan'),
          page('Deliver with oc', '/deliver'),
          page('Deliver with Argo CD', '/gitops'),
          page('Status', '/status'),
          page('Pictures', '/graph'),
          page('Trace a call', '/trace'),
          page('Troubleshooting', '/troubleshooting'),
          page('OpenShift Service Mesh 3', '/ossm3'),
          page('In TypeScript', '/library'),
        ],
      },
      {
        text: 'Reference',
        items: [
          page('Topology', '/topology'),
          page('Commands', '/commands'),
          page('Options and reports', '/reports'),
          page('Rules of lint', '/rules'),
          page('Codes', '/codes'),
          page('Maximum sizes', '/bounds'),
          page('Facts about federation', '/federation'),
          page('Architecture', '/architecture'),
        ],
      },
    ],
  },
});
