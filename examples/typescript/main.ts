import { join } from 'node:path';
import { loadTopology, report, synth } from '../../lib';
import { Quota } from './quota';
import { topology } from './topology';

const result = synth(loadTopology(topology), {
  outdir: process.env.CDK8S_OUTDIR ?? join(__dirname, 'dist'),
  charts: (app, _cluster, meshes) => new Quota(app, meshes),
});
process.exitCode = report(result);
