import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import { type Answer, failed } from '../failure';
import { parseRetryAfter } from '../retry-after';
import { connectionFailure } from './connection-failure';

/** The limits of one request. */
export interface RequestLimits {
  /** The time from the DNS lookup to the last byte of the response. */
  readonly milliseconds: number;
  /** The size of the body of the response. */
  readonly bytes: number;
}

/**
 * Gets an object from a Kubernetes API. The typed calls of client-node neither limit a response nor check it, and follow
 * redirects; here a redirect is an error, so credentials are sent only to the server of the kubeconfig.
 */
export function getObject(url: URL, options: RequestOptions, limits: RequestLimits): Promise<Answer<unknown>> {
  return new Promise((resolve) => {
    const controller = new AbortController();
    const end = (answer: Answer<unknown>) => {
      clearTimeout(timer);
      resolve(answer);
    };
    const fail = (error: unknown) => end({ failure: connectionFailure(error, url.host) });
    // An aborted request reports nothing while a proxy delays the connection, so the timer makes the answer itself.
    const timer = setTimeout(() => {
      end(timedOut(url, limits));
      controller.abort();
    }, limits.milliseconds);
    try {
      const send = url.protocol === 'http:' ? httpRequest : httpsRequest;
      const headers = { ...options.headers, accept: 'application/json' };
      const { signal } = controller;
      const request = send(url, { ...options, headers, method: 'GET', signal }, (response) => {
        readBody(response, limits.bytes).then((body) => end(judge(response, body, limits.bytes)), fail);
      });
      request.on('error', fail).end();
    } catch (error) {
      fail(error);
    }
  });
}

function timedOut({ host }: URL, { milliseconds }: RequestLimits): Answer<unknown> {
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

function judge({ statusCode = 0, headers }: IncomingMessage, body: string | undefined, max: number): Answer<unknown> {
  // The status decides; proxies in front of an API send these with any body.
  if (statusCode === 401) return failed('unauthorized', '401');
  if (statusCode === 403) return failed('forbidden', '403');
  if (statusCode === 429 || statusCode >= 500) {
    const { failure } = failed('unavailable', `HTTP status ${statusCode}`);
    const retryAfter = parseRetryAfter(headers['retry-after'], Date.now());
    return { failure: { ...failure, ...(retryAfter !== undefined && { retryAfter }) } };
  }
  if (body === undefined) return failed('answer', `response of more than ${max} bytes`);
  const value = parse(body);
  if (statusCode === 404 && value?.kind === 'Status') return failed('missing', '404');
  if (statusCode >= 300 && statusCode < 400) return failed('answer', `redirect (${statusCode})`);
  if (statusCode !== 200) return failed('answer', `HTTP status ${statusCode} without a Status object`);
  return typeof value?.kind === 'string' ? { value } : failed('answer', 'not an object');
}

function parse(text: string): { readonly [field: string]: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as { readonly [field: string]: unknown }) : undefined;
  } catch {
    return undefined;
  }
}
