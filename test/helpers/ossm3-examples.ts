import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { ShareProps, Topology } from '../../lib/topology/model';
import { type Loaded, loadTopology } from '../../lib/workflows/load';
import { ROOT } from './examples';

/** What the topologies of examples without workloads do not have of their services. */
const STATED: Partial<ShareProps> = {
  ports: [{ number: 8080, protocol: 'HTTP' }],
  podLabels: { app: 'app' },
  serviceAccounts: ['default'],
};

/** The examples that have a meaning in OpenShift Service Mesh 3. The others override fields of the control plane of 2. */
export const OSSM3_EXAMPLES: readonly { readonly name: string; readonly stated: Partial<ShareProps> }[] = [
  { name: 'baremetal', stated: STATED },
  { name: 'failover', stated: {} },
  { name: 'gitops', stated: {} },
  { name: 'hub-and-spoke', stated: STATED },
  { name: 'one-cluster', stated: STATED },
  { name: 'routes', stated: {} },
];

/** An example with the version of its meshes changed, and what its shares state. */
export function loadAsOssm3({ name, stated }: (typeof OSSM3_EXAMPLES)[number], version = 'v3.4'): Loaded {
  const topology = parse(readFileSync(join(ROOT, 'examples', name, 'federation.yaml'), 'utf8')) as Topology;
  const { defaults, shares = [], lint: _, ...rest } = topology;
  return loadTopology({
    ...rest,
    defaults: { ...defaults, meshes: { ...defaults?.meshes, version } },
    shares: shares.map((share) => ({ ...share, ...stated })),
  });
}
