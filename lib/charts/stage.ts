import { Chart } from 'cdk8s';
import { Construct } from 'constructs';

/** One stage of one cluster: a flat chart whose objects are grouped into files. */
export class StageChart extends Chart {
  /** @param directory the directory of the output, such as `10-operators` */
  constructor(scope: Construct, directory: string) {
    super(scope, directory, { disableResourceNameHashes: true });
  }

  /** The scope of the objects that go into one file of this stage, in the order in which they are made. */
  file(name: string): Construct {
    // Constructs keep their children in a plain object, where the name "constructor" is taken from the start.
    const id = name in {} ? `${name}_` : name;
    const existing = this.node.tryFindChild(id);
    return existing === undefined ? new Construct(this, id) : (existing as Construct);
  }
}
