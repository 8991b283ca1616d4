import { type Document, LineCounter } from 'yaml';
import type { ParsedManifests } from '../federation/files';
import type { Manifest } from '../federation/model';
import type { FilePlace, Path } from '../issues/issue';
import { isFields } from '../values';
import { COMPLEX_KEY, complexKeyOf } from '../yaml/complex-keys';
import { parseDocuments, type YamlOptions } from '../yaml/documents';
import { duplicateKeys } from '../yaml/duplicates';
import { faultText } from '../yaml/fault';
import { offsetOf } from '../yaml/offset';
import { PLAIN_TAGS, plainValue } from '../yaml/plain';

const MANIFEST_OPTIONS: YamlOptions = { ...PLAIN_TAGS, version: '1.1', merge: true };

/**
 * Parses the YAML of a workload.
 *
 * @param file the path of the file for places
 */
export function parseManifests(file: string, text: string): ParsedManifests {
  const lines = new LineCounter();
  const placeAt = (offset: number): FilePlace => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };
  const { documents, excess } = parseDocuments(text, { ...MANIFEST_OPTIONS, lines });
  if (excess !== undefined) return invalid(`the file has ${excess}`, placeAt(0));
  const parsed = documents.map((document) => objectsOf(document, placeAt));
  return { found: parsed.flatMap(({ found }) => found), problems: parsed.flatMap(({ problems }) => problems) };
}

/** The objects of one document; a List is replaced by its items. */
function objectsOf(document: Document, placeAt: (offset: number) => FilePlace): ParsedManifests {
  const [error] = document.errors;
  if (error !== undefined) return invalid(faultText(error.message), placeAt(error.pos[0]));
  const [duplicate] = duplicateKeys(document);
  if (duplicate !== undefined) return invalid('Map keys must be unique', placeAt(duplicate.range?.[0] ?? 0));
  const complex = complexKeyOf(document);
  if (complex !== undefined) return invalid(COMPLEX_KEY, placeAt(complex));
  const plain = plainValue(document);
  if ('problem' in plain) return invalid(plain.problem, placeAt(offsetOf(document, [], false)));
  const values = plain.value === null ? [] : itemsOf(plain.value, []);
  const placed = values.map(({ value, path }) => ({ value, place: placeAt(offsetOf(document, path, false)) }));
  return {
    found: placed.flatMap(({ value, place }) => (isManifest(value) ? [{ object: value, place }] : [])),
    problems: placed.flatMap(({ value, place }) => (isManifest(value) ? [] : invalidObject(place).problems)),
  };
}

function invalid(reason: string, place: FilePlace): ParsedManifests {
  return { found: [], problems: [{ message: `invalid YAML: ${reason}`, fix: 'fix the YAML syntax here', place }] };
}

function invalidObject(place: FilePlace): ParsedManifests {
  const fix = 'write an object with "apiVersion", "kind" and "metadata", or remove it';
  return { found: [], problems: [{ message: 'not a Kubernetes object', fix, place }] };
}

/** The items of a List and of Lists in it with their paths, or the value itself. */
function itemsOf(value: unknown, path: Path): readonly { readonly value: unknown; readonly path: Path }[] {
  if (!isFields(value) || value.kind !== 'List' || !Array.isArray(value.items)) return [{ value, path }];
  return value.items.flatMap((item, i) => itemsOf(item, [...path, 'items', i]));
}

function isManifest(value: unknown): value is Manifest {
  if (!isFields(value)) return false;
  const { apiVersion, kind, metadata } = value;
  const isVersion = typeof apiVersion === 'string' && /^([^/]+\/)?[^/]+$/.test(apiVersion);
  return isVersion && typeof kind === 'string' && kind !== '' && isFields(metadata);
}
