/**
 * Measures how well tests notice faults: Stryker changes the code of one folder in small ways and runs the folder's tests
 * on each change. `npm run mutation -- lint 0.1` tries a tenth of the changes of lib/lint, chosen by MUTATION_SEED.
 */

import { join } from 'node:path';
import { Stryker } from '@stryker-mutator/core';
import jestConfig from '../../jest.config.js';

/**
 * What is measured: the tests that are run, and the files that are changed. The linter is measured in two parts, as its
 * engine is tested by whole reports, each of which runs all rules.
 */
const FOLDERS = {
  matching: { tests: ['test/matching/**/*.test.ts'], files: ['lib/matching/**/*.ts'] },
  facts: { tests: ['test/facts/**/*.test.ts', 'test/lock/**/*.test.ts'], files: ['lib/facts/**/*.ts'] },
  lock: { tests: ['test/lock/**/*.test.ts', 'test/facts/third-kind.test.ts'], files: ['lib/lock/**/*.ts'] },
  inject: { tests: ['test/inject/**/*.test.ts'], files: ['lib/inject/**/*.ts'] },
  'lint/rules': {
    tests: ['test/lint/rules.test.ts', 'test/lint/nearest-name.test.ts'],
    files: ['lib/lint/rules/**/*.ts'],
    // Titles, causes and sources run when a module is loaded, so each such mutant needs every test of every rule.
    ignoreStatic: true,
  },
  'lint/engine': {
    tests: ['test/lint/{reports,suppress,handwritten,determinism.slow,cli}.test.ts', 'test/lint/examples/*.test.ts'],
    files: ['lib/lint/*.ts', 'lib/lint/{report,examples}/*.ts', '!lib/lint/examples/{base,north}.ts'],
  },
};

/** Each test file has its own modules, so that a mutant of code that runs on import is active. */
const isolated = { ...jestConfig, runtime: undefined, testEnvironment: 'node' };

/** The score that every folder has to reach, in percent. */
const WANTED = 80;

/**
 * @param {keyof typeof FOLDERS} folder
 * @param {string} share the share of mutants to test, from 0 to 1
 */
async function measure(folder, share) {
  process.env.MUTATION_SHARE = share;
  process.env.OWN_RULE_ONLY = '1';
  const { tests, files, ignoreStatic = false } = FOLDERS[folder];
  const report = join('build', 'mutation', `${folder.replace('/', '-')}.json`);
  const results = await new Stryker({
    mutate: files,
    testRunner: 'jest',
    plugins: ['@stryker-mutator/jest-runner', join(import.meta.dirname, 'sample-checker.mjs')],
    checkers: ['sample'],
    coverageAnalysis: 'perTest',
    ignoreStatic,
    concurrency: 2,
    timeoutMS: 20_000,
    reporters: ['clear-text', 'json'],
    clearTextReporter: { allowColor: false, logTests: false, reportTests: false, skipFull: true },
    jsonReporter: { fileName: report },
    ignorePatterns: ['dist', 'build', 'bench', 'docs', '.git'],
    tempDirName: join('build', 'mutation', 'sandbox'),
    jest: { config: { ...isolated, testMatch: tests.map((glob) => `<rootDir>/${glob}`) } },
  }).runMutationTest();
  const counts = (status) => results.filter((result) => result.status === status).length;
  const killed = counts('Killed') + counts('Timeout');
  const all = killed + counts('Survived') + counts('NoCoverage');
  const score = (100 * killed) / all;
  process.stdout.write(`lib/${folder}: ${killed} of ${all} mutants killed, ${score.toFixed(1)} %\n`);
  return score >= WANTED;
}

const [folder = '', share = '1'] = process.argv.slice(2);
if (FOLDERS[folder] === undefined) {
  process.stderr.write(`usage: npm run mutation -- ${Object.keys(FOLDERS).join('|')} [share from 0 to 1]\n`);
  process.exitCode = 2;
} else {
  process.exitCode = (await measure(folder, share)) ? 0 : 1;
}
