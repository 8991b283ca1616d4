import type { Agent, RequestOptions } from 'node:https';
import { KubeConfig } from '@kubernetes/client-node';
import { MAX_CREDENTIAL_BYTES } from '../../bounds';
import { readRegular } from '../../files/read';
import { type Fields, isText, plainText } from '../../values';
import { type Answer, failed } from '../failure';
import { apiReader } from '../reader';
import type { WriteAnswer } from '../sending';
import { apiWriter, type ClusterWriter, type ConnectWriter } from '../writer';
import { agentOf } from './agent';
import { runExecPlugin } from './exec-plugin';
import { accessOf, type KubeAccess, readKubeconfig } from './kubeconfig';
import { getObject, type RequestContent, type RequestLimits, sendRequest } from './request';
import { judgeWrite } from './write-response';

/** The limits of one request: well above the latency of an API server on another continent, and the size of 100 Nodes. */
const LIMITS: RequestLimits = { milliseconds: 15_000, bytes: 32_000_000 };
/** How long getting credentials may take, in milliseconds. */
const CREDENTIALS = 30_000;

/** Options of {@link connectByKubeconfig}. */
export interface ConnectOptions {
  /**
   * Whether to read clusters whose kubeconfig turns TLS verification off.
   *
   * @default false
   */
  readonly allowInsecure?: boolean;
}

/** Where an API is, and how requests to it are sent. */
interface OpenConnection {
  readonly server: string;
  readonly options: RequestOptions;
  readonly agent?: Agent;
}

/**
 * Reads and writes clusters by their kubeconfig contexts. The kubeconfig is read once and never written; each client gets new
 * credentials, because those of cloud providers expire within minutes.
 *
 * @param file the kubeconfig file. Default: the files of KUBECONFIG, or `.kube/config` in the home directory
 */
export function connectByKubeconfig(file?: string, { allowInsecure = false }: ConnectOptions = {}): ConnectWriter {
  const kubeconfig = readKubeconfig(process.env, file);
  return (context) => {
    const access = accessOf(kubeconfig, context);
    const insecure = 'value' in access ? insecurityOf(access.value.cluster) : undefined;
    if (insecure === undefined) return clientOf(() => open(access));
    if (allowInsecure) return { ...clientOf(() => open(access)), insecure };
    return clientOf(async () => failed('insecure', insecure));
  };
}

/** Why others could read or forge what is sent to a cluster; undefined where its server is verified by TLS. */
function insecurityOf(cluster: Fields): string | undefined {
  if (cluster['insecure-skip-tls-verify'] !== true) return undefined;
  return /^http:/i.test(plainText(cluster.server) ?? '')
    ? 'its server is http, which sends credentials as clear text'
    : 'it has "insecure-skip-tls-verify: true", so its server is not verified';
}

function clientOf(connect: () => Promise<Answer<OpenConnection>>): ClusterWriter {
  let opened: Promise<Answer<OpenConnection>> | undefined;
  let agent: Agent | undefined;
  const connected = async (): Promise<Answer<OpenConnection>> => {
    opened ??= connect();
    const answer = await opened;
    if ('value' in answer) agent = answer.value.agent;
    return answer;
  };
  const get = async (path: string): Promise<Answer<unknown>> => {
    const answer = await connected();
    if ('failure' in answer) return answer;
    const { server, options } = answer.value;
    return getObject(new URL(`${server}${path}`), options, LIMITS);
  };
  const send = async ({
    path,
    ...content
  }: RequestContent & { readonly path: string }): Promise<WriteAnswer<unknown>> => {
    const answer = await connected();
    if ('failure' in answer) return answer;
    const { server, options } = answer.value;
    const response = await sendRequest(new URL(`${server}${path}`), options, LIMITS, content);
    return 'failure' in response ? response : judgeWrite(response.value, LIMITS.bytes);
  };
  return apiWriter(
    apiReader(get, () => agent?.destroy()),
    send,
  );
}

async function open(access: Answer<KubeAccess>): Promise<Answer<OpenConnection>> {
  if ('failure' in access) return access;
  const { cluster } = access.value;
  const server = (plainText(cluster.server) ?? '').replace(/\/+$/, '');
  const problem = serverProblem(server, cluster);
  if (problem !== undefined) return failed('kubeconfig', problem);
  const user = await userOf(access.value);
  return 'failure' in user ? user : connectionOf(server, access.value.context, cluster, user.value);
}

function serverProblem(server: string, cluster: Fields): string | undefined {
  if (!URL.canParse(server)) return 'the server of the cluster is not a URL';
  const { protocol, username, password, search, hash } = new URL(server);
  if (username !== '' || password !== '') return 'the server of the cluster contains a user name or password';
  if (search !== '' || hash !== '') return 'the server of the cluster has a query or a fragment';
  const proxy = cluster['proxy-url'];
  if (isText(proxy) && !/^(https?|socks[45]?[ah]?):/i.test(proxy))
    return 'the proxy of the cluster is neither http nor socks';
  if (protocol === 'https:') return undefined;
  if (protocol !== 'http:') return 'the server of the cluster is neither https nor http';
  return cluster['insecure-skip-tls-verify'] === true ? undefined : 'the server of the cluster is not https';
}

/** The user with credentials from programs and files, as client-node expects it. */
async function userOf({ context, cluster, user }: KubeAccess): Promise<Answer<Fields>> {
  const { exec, tokenFile, ...plain } = user;
  if (typeof tokenFile === 'string') {
    const token = readToken(tokenFile);
    return token === undefined
      ? failed('kubeconfig', 'cannot read the token file of the user')
      : { value: { ...plain, token } };
  }
  // A token in the kubeconfig has precedence over a program, as with kubectl.
  if (typeof exec !== 'object' || exec === null || isText(plain.token)) return { value: plain };
  const credential = await runExecPlugin({ context, cluster, user }, CREDENTIALS);
  if ('failure' in credential) return credential;
  const { token, certificate, key } = credential.value;
  const own = { ...plain, ...(token !== undefined && { token }) };
  if (certificate === undefined || key === undefined) return { value: own };
  return { value: { ...own, 'client-certificate-data': base64(certificate), 'client-key-data': base64(key) } };
}

/** What client-node makes of one context: TLS, headers, and the way through a proxy. */
async function connectionOf(
  server: string,
  name: string,
  cluster: Fields,
  user: Fields,
): Promise<Answer<OpenConnection>> {
  const config = new KubeConfig();
  const options: RequestOptions = {};
  try {
    // client-node would wait for the writer of a pipe.
    const [ownCluster, ownUser] = [
      withFiles(cluster, ['certificate-authority']),
      withFiles(user, ['client-certificate', 'client-key']),
    ];
    const whole = {
      clusters: [{ name, cluster: { ...ownCluster, server } }],
      users: [{ name, user: ownUser }],
      contexts: [{ name, context: { cluster: name, user: name } }],
      'current-context': name,
    };
    config.loadFromString(JSON.stringify(whole));
    await withTimeLimit(config.applyToHTTPSOptions(options), CREDENTIALS);
  } catch {
    // The message may contain secrets.
    return failed('kubeconfig', 'invalid file, proxy or login provider of the context');
  }
  // client-node makes agents that open a connection for each object; only a proxy needs one of those.
  if (isText(cluster['proxy-url']) || server.startsWith('http:')) return { value: { server, options } };
  const agent = agentOf(options);
  return { value: { server, options: { ...options, agent }, agent } };
}

async function withTimeLimit(work: Promise<unknown>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no end in time')), milliseconds);
  });
  try {
    await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** The fields with the content of files instead of their paths. As with kubectl, content in the kubeconfig has precedence. */
function withFiles(fields: Fields, keys: readonly string[]): Fields {
  const read = keys.flatMap((key) => {
    const file = fields[key];
    if (!isText(file) || isText(fields[`${key}-data`])) return [];
    return [[`${key}-data`, readRegular(file, MAX_CREDENTIAL_BYTES).toString('base64')] as const];
  });
  const others = Object.entries(fields).filter(([key]) => !keys.includes(key));
  return { ...Object.fromEntries(others), ...Object.fromEntries(read) };
}

function readToken(file: string): string | undefined {
  try {
    return readRegular(file, MAX_CREDENTIAL_BYTES).toString('utf8').trim();
  } catch {
    return undefined;
  }
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
