import { run } from './program';

process.exitCode = run(process.argv.slice(2));
