import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Quota } from '../../examples/typescript/quota';
import { topology } from '../../examples/typescript/topology';
import type { Topology } from '../../lib/topology/model';
import { type Loaded, loadFile, loadTopology } from '../../lib/workflows/load';
import type { SynthOptions } from '../../lib/workflows/synth';
import { type Files, synthesize } from './synthesize';

/** The top of the project. */
export const ROOT = join(__dirname, '..', '..');

/** A topology that ships. */
export interface Example {
  readonly name: string;
  /** Its topology file; undefined where it is made in code. */
  readonly file?: string;
  /** Its topology, where it is made in code. */
  readonly topology?: Topology;
  readonly load: () => Loaded;
  readonly charts?: SynthOptions['charts'];
}

/** The names of the folders with examples. */
export const EXAMPLE_FOLDERS = readdirSync(join(ROOT, 'examples')).sort();

/** The topology at the top of the project, and that of each folder. */
export const EXAMPLES: readonly Example[] = [
  ofFile('three-clouds', join(ROOT, 'federation.yaml')),
  ...EXAMPLE_FOLDERS.map((name) =>
    name === 'typescript' ? inCode() : ofFile(name, join(ROOT, 'examples', name, 'federation.yaml')),
  ),
];

const outputs = new Map<string, Files>();

/** What a synth of an example writes; made once in each test file. */
export function outputOf(name: string): Files {
  const output = outputs.get(name) ?? synthesizeExample(name);
  outputs.set(name, output);
  return output;
}

function synthesizeExample(name: string): Files {
  const example = EXAMPLES.find((candidate) => candidate.name === name);
  if (example === undefined) throw new Error(`there is no example "${name}"`);
  return synthesize(example.load(), example.charts);
}

function ofFile(name: string, file: string): Example {
  return { name, file, load: () => loadFile(file) };
}

function inCode(): Example {
  return {
    name: 'typescript',
    topology,
    load: () => loadTopology(topology),
    charts: (app, _cluster, meshes) => {
      new Quota(app, meshes);
    },
  };
}
