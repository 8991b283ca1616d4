import { loadFile, report, synth } from './lib';

const federation = loadFile('federation.yaml');
process.exitCode = report(synth(federation, { outdir: process.env.CDK8S_OUTDIR ?? 'dist' }));
