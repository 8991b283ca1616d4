import fc from 'fast-check';
import { textEdits } from '../edit-text';
import { editTree, treeEdits } from '../edit-tree';
import type { Respond } from '../offline';
import { type CaseOutput, target } from '../target';
import { keysIn, PRIVATE_KEY, rootOf } from './examples';
import { fetchReports } from './fetch';

const ports = [
  { name: 'tls', port: 15443, nodePort: 31443 },
  { name: 'https-discovery', port: 8188, nodePort: 31188 },
];
const root = (pem: string | undefined) => ({ kind: 'ConfigMap', apiVersion: 'v1', data: { 'root-cert.pem': pem } });
const service = (type: string, ingress: readonly object[]) => ({
  kind: 'Service',
  apiVersion: 'v1',
  metadata: { name: 'gateway', annotations: {} },
  spec: { type, ports },
  status: { loadBalancer: { ingress } },
});
const node = (address: string) => ({
  metadata: { name: 'node', labels: {} },
  spec: { taints: [] },
  status: { addresses: [{ type: 'ExternalIP', address }], conditions: [{ type: 'Ready', status: 'True' }] },
});

const ROOTS = new Map(['west-mesh', 'east-mesh'].map((mesh) => [mesh, rootOf(mesh)]));
const ON_NODES = service('NodePort', []);
const BALANCED = service('LoadBalancer', [{ hostname: 'gw.example.org' }]);
const NODES = { kind: 'NodeList', apiVersion: 'v1', metadata: {}, items: [node('198.51.100.4'), node('198.51.100.5')] };

/** What API servers answer. */
const BODIES: readonly object[] = [
  ...[...ROOTS.values()].map(root),
  root(PRIVATE_KEY),
  BALANCED,
  service('LoadBalancer', [{ ip: '203.0.113.7' }]),
  ON_NODES,
  NODES,
  { kind: 'Status', apiVersion: 'v1', status: 'Failure', message: 'S3CRETMESSAGE0', reason: 'NotFound', code: 404 },
];

/** An answer as HTTP. */
function httpText(status: number, body: string, headers = ''): string {
  const length = Buffer.byteLength(body);
  return `HTTP/1.1 ${status} S3CRETREASON0\r\ncontent-type: application/json\r\nconnection: close\r\n${headers}content-length: ${length}\r\n\r\n${body}`;
}

/** What the valid servers send. */
export const validAnswer: Respond = (host, path) => {
  const name = `${host.split('.')[0]}-mesh`;
  const gateway = name === 'west-mesh' ? BALANCED : ON_NODES;
  const body = path.includes('/configmaps/') ? root(ROOTS.get(name)) : path.includes('/nodes') ? NODES : gateway;
  return Buffer.from(httpText(200, JSON.stringify(body)));
};

const status = fc.oneof(
  { weight: 6, arbitrary: fc.constant(200) },
  fc.constantFrom(201, 204, 301, 307, 400, 401, 403, 404, 409, 429, 500, 503),
  fc.integer({ min: 100, max: 999 }),
);

const header = fc.constantFrom(
  '',
  '',
  'location: http://127.0.0.1/S3CRETLOCATION0\r\n',
  'retry-after: 99999999\r\n',
  'content-encoding: gzip\r\n',
  'transfer-encoding: chunked\r\n',
);

const changed = fc
  .tuple(fc.constantFrom(...BODIES), treeEdits)
  .map(([body, edits]) => JSON.stringify(editTree(body, edits)));

/** A mutated answer, or a valid body with any status; rarely with changes in its bytes. */
const answer = fc
  .tuple(
    status,
    fc.oneof(
      { weight: 4, arbitrary: changed },
      fc.constantFrom(...BODIES).map((body) => JSON.stringify(body)),
    ),
    header,
    fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, textEdits),
  )
  .map(([code, body, extra, edits]) => edits.reduce((text, edit) => edit(text), httpText(code, body, extra)));

/** Which requests get the answer: parts of paths and hosts. */
const requests = fc.tuple(fc.constantFrom('configmaps', 'services', 'nodes', ''), fc.constantFrom('west', 'east', ''));

const answers = fc.array(fc.record({ requests, answer }), { minLength: 1, maxLength: 3 });

/** Texts of servers that are none of a report's business. */
const SECRETS = ['S3CRETMESSAGE0', 'S3CRETREASON0', 'S3CRETLOCATION0'];

/** Answers of API servers, from the bytes of HTTP on. */
export const ANSWERS = target({
  name: 'answers',
  input: answers,
  run: async (given, directory): Promise<CaseOutput> => {
    const respond = (host: string, path: string) => {
      const found = given.find((each) => path.includes(each.requests[0]) && host.includes(each.requests[1]));
      return found === undefined ? validAnswer(host, path) : Buffer.from(found.answer);
    };
    const reports = await fetchReports(directory, { respond });
    const all = given.map((each) => each.answer).join('\n');
    const isMoved = /S3CRET(?!KEYMARK)/.test(
      all.replaceAll(/(?<="message":")S3CRETMESSAGE0(?=")|S3CRET(REASON|LOCATION)0/g, ''),
    );
    return { reports, secrets: [...keysIn(all), ...(isMoved ? [] : SECRETS)] };
  },
});
