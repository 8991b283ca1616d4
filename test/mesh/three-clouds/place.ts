import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FlowPlace } from '../../e2e/flow-place';
import type { Fleet } from '../../e2e/harness/fleet';
import type { ClusterName } from '../../e2e/harness/state';
import { type KubeObject, parseObjects } from '../../helpers/synthesize';
import { writeFiles } from '../../helpers/temporary';
import type { Manifests } from '../harness/world';

const textOf = (name: string): string => readFileSync(join(__dirname, name), 'utf8');

const TOPOLOGY = textOf('federation.yaml');

/** A directory with the topology of these tests, in which the built command writes the manifests. */
export class MeshPlace extends FlowPlace {
  constructor(fleet: Fleet) {
    super(fleet, fleet.builtCommand(), TOPOLOGY);
    writeFiles(this.directory, { 'mongo.yaml': textOf('mongo.yaml') });
  }

  /** Synthesizes the topology with an entry of `traffic`, by default none, and gives the objects. */
  async synth(traffic = ''): Promise<Manifests> {
    writeFiles(this.directory, { 'federation.yaml': TOPOLOGY + traffic });
    await this.succeed('synth');
    return this.manifests();
  }

  /** Fills the values of the lock into what was synthesized, and gives the objects. */
  async inject(): Promise<Manifests> {
    await this.succeed('inject');
    return this.manifests();
  }

  /** The objects that were synthesized last. */
  manifests(): Manifests {
    return { rosa: this.objectsOf('rosa'), aro: this.objectsOf('aro'), rog: this.objectsOf('rog') };
  }

  private objectsOf(cluster: ClusterName): readonly KubeObject[] {
    return [...this.output()]
      .filter(([path]) => path.startsWith(`${cluster}/`))
      .flatMap(([, text]) => parseObjects(text));
  }
}
