import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import { type Fields, isFields } from '../../values';
import { type Answer, type Failure, failed } from '../failure';
import { parseRetryAfter } from '../retry-after';
import type { ApiRequest } from '../sending';
import { connectionFailure } from './connection-failure';

/** The limits of one request. */
export interface RequestLimits {
  /** The time from the DNS lookup to the last byte of the response. */
  readonly milliseconds: number;
  /** The size of the body of the response. */
  readonly bytes: number;
}

/** A response whose body is complete. */
export interface ApiResponse {
  /** The HTTP status. */
  readonly status: number;
  /** The headers. */
  readonly headers: IncomingMessage['headers'];
  /** The body; undefined where it is longer than the limit. */
  readonly body: string | undefined;
}

/** The method and the body of a request. */
export type RequestContent = Omit<ApiRequest, 'path'>;

/** Gets an object from a Kubernetes API. */
export async function getObject(url: URL, options: RequestOptions, limits: RequestLimits): Promise<Answer<unknown>> {
  const answer = await sendRequest(url, options, limits, { method: 'GET' });
  return 'failure' in answer ? answer : judge(answer.value, limits.bytes);
}

/**
 * Sends a request to a Kubernetes API. The typed calls of client-node neither limit a response nor check it, and follow
 * redirects; here a redirect is an error, so credentials are sent only to the server of the kubeconfig. Its
 * `KubernetesObjectApi` also writes objects in its own models of their kinds, which it finds by version and kind without
 * the group: it would drop fields that it does not know, such as those of a `Service` of another group than the core one.
 */
export function sendRequest(
  url: URL,
  options: RequestOptions,
  limits: RequestLimits,
  { method, accept = 'application/json', body }: RequestContent,
): Promise<Answer<ApiResponse>> {
  return new Promise((resolve) => {
    const controller = new AbortController();
    const end = (answer: Answer<ApiResponse>) => {
      clearTimeout(timer);
      resolve(answer);
    };
    const fail = (error: unknown) => end({ failure: connectionFailure(error, url.host) });
    // An aborted request reports nothing while a proxy delays the connection, so the timer makes the answer itself.
    const timer = setTimeout(() => {
      end(timedOut(url, limits));
      controller.abort();
    }, limits.milliseconds);
    const start = () => {
      const send = url.protocol === 'http:' ? httpRequest : httpsRequest;
      const content =
        body === undefined ? {} : { 'content-type': body.type, 'content-length': Buffer.byteLength(body.text) };
      const headers = { ...options.headers, accept, ...content };
      const { signal } = controller;
      let hasResponse = false;
      const request = send(url, { ...options, headers, method, signal }, (response) => {
        hasResponse = true;
        const { statusCode: status = 0, headers: own } = response;
        readBody(response, limits.bytes).then((text) => end({ value: { status, headers: own, body: text } }), fail);
      });
      // A server may close a connection that was idle while a request is sent; each attempt uses up one such connection.
      const isStale = (error: Error) =>
        request.reusedSocket && !hasResponse && method === 'GET' && /^(ECONNRESET|EPIPE)$/.test(codeOf(error));
      request.on('error', (error) => (isStale(error) ? start() : fail(error))).end(body?.text);
    };
    try {
      start();
    } catch (error) {
      fail(error);
    }
  });
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : '';
}

function timedOut({ host }: URL, { milliseconds }: RequestLimits): { readonly failure: Failure } {
  return failed('timeout', `no complete response from ${host} within ${milliseconds / 1000} s`);
}

/** The body of a response; undefined where it is longer than the limit. */
async function readBody(response: IncomingMessage, max: number): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response) {
    length += (chunk as Buffer).length;
    if (length > max) {
      response.destroy();
      return undefined;
    }
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * What a response to a request to read means.
 *
 * @param max the limit of its body, in bytes
 */
export function judge({ status: statusCode, headers, body }: ApiResponse, max: number): Answer<unknown> {
  // The status decides; proxies in front of an API send these with any body.
  if (statusCode === 401) return failed('unauthorized', '401');
  if (statusCode === 403) return failed('forbidden', '403');
  if (statusCode === 429 || statusCode >= 500) {
    const { failure } = failed('unavailable', `HTTP status ${statusCode}`);
    const retryAfter = parseRetryAfter(headers['retry-after'], Date.now());
    return { failure: { ...failure, ...(retryAfter !== undefined && { retryAfter }) } };
  }
  if (body === undefined) return failed('answer', `response of more than ${max} bytes`);
  const value = parseBody(body);
  if (statusCode === 404 && value?.kind === 'Status') return failed('missing', '404');
  if (statusCode >= 300 && statusCode < 400) return failed('answer', `redirect (${statusCode})`);
  if (statusCode !== 200) return failed('answer', `HTTP status ${statusCode} without a Status object`);
  return typeof value?.kind === 'string' ? { value } : failed('answer', 'not an object');
}

/** The map in a body; undefined if it is anything else. */
export function parseBody(text: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
