import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import { type Answer, failed } from '../failure';
import { connectionFailure } from './connection-failure';

/** The bounds of one request. */
export interface Limits {
  /** For all of it, from the look-up of the name to the last byte, in milliseconds. */
  readonly milliseconds: number;
  /** For the body of the answer. */
  readonly bytes: number;
}

/**
 * Gets an object from a Kubernetes API. client-node's typed calls neither bound an answer nor check it, and follow
 * redirects; here a redirect is no answer, so credentials go to the server of the kubeconfig alone.
 */
export function getObject(url: URL, options: RequestOptions, limits: Limits): Promise<Answer<unknown>> {
  return new Promise((resolve) => {
    const controller = new AbortController();
    const end = (answer: Answer<unknown>) => {
      clearTimeout(timer);
      resolve(answer);
    };
    const fail = (error: unknown) => end({ failure: connectionFailure(error, url.host) });
    // An aborted request tells nobody while a proxy keeps it from a connection, so the time limit answers by itself.
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

function timedOut({ host }: URL, { milliseconds }: Limits): Answer<unknown> {
  return failed('timeout', `${host} gave no whole answer within ${milliseconds / 1000} s`);
}

/** The body of an answer; undefined where it is longer than the bound. */
async function readBody(response: IncomingMessage, most: number): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response) {
    length += (chunk as Buffer).length;
    if (length > most) {
      response.destroy();
      return undefined;
    }
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function judge({ statusCode = 0 }: IncomingMessage, body: string | undefined, most: number): Answer<unknown> {
  // The status alone tells these; proxies in front of an API give them with bodies of all sorts.
  if (statusCode === 401) return failed('unauthorized', '401');
  if (statusCode === 403) return failed('forbidden', '403');
  if (statusCode === 429 || statusCode >= 500) return failed('unavailable', `its API says ${statusCode}`);
  if (body === undefined) return failed('answer', `it is longer than ${most} bytes`);
  const value = parse(body);
  if (statusCode === 404 && value?.kind === 'Status') return failed('missing', '404');
  if (statusCode >= 300 && statusCode < 400) return failed('answer', `it is the redirect ${statusCode}`);
  if (statusCode !== 200) return failed('answer', `it is ${statusCode} without being a Status`);
  return typeof value?.kind === 'string' ? { value } : failed('answer', 'it is no object');
}

function parse(text: string): { readonly [field: string]: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as { readonly [field: string]: unknown }) : undefined;
  } catch {
    return undefined;
  }
}
