/**
 * Runs random cases against every part of the program that reads what others wrote, and prints what failed.
 *
 * Usage: npm run fuzz [-- --cases N] [--seed S] [--only TARGET] [--path PATH]
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Campaign, runCampaign } from './campaign';
import { bundleThread, runThread } from './run-thread';
import { TARGETS } from './targets/all';

const NAMES = TARGETS.map(({ name }) => name);

/** Reads the arguments; throws an error with a message for the user. */
function options() {
  const { values } = parseArgs({
    options: {
      cases: { type: 'string', default: '10000' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
      only: { type: 'string' },
      path: { type: 'string' },
    },
  });
  const { only, path } = values;
  if (only !== undefined && !NAMES.includes(only))
    throw new Error(`unknown target "${only}", expected ${NAMES.join(', ')}`);
  if (path !== undefined && only === undefined) throw new Error('"--path" requires "--only"');
  return {
    cases: toNumber('--cases', values.cases),
    seed: toNumber('--seed', values.seed),
    targets: only === undefined ? NAMES : [only],
    path,
  };
}

function toNumber(flag: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`invalid ${flag} "${text}", expected a number`);
  return Number(text);
}

function failuresText({ target, failures }: Campaign): string {
  return failures
    .map(({ flaw, seed, path, input, count }) => {
      const head = `\n${target}: ${flaw.signature} (${count} cases)\n  ${flaw.text.replaceAll('\n', '\n  ')}\n`;
      const again = `  npm run fuzz -- --only ${target} --seed ${seed} --path ${path}\n`;
      return `${head}${again}  input: ${input.slice(0, 3000)}\n`;
    })
    .join('');
}

function tableText(campaigns: readonly Campaign[]): string {
  const rows = campaigns.map(({ target, cases, slowest, duration, failures }) => {
    return [
      target,
      String(cases),
      `${Math.round(slowest.cpu)} ms`,
      `${Math.round(slowest.wall)} ms`,
      `${Math.round(duration / 1000)} s`,
      String(failures.length),
    ];
  });
  const all = [['target', 'cases', 'longest CPU', 'longest wall', 'duration', 'failures'], ...rows];
  return all.map((row) => row.map((cell, i) => (i === 0 ? cell.padEnd(12) : cell.padStart(14))).join('')).join('\n');
}

async function main(): Promise<void> {
  const { cases, seed, targets, path } = options();
  console.log(`seed ${seed}`);
  const directory = mkdtempSync(join(tmpdir(), 'ossm-fed-fuzz-'));
  const thread = bundleThread(directory);
  const campaigns: Campaign[] = [];
  for (const target of targets) {
    const share = Math.ceil(cases / targets.length);
    const which = { seed, cases: share, ...(path !== undefined && { path }) };
    const campaign = await runCampaign(target, which, (name, round) => runThread(thread, name, round));
    process.stdout.write(failuresText(campaign));
    campaigns.push(campaign);
  }
  rmSync(directory, { recursive: true });
  console.log(`\n${tableText(campaigns)}`);
  process.exitCode = campaigns.some(({ failures }) => failures.length > 0) ? 1 : 0;
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 2;
});
