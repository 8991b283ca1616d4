/** What reads kubeconfigs, connects to clusters and draws on terminals: built into a file of its own, which only commands that reach clusters load. */

export { connectByKubeconfig } from './connect';
export { listContexts } from './contexts';
export { askOnTerminal } from './prompts';
export { terminalBlock } from './terminal';
