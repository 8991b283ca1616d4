import type { RequestOptions } from 'node:https';
import tls from 'node:tls';
import { agentOf } from '../../../lib/kube/node/agent';
import { getObject } from '../../../lib/kube/node/request';
import { makeCertificate } from '../../e2e/harness/certificates';
import { FakeApi } from '../../helpers/fake-api';

const LIMITS = { milliseconds: 20_000, bytes: 1000 };

/** Gets an object several times at once; returns the answers, and how often certificates and keys were read. */
async function getAtOnce(times: number, options: RequestOptions) {
  const { certificate: cert, key } = makeCertificate({ organization: 'test', ca: false });
  const api = await FakeApi.start({ '*': { kind: 'ConfigMap' } }, { cert, key });
  const made = jest.spyOn(tls, 'createSecureContext');
  const agent = agentOf(options);
  try {
    const url = new URL(`${api.url}/x`);
    const all = Array.from({ length: times }, () => getObject(url, { ...options, agent }, LIMITS));
    return { answers: await Promise.all(all), contexts: made.mock.calls.length, connections: api.most };
  } finally {
    made.mockRestore();
    agent.destroy();
    await api.stop();
  }
}

test('the certificates of a cluster are read once for its four connections', async () => {
  const { answers, contexts, connections } = await getAtOnce(8, { rejectUnauthorized: false });
  expect(answers.filter((answer) => 'value' in answer)).toHaveLength(8);
  expect([contexts, connections]).toEqual([1, 4]);
});

test('a server is not accepted whose certificate another CA signed', async () => {
  const { answers } = await getAtOnce(2, { ca: makeCertificate({ organization: 'other', ca: true }).certificate });
  expect(answers.filter((answer) => 'failure' in answer)).toHaveLength(2);
});

test('an invalid client certificate is a failure of each request', async () => {
  const { answers } = await getAtOnce(2, { rejectUnauthorized: false, cert: 'no certificate', key: 'no key' });
  expect(answers).toMatchObject([{ failure: { kind: 'tls' } }, { failure: { kind: 'tls' } }]);
});
