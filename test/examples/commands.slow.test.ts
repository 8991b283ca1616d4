import { spawnSync } from 'node:child_process';
import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { blocksOf, commandsOf as linesOf } from '../docs/pages';
import { runCommand } from '../helpers/command';
import { EXAMPLE_FOLDERS, outputOf, ROOT } from '../helpers/examples';
import { compareFiles } from '../helpers/golden';
import { readFiles } from '../helpers/synthesize';
import { inDirectory } from '../helpers/temporary';

/** The commands in the README of an example. */
function commandsOf(example: string): readonly string[] {
  return blocksOf(`examples/${example}/README.md`).flatMap(linesOf);
}

/** Runs a command in the current directory; throws if it fails. */
function runLine(line: string): void {
  const [program, ...args] = line.split(' ');
  if (program === 'ossm-fed') {
    const { code, stderr } = runCommand(args);
    if (code !== 0) throw new Error(stderr);
  } else {
    if (program !== 'npx' || args[0] !== 'tsx') throw new Error(`unknown program in: ${line}`);
    const tsx = join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs');
    const { CDK8S_OUTDIR: _, ...env } = process.env;
    const { status, stderr } = spawnSync(process.execPath, [tsx, ...args.slice(1)], { env, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  }
}

/** Runs a function in a copy of the project, as far as examples use it. */
function inCopy(use: () => void): void {
  const before = process.cwd();
  inDirectory({}, (copy) => {
    for (const name of ['examples', 'dist']) cpSync(join(ROOT, name), join(copy, name), { recursive: true });
    for (const name of ['lib', 'imports', 'node_modules', 'package.json', 'tsconfig.json']) {
      symlinkSync(join(ROOT, name), join(copy, name));
    }
    process.chdir(copy);
    try {
      use();
    } finally {
      process.chdir(before);
    }
  });
}

test.each(EXAMPLE_FOLDERS)(
  'the commands of the README of %s write below the example, and leave dist as it is',
  (example) => {
    inCopy(() => {
      const commands = commandsOf(example);
      expect(commands).not.toEqual([]);
      for (const command of commands) runLine(command);
      expect(readFiles('dist')).toEqual(readFiles(join(ROOT, 'dist')));
      expect(compareFiles(outputOf(example), readFiles(join('examples', example, 'dist')))).toBe('');
    });
  },
  60_000,
);
