import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensure, ImportError } from './import-error';
import type { LockedSource } from './lock';

const TIMEOUT_MS = 30_000;
const MAX_BYTES = 8 * 1024 * 1024;

/**
 * Reads every source, from GitHub or, when `from` is given, from that directory, and checks its digest.
 *
 * @returns the text of each source, by its `file`
 * @throws ImportError for a file that cannot be read, a failed download, or a wrong digest
 */
export async function readSources(
  sources: readonly LockedSource[],
  from: string | undefined,
): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const source of sources) {
    const place = from === undefined ? rawUrl(source) : join(from, source.file);
    const bytes = from === undefined ? await download(place) : await readLocal(place);
    checkDigest(source, bytes, place);
    texts.set(source.file, bytes.toString('utf8'));
  }
  return texts;
}

function rawUrl({ repository, commit, path }: LockedSource): string {
  return `https://raw.githubusercontent.com/${repository}/${commit}/${path}`;
}

async function readLocal(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new ImportError(`cannot read ${path}: ${(error as NodeJS.ErrnoException).code ?? 'unknown error'}`);
  }
}

async function download(url: string): Promise<Buffer> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    ensure(response.ok && response.body !== null, `HTTP status ${response.status}`);
    return await readBounded(response.body);
  } catch (error) {
    throw new ImportError(`cannot download ${url}: ${reason(error)}`);
  }
}

async function readBounded(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    ensure(size <= MAX_BYTES, `more than ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

// The message of fetch is only "fetch failed"; the reason is in the cause.
function reason(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? cause.message || message : message;
}

function checkDigest(source: LockedSource, bytes: Buffer, place: string): void {
  const digest = createHash('sha256').update(bytes).digest('hex');
  ensure(digest === source.sha256, `${place} has sha256 ${digest}, imports/sources.yaml expects ${source.sha256}`);
}
