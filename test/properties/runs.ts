import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClusterApp } from '../../lib/charts/cluster-app';
import { type Rendering, renderApp } from '../../lib/output/render';
import { type Loaded, loadFile } from '../../lib/workflows/load';

/** The settings of a property: as many runs as it wants, or as FC_RUNS says, from a fixed seed or that of FC_SEED. */
export function runs(usual: number): { numRuns: number; seed: number } {
  return { numRuns: Number(process.env.FC_RUNS ?? usual), seed: Number(process.env.FC_SEED ?? 20_240_607) };
}

/** How long a property may take, in milliseconds. */
export const PATIENCE = process.env.FC_RUNS === undefined ? 30_000 : 6 * 3_600_000;

/** Renders all clusters of a topology in memory. */
export function render({ clusters = [], generations }: Loaded): Rendering {
  const renderings = clusters.map((one) => renderApp(new ClusterApp(one, generations), one.cluster.name));
  return { files: renderings.flatMap(({ files }) => files), issues: renderings.flatMap(({ issues }) => issues) };
}

/** A directory for one topology file after the other, beside the files that they name. */
export class Desk {
  /** The directory. */
  readonly directory = mkdtempSync(join(tmpdir(), 'ossm-fed-properties-'));

  constructor(fixtures: string) {
    cpSync(fixtures, this.directory, { recursive: true });
  }

  /** Loads a text as the command line does. */
  load(text: string): Loaded {
    const file = join(this.directory, 'federation.yaml');
    writeFileSync(file, text);
    return loadFile(file);
  }

  clear(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
