import type { ExampleBase, ExampleCluster } from '../../../../lib/lint/examples/edit';
import type { Loaded } from '../../../../lib/workflows/load';
import { EXAMPLES } from '../../../helpers/examples';
import { filledOutput } from '../../../helpers/filled-output';
import { loadAsOssm3, OSSM3_EXAMPLES } from '../../../helpers/ossm3-examples';

/** The federations that examples become, with all facts filled in. */
export type GeneratedName = 'three-clouds-ossm3' | 'failover' | 'one-cluster';

/** The names that edits have for the clusters of each example. */
const CLUSTERS: { readonly [name in GeneratedName]: { readonly [cluster: string]: ExampleCluster } } = {
  'three-clouds-ossm3': { rosa: 'west', aro: 'east', rog: 'north' },
  failover: { west: 'west', east: 'east' },
  'one-cluster': { shared: 'west' },
};

const made = new Map<GeneratedName, ExampleBase>();

/** The manifests of an example with OpenShift Service Mesh 3, as YAML by cluster; made once in each test file. */
export function generated(name: GeneratedName): ExampleBase {
  const base = made.get(name) ?? make(name);
  made.set(name, base);
  return base;
}

function make(name: GeneratedName): ExampleBase {
  const texts: { [cluster in ExampleCluster]?: string } = {};
  for (const [path, text] of filledOutput(load(name))) {
    const cluster = CLUSTERS[name][path.split('/')[0] ?? ''];
    if (cluster !== undefined) texts[cluster] = [...(texts[cluster] === undefined ? [] : [texts[cluster]]), text].join('---\n');
  }
  return texts;
}

function load(name: GeneratedName): Loaded {
  const example = OSSM3_EXAMPLES.find((one) => one.name === name);
  if (example !== undefined) return loadAsOssm3(example);
  const written = EXAMPLES.find((one) => one.name === name);
  if (written === undefined) throw new Error(`there is no example "${name}"`);
  return written.load();
}
