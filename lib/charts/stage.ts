import type { App } from 'cdk8s';
import { Chart } from 'cdk8s';
import { Construct } from 'constructs';

/**
 * The stages of a cluster in the order in which they are applied; each is a directory. What a stage makes is waited
 * for before the next one: operators bring the control plane's kind, and the control plane brings the other kinds.
 */
export const STAGES = {
  operators: '10-operators',
  mesh: '20-mesh',
  workloads: '30-workloads',
  federation: '40-federation',
  traffic: '50-traffic',
} as const;

/** One stage of one cluster: a flat chart whose objects are grouped into files. */
export class Stage extends Chart {
  constructor(app: App, stage: keyof typeof STAGES) {
    super(app, STAGES[stage], { disableResourceNameHashes: true });
  }

  /** The scope of the objects that go into one file of this stage, in the order in which they are made. */
  file(name: string): Construct {
    // Constructs keep their children in a plain object, where the name "constructor" is taken from the start.
    const id = name in {} ? `${name}_` : name;
    const existing = this.node.tryFindChild(id);
    return existing === undefined ? new Construct(this, id) : (existing as Construct);
  }
}
