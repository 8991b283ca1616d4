import { type BrokenCase, CASES, SUBSET } from './broken/cases';
import type { Edit } from './broken/edits';
import { readFacts } from './fixture/facts';
import { DETAILS_HOST, DETAILS_V2, federation, RATINGS_HOST } from './fixture/federation';
import { ROSA } from './fixture/parts';
import { allFrom, counted, send, sendUntil, show } from './harness/traffic';
import { type Manifests, World } from './harness/world';

let world: World;
let base: Manifests;

beforeAll(async () => {
  world = await World.start();
  await settleWith(federation({ roots: {}, addresses: {} }));
  base = federation(await readFacts(world.fleet));
  await settleWith(base);
  await expectAnswers(DETAILS_V2.host, ['details-v2']);
  await expectAnswers(RATINGS_HOST, ['ratings-v1', 'ratings-v2']);
}, 600_000);

afterAll(() => world?.stop(), 120_000);

const productpage = () => world.cluster('rosa').pod(ROSA.member, 'productpage-v1');

async function settleWith(manifests: Manifests): Promise<void> {
  await world.apply(manifests);
  await world.settle();
}

/** Replaces the client, so that it has new connections and what injection gives a pod now. */
const restartClient = (): Promise<void> => world.cluster('rosa').restart(ROSA.member, 'productpage-v1');

/** Sends requests until the expected ones answer, and then as many again, all of which must. */
async function expectAnswers(host: string, answers: readonly string[], what?: string): Promise<void> {
  const sending = () => send(productpage(), `http://${host}:9080/`, 10);
  await sendUntil(allFrom(...answers), sending);
  const replies = sending();
  if (what !== undefined) show(what, replies);
  expect(Object.keys(counted(replies))).toEqual([...answers].sort());
}

/** Breaks the federation, runs a function, and repairs it. */
async function broken(edit: Edit, restarted: boolean, look: () => Promise<void>): Promise<void> {
  await settleWith(edit(base));
  if (restarted) await restartClient();
  try {
    await look();
  } finally {
    await settleWith(base);
    if (restarted) await restartClient();
  }
  await expectAnswers(DETAILS_V2.host, ['details-v2']);
  await expectAnswers(RATINGS_HOST, ['ratings-v1', 'ratings-v2']);
}

test.each(CASES)(
  '$rule: $title',
  async ({ rule, title, edit, host, answers, restarted = false }: BrokenCase) => {
    await broken(edit, restarted, () => expectAnswers(host, answers, `${rule}, ${title}`));
  },
  240_000,
);

test('X19: a subset with DestinationRules on both sides works', async () => {
  await broken(SUBSET, false, () => expectAnswers(DETAILS_HOST, ['details-v2'], 'X19, a right subset'));
}, 240_000);
