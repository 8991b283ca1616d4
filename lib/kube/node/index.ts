/** What connects to clusters and draws on terminals: built into a file of its own, which only commands that reach clusters load. */

export { connectByKubeconfig } from './connect';
export { terminalBlock } from './terminal';
