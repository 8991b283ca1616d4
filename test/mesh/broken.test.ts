import type { KubeObject } from '../helpers/synthesize';
import { type BrokenCase, CASES, SUBSET } from './broken/cases';
import { adding, all, change, type Edit, without, withValues } from './broken/edits';
import { codeOf, newCodes } from './broken/lint';
import { readFacts } from './fixture/facts';
import { DETAILS_HOST, DETAILS_V2, federation, RATINGS_HOST } from './fixture/federation';
import { ARO, EAST_WEST, ROSA, trustDomainOf } from './fixture/parts';
import { DEPLOYMENT, GATEWAY } from './harness/objects';
import { allFrom, allWith, counted, send, sendUntil, show } from './harness/traffic';
import { until } from './harness/until';
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

/** Expects that the linter finds the mistake by the rule of the specification. */
function expectFinding(rule: string, edit: Edit): void {
  expect(newCodes(base, edit(base))).toContain(codeOf(rule));
}

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
  async ({ rule, title, edit, host, answers, restarted }: BrokenCase) => {
    expectFinding(rule, edit);
    await broken(edit, restarted === true, () => expectAnswers(host, answers, `${rule}, ${title}`));
  },
  240_000,
);

test('X19: a subset with DestinationRules on both sides works', async () => {
  expect(newCodes(base, SUBSET(base))).toEqual([]);
  await broken(SUBSET, false, () => expectAnswers(DETAILS_HOST, ['details-v2'], 'X19, a right subset'));
}, 240_000);

test('X4: of the accepted roots none is replaced as long as one is invalid', async () => {
  const edit = withValues('rosa', ROSA.name, (values) => {
    const caCertificates = [...values.meshConfig.caCertificates, { pem: '<ossm-fed:root:aro-stg-mesh>' }];
    return { ...values, meshConfig: { ...values.meshConfig, caCertificates } };
  });
  expectFinding('X4', edit);
  await broken(edit, false, async () => {
    const message = 'failed to update meshConfig PEM trustAnchors';
    await until(`"${message}" in the log of istiod`, () =>
      world
        .cluster('rosa')
        .logs()
        .some((text) => text.includes(message)),
    );
    await expectAnswers(DETAILS_V2.host, ['details-v2'], 'X4, an invalid root beside those that were there before');
  });
}, 240_000);

describe('X17: a Gateway without a revision, where all control planes have one', () => {
  const unlabelled = (object: KubeObject): KubeObject => {
    const { 'istio.io/rev': _, ...labels } = object.metadata.labels as { readonly [label: string]: string };
    return { ...object, metadata: { ...object.metadata, labels } };
  };

  test('is not deployed', async () => {
    const copies = (manifests: Manifests): readonly KubeObject[] =>
      manifests.aro
        .filter(({ kind, apiVersion }) => kind === 'Gateway' && apiVersion.startsWith('gateway.networking.k8s.io'))
        .map((object) => ({ ...object, metadata: { ...object.metadata, labels: {} } }))
        .map((object) => ({ ...object, metadata: { ...object.metadata, name: 'unlabelled' } }));
    const edit: Edit = (manifests) => ({ ...manifests, aro: [...manifests.aro, ...copies(manifests)] });
    expectFinding('X17', edit);
    await broken(edit, false, async () => {
      const deployed = (name: string) => world.fleet.api('aro').get(DEPLOYMENT, `${name}-istio`, EAST_WEST);
      expect(await deployed('unlabelled')).toBeUndefined();
      expect(await deployed('eastwestgateway')).toBeDefined();
    });
  }, 240_000);

  test('carries traffic as a remote one, without a status', async () => {
    const name = `remote-${ARO.name}`;
    const statusOf = async (): Promise<string> => JSON.stringify(await programmed(name));
    expect(await statusOf()).toContain('"True"');
    // The status of an object stays when it is changed, so it is made again.
    await settleWith(without(['rosa', 'Gateway', name])(base));
    const edit = change(['rosa', 'Gateway', name], unlabelled);
    expectFinding('X17', edit);
    await broken(edit, false, async () => {
      await expectAnswers(DETAILS_V2.host, ['details-v2'], 'X17, a remote Gateway without a revision');
      expect(await statusOf()).not.toContain('"True"');
    });
  }, 240_000);

  async function programmed(name: string): Promise<readonly string[]> {
    const gateway = await world.fleet.api('rosa').get(GATEWAY, name, ROSA.name);
    const { conditions = [] } = (gateway?.status ?? {}) as {
      readonly conditions?: readonly { type: string; status: string }[];
    };
    return conditions.filter(({ type }) => type === 'Programmed').map((condition) => condition.status);
  }
});

const LISTENER = { name: 'tls', port: 15443, protocol: 'TLS', tls: { mode: 'Passthrough' } };

test.each([
  ['X18: a listener for all names', { listeners: [{ ...LISTENER, hostname: '*' }] }, 'hostname'],
  ['X30: a name as an IP address', { addresses: [{ type: 'IPAddress', value: 'gateway.example.com' }] }, 'addresses'],
])('%s is rejected', async (title, fields, place) => {
  const metadata = { name: 'rejected', namespace: ROSA.name };
  const spec = { gatewayClassName: 'istio-remote', listeners: [LISTENER] };
  expect(await world.rejection('rosa', { ...GATEWAY, metadata, spec })).toBe('');
  const wrong = { ...GATEWAY, metadata, spec: { ...spec, ...fields } };
  expectFinding(title.split(':')[0] as string, adding('rosa', wrong));
  expect(await world.rejection('rosa', wrong)).toContain(place);
});

test('X20: with an alias, a policy for an own principal lets that of the peer through', async () => {
  const policy = admitting(`${trustDomainOf(ARO)}/ns/${ROSA.member}/sa/bookinfo-productpage`);
  await broken(policy, false, () => expectAnswers(DETAILS_V2.host, ['403'], 'X20, a policy for an own principal'));
  const both = all(policy, aliased);
  expectFinding('X20', both);
  await broken(both, true, () => expectAnswers(DETAILS_V2.host, ['details-v2'], 'X20, the same with an alias'));
}, 400_000);

test('X20: with an alias, a policy for a principal of the peer lets an own workload through', async () => {
  const ratings = () => world.cluster('aro').pod(ARO.member, 'ratings-v2');
  const expectStatus = async (status: number, what: string): Promise<void> => {
    const details = `http://details.${ARO.member}.svc.cluster.local:9080/`;
    const replies = await sendUntil(allWith(status), () => send(ratings(), details, 5));
    show(what, replies);
    expect(replies.map((reply) => reply.status)).toEqual([status, status, status, status, status]);
  };
  const policy = admitting(`${trustDomainOf(ROSA)}/ns/${ARO.member}/sa/bookinfo-ratings`);
  const both = all(policy, aliased);
  expectFinding('X20', both);
  await settleWith(policy(base));
  await expectStatus(403, 'X20, a policy for a principal of the peer');
  await settleWith(both(base));
  await expectStatus(200, 'X20, the same with an alias');
  await settleWith(base);
}, 400_000);

/** Admits one principal to the details of aro. */
function admitting(principal: string): Edit {
  const rules = [{ from: [{ source: { principals: [principal] } }] }];
  return adding('aro', {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name: 'details', namespace: ARO.member },
    spec: { selector: { matchLabels: { app: 'details' } }, rules },
  });
}

/** Accepts rosa by an alias instead of by its trust domain. */
function aliased(manifests: Manifests): Manifests {
  return withValues('aro', ARO.name, (values) => {
    const caCertificates = values.meshConfig.caCertificates.map(({ pem }) => ({ pem }));
    const trustDomainAliases = [trustDomainOf(ROSA)];
    return { ...values, meshConfig: { ...values.meshConfig, caCertificates, trustDomainAliases } };
  })(manifests);
}
