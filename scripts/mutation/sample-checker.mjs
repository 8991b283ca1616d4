import { createHash } from 'node:crypto';
import { declareFactoryPlugin, PluginKind } from '@stryker-mutator/api/plugin';

/**
 * A checker of Stryker that lets only a seeded random sample of mutants be tested. All others are reported as invalid,
 * which leaves them out of the score. MUTATION_SHARE is the share of mutants to test, from 0 to 1.
 */
class SampleChecker {
  share = Number(process.env.MUTATION_SHARE ?? '1');
  seed = process.env.MUTATION_SEED ?? '1';

  async init() {}

  /** @param {readonly import('@stryker-mutator/api/core').Mutant[]} mutants */
  async check(mutants) {
    return Object.fromEntries(mutants.map((mutant) => [mutant.id, { status: this.#isSampled(mutant) ? 'passed' : 'compileError', reason: 'not sampled' }]));
  }

  /** @param {import('@stryker-mutator/api/core').Mutant} mutant */
  #isSampled({ fileName, location, mutatorName, replacement }) {
    const path = fileName.slice(fileName.lastIndexOf('/lib/'));
    const key = JSON.stringify([this.seed, path, location, mutatorName, replacement]);
    return createHash('sha256').update(key).digest().readUInt32BE(0) / 2 ** 32 < this.share;
  }
}

function createSampleChecker() {
  return new SampleChecker();
}
createSampleChecker.inject = [];

export const strykerPlugins = [declareFactoryPlugin(PluginKind.Checker, 'sample', createSampleChecker)];
