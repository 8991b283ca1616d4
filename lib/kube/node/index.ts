/** What talks to clusters and terminals: built into a file of its own, which `fetch` alone loads. */

export { connectByKubeconfig } from './connect';
export { terminalProgress } from './terminal';
