/**
 * Measures how well tests notice faults: Stryker changes the code of one folder in small ways and runs the folder's tests
 * on each change. `npm run mutation -- lint 0.1` tries a tenth of the changes of lib/lint, chosen by MUTATION_SEED.
 */

import { join } from 'node:path';
import { Stryker } from '@stryker-mutator/core';
import jestConfig from '../../jest.config.js';

/** The folders of lib/ that are measured, each with the tests that are run on it. */
const FOLDERS = {
  matching: ['test/matching/**/*.test.ts'],
  facts: ['test/facts/**/*.test.ts', 'test/lock/**/*.test.ts'],
  lock: ['test/lock/**/*.test.ts', 'test/facts/third-kind.test.ts'],
  inject: ['test/inject/**/*.test.ts'],
  lint: ['test/lint/rules.test.ts', 'test/lint/{reports,suppress,handwritten}.test.ts'],
};

/** The score that every folder has to reach, in percent. */
const WANTED = 80;

/**
 * @param {keyof typeof FOLDERS} folder
 * @param {string} share the share of mutants to test, from 0 to 1
 */
async function measure(folder, share) {
  process.env.MUTATION_SHARE = share;
  const report = join('build', 'mutation', `${folder}.json`);
  const results = await new Stryker({
    mutate: [`lib/${folder}/**/*.ts`, '!lib/lint/examples/*.ts'],
    testRunner: 'jest',
    plugins: ['@stryker-mutator/jest-runner', join(import.meta.dirname, 'sample-checker.mjs')],
    checkers: ['sample'],
    coverageAnalysis: 'perTest',
    concurrency: 2,
    timeoutMS: 20_000,
    reporters: ['clear-text', 'json'],
    clearTextReporter: { allowColor: false, logTests: false, reportTests: false, skipFull: true },
    jsonReporter: { fileName: report },
    ignorePatterns: ['dist', 'build', 'bench', 'docs', '.git'],
    tempDirName: join('build', 'mutation', 'sandbox'),
    jest: { config: { ...jestConfig, testMatch: FOLDERS[folder].map((glob) => `<rootDir>/${glob}`) } },
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
