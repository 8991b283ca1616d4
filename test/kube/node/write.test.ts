import { getObject, sendRequest } from '../../../lib/kube/node/request';
import { judgeWrite } from '../../../lib/kube/node/write-response';
import { apiReader } from '../../../lib/kube/reader';
import type { Send } from '../../../lib/kube/sending';
import { apiWriter, type ClusterWriter } from '../../../lib/kube/writer';
import { type Answers, FakeApi } from '../../helpers/fake-api';

const RESOURCES = [
  { kind: 'ConfigMap', name: 'configmaps', namespaced: true, verbs: ['list'] },
  { kind: 'Namespace', name: 'namespaces', namespaced: false, verbs: ['list'] },
  { kind: 'ConfigMap', name: 'configmaps/status', namespaced: true, verbs: ['get'] },
];
const PATH = '/api/v1/namespaces/west/configmaps/root';
const REF = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'west', name: 'root' };
const OBJECT = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace: 'west', name: 'root' }, data: { a: 'b' } };
const APPLY = `${PATH}?fieldManager=ossm-fed&fieldValidation=Strict`;

const LIMITS = { milliseconds: 5000, bytes: 100_000 };

/** Runs something with a client of an API on loopback. */
async function withClient(
  answers: Answers,
  use: (client: ClusterWriter, api: FakeApi) => Promise<void>,
): Promise<void> {
  const api = await FakeApi.start({ '/api/v1': { kind: 'APIResourceList', resources: RESOURCES }, ...answers });
  const get = (path: string) => getObject(new URL(`${api.url}${path}`), {}, LIMITS);
  const send: Send = async ({ path, ...content }) => {
    const response = await sendRequest(new URL(`${api.url}${path}`), {}, LIMITS, content);
    return 'failure' in response ? response : judgeWrite(response.value, LIMITS.bytes);
  };
  try {
    await use(
      apiWriter(
        apiReader(get, () => undefined),
        send,
      ),
      api,
    );
  } finally {
    await api.stop();
  }
}

function status(code: number, rest: object = {}): object {
  return { status: code, body: { kind: 'Status', apiVersion: 'v1', status: 'Failure', code, ...rest } };
}

async function failureOf(answer: object): Promise<unknown> {
  let found: unknown;
  await withClient({ [APPLY]: answer }, async (client) => {
    found = await client.apply(OBJECT, false);
  });
  return (found as { readonly failure?: unknown }).failure;
}

test('an object is applied on the server under the own field manager, byte for byte', () => {
  const bodies: string[] = [];
  const answers: Answers = {
    [APPLY]: (request) => {
      request.on('data', (data: Buffer) => bodies.push(data.toString()));
      return { ...OBJECT, metadata: { ...OBJECT.metadata, resourceVersion: '7' } };
    },
  };
  return withClient(answers, async (client, api) => {
    expect(await client.apply(OBJECT, false)).toMatchObject({ value: { metadata: { resourceVersion: '7' } } });
    expect(api.requests).toEqual(['GET /api/v1', `PATCH ${APPLY}`]);
    expect(api.headers[1]).toMatchObject({ 'content-type': 'application/apply-patch+yaml' });
    expect(bodies).toEqual([JSON.stringify(OBJECT)]);
  });
});

test('a dry run says so', () =>
  withClient({ [`${APPLY}&dryRun=All`]: OBJECT }, async (client, api) => {
    expect(await client.apply(OBJECT, true)).toMatchObject({ value: { kind: 'ConfigMap' } });
    expect(api.requests.at(-1)).toBe(`PATCH ${APPLY}&dryRun=All`);
  }));

test('an object is deleted with its UID as precondition, and one that does not exist counts as deleted', () =>
  withClient({ [PATH]: { kind: 'Status', status: 'Success' } }, async (client, api) => {
    expect(await client.remove(REF, 'uid-1')).toEqual({ value: undefined });
    expect(await client.remove({ ...REF, name: 'other' }, 'uid-1')).toEqual({ value: undefined });
    expect(api.requests).toContain(`DELETE ${PATH}`);
  }));

test('what does not exist is undefined, also of a kind that the cluster does not have', () =>
  withClient({}, async (client) => {
    expect(await client.find(REF)).toEqual({ value: undefined });
    expect(await client.find({ ...REF, apiVersion: 'maistra.io/v2', kind: 'ServiceMeshControlPlane' })).toEqual({
      value: undefined,
    });
    expect(
      await client.apply({ ...OBJECT, apiVersion: 'maistra.io/v2', kind: 'ServiceMeshControlPlane' }, false),
    ).toEqual({
      failure: {
        kind: 'unknown-kind',
        detail: 'the cluster does not have the kind ServiceMeshControlPlane of maistra.io/v2',
      },
    });
  }));

test('a kind is found in any version of its group', () => {
  const versions = [{ groupVersion: 'maistra.io/v2' }, { groupVersion: 'maistra.io/v1' }];
  const answers: Answers = {
    '/apis/maistra.io': { kind: 'APIGroup', preferredVersion: versions[0], versions },
    '/apis/maistra.io/v2': { kind: 'APIResourceList', resources: [] },
    '/apis/maistra.io/v1': {
      kind: 'APIResourceList',
      resources: [{ kind: 'ServiceMeshMemberRoll', name: 'servicemeshmemberrolls', namespaced: true }],
    },
  };
  return withClient(answers, async (client) => {
    expect(await client.serves('servicemeshmemberrolls.maistra.io')).toEqual({ value: true });
    expect(await client.serves('servicemeshcontrolplanes.maistra.io')).toEqual({ value: false });
  });
});

test('of the kinds in a namespace only metadata is requested, and an API that does not answer is named', () => {
  const groups = [{ preferredVersion: { groupVersion: 'metrics.k8s.io/v1beta1' } }];
  const answers: Answers = {
    '/apis': { kind: 'APIGroupList', groups },
    '/apis/metrics.k8s.io/v1beta1': status(503),
    '/api/v1/namespaces/west/configmaps': {
      kind: 'PartialObjectMetadataList',
      items: [{ metadata: { name: 'root' } }],
    },
  };
  return withClient(answers, async (client, api) => {
    const kind = { apiVersion: 'v1', kind: 'ConfigMap', plural: 'configmaps', isNamespaced: true, isListed: true };
    expect(await client.namespacedKinds()).toEqual({ value: { kinds: [kind], unread: ['metrics.k8s.io/v1beta1'] } });
    expect(await client.metadata(kind, 'west')).toEqual({ value: [{ metadata: { name: 'root' } }] });
    expect(api.headers.at(-1)?.accept).toMatch(/^application\/json;as=PartialObjectMetadataList;/);
  });
});

describe('a rejected write', () => {
  test('with conflicts names fields and managers', async () => {
    const causes = [
      {
        reason: 'FieldManagerConflict',
        field: '.data.a',
        message: 'conflict with "kubectl-edit" using v1: SECRET-TEXT',
      },
    ];
    expect(await failureOf(status(409, { details: { causes } }))).toEqual({
      kind: 'conflict',
      detail: '.data.a is owned by "kubectl-edit"',
      conflicts: [{ field: '.data.a', manager: 'kubectl-edit' }],
    });
  });

  test('by an admission webhook names the webhook, and nothing else of its text', async () => {
    const message = 'admission webhook "smcp.validation.maistra.io" denied the request: SECRET-TEXT';
    for (const code of [400, 403]) {
      expect(await failureOf(status(code, { message }))).toEqual({
        kind: 'rejected',
        detail: 'the admission webhook "smcp.validation.maistra.io" rejects it',
      });
    }
  });

  test('by validation names the fields', async () => {
    const causes = [{ field: 'spec.version', message: 'SECRET-TEXT' }, { field: 'bad field\u001b[31m' }];
    expect(await failureOf(status(422, { details: { causes } }))).toEqual({
      kind: 'rejected',
      detail: 'the API server rejects spec.version (422)',
    });
  });

  test.each([
    [status(403, { message: 'SECRET-TEXT' }), { kind: 'forbidden', detail: '403' }],
    [status(404), { kind: 'missing', detail: '404' }],
    [status(409, { message: 'SECRET-TEXT' }), { kind: 'changed', detail: 'it was changed or replaced meanwhile' }],
    [
      status(403, { details: { causes: [{ reason: 'NamespaceTerminating' }] } }),
      { kind: 'changed', detail: 'its namespace is being deleted' },
    ],
    [
      { ...status(429), headers: { 'retry-after': '7' } },
      { kind: 'unavailable', detail: 'HTTP status 429', retryAfter: 7000 },
    ],
    [
      { status: 302, headers: { location: 'https://evil.test/' }, body: {} },
      { kind: 'answer', detail: 'redirect (302)' },
    ],
    [
      { body: { ...OBJECT, metadata: { name: 'other' } } },
      { kind: 'other-object', detail: 'another object than requested' },
    ],
  ])('is told from others: %j', async (answer, failure) => {
    expect(await failureOf(answer)).toEqual(failure);
  });
});
