import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { BuiltCommand } from '../helpers/built-command';
import { ROOT } from '../helpers/examples';
import type { Ended } from '../helpers/program';
import { type Files, parseObjects, readFiles } from '../helpers/synthesize';
import { applyProblems } from './harness/applied';
import type { Fleet } from './harness/fleet';
import { Place } from './harness/place';
import { runControllers } from './harness/stand-in';
import type { ClusterName } from './harness/state';

/** The stages after which clusters show what others need to know, and those that need it. */
export const STAGES = {
  first: ['00-namespaces', '10-operators', '20-mesh', '30-workloads'],
  rest: ['40-federation', '50-traffic'],
};

/** The topology at the top of the project. */
export const THREE_CLOUDS = readFileSync(join(ROOT, 'federation.yaml'), 'utf8');

/** A directory in which somebody takes a federation from its topology to its clusters. */
export class FlowPlace extends Place {
  constructor(
    private readonly fleet: Fleet,
    command: BuiltCommand,
    topology = THREE_CLOUDS,
  ) {
    super(fleet, command, { 'federation.yaml': topology });
  }

  /** Runs a command line, its words parted by single spaces, as one who may do everything on all clusters. */
  ossmFed(line: string): Promise<Ended> {
    return this.run(line.split(' '), this.fleet.kubeconfig);
  }

  /** Runs command lines one after the other; throws where one does not end with 0. */
  async succeed(...lines: readonly string[]): Promise<void> {
    for (const line of lines) {
      const { code, stderr } = await this.ossmFed(line);
      if (code !== 0) throw new Error(`"ossm-fed ${line}" ended with ${code}: ${stderr}`);
    }
  }

  /** What is written in an output directory. */
  output(directory = 'dist'): Files {
    return readFiles(join(this.directory, directory));
  }

  /** Applies those of the stages that a cluster has; gives all that is not a silent yes to each object. */
  async apply(cluster: ClusterName, stages: readonly string[]): Promise<string> {
    const all = stages.map((stage) => join(this.directory, 'dist', cluster, stage));
    const directories = all.filter((directory) => existsSync(directory));
    const objects = directories.flatMap((directory) => [...readFiles(directory).values()]).flatMap(parseObjects);
    return applyProblems(await this.fleet.apply(cluster, ...directories), objects.length);
  }

  /** Writes the manifests and brings clusters from nothing to where their control planes are ready. */
  async bringUp(clusters: readonly ClusterName[]): Promise<void> {
    await this.succeed('synth');
    const all = clusters.map(async (cluster) => {
      await this.fleet.empty(cluster);
      const problems = await this.apply(cluster, STAGES.first);
      if (problems !== '') throw new Error(`${cluster} does not take the first stages: ${problems}`);
      await runControllers(this.fleet, cluster);
    });
    await Promise.all(all);
  }
}

/** The bytes of files and when they were changed, to see that nobody has touched them. */
export function stateOf(...paths: readonly string[]): readonly unknown[] {
  return paths.map((path) => [path, readFileSync(path, 'utf8'), statSync(path).mtimeMs]);
}
