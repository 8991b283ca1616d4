import { type Document, LineCounter, parseAllDocuments } from 'yaml';
import type { Path } from '../issues/issue';
import type { Position } from '../issues/place';
import { offsetOf } from '../yaml/offset';
import { SPARING } from './parse';

/** Plain JSON: what YAML and JSON files hold. */
export type Fields = { readonly [field: string]: unknown };

/** A file of manifests; its text is parsed a second time, with places, only where a place is asked for. */
export class ManifestFile {
  private documents: readonly Document[] | undefined;
  private readonly lines = new LineCounter();

  /**
   * @param path the file as the user named it, for messages
   * @param text its content
   */
  constructor(
    readonly path: string,
    readonly text: string,
  ) {}

  /** Where a part of a document stands; its nearest surroundings where it does not. */
  locate(document: number, path: Path, atKey: boolean): Position {
    this.documents ??= this.parse();
    const root = this.documents[document];
    const offset = root === undefined ? 0 : offsetOf(root, path, atKey);
    const { line, col } = this.lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }

  private parse(): readonly Document[] {
    const options = { ...SPARING, lineCounter: this.lines, merge: true };
    return [...parseAllDocuments(this.text, options)] as readonly Document[];
  }
}

/** One Kubernetes object of a manifest, with the way back to its text. */
export interface ManifestObject {
  readonly cluster: string;
  readonly file: ManifestFile;
  /** The index of its document in the file. */
  readonly document: number;
  /** Where it stands in its document: empty, or `items[n]` of a List. */
  readonly root: Path;
  readonly apiVersion: string;
  /** The API group; empty for the core group. */
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  /** Undefined for objects without one; a cluster-wide kind has none. */
  readonly namespace: string | undefined;
  readonly value: Fields;
}

/** Where a part of an object stands in its file. */
export function positionOf({ file, document, root }: ManifestObject, path: Path, atKey = false): Position {
  return file.locate(document, [...root, ...path], atKey);
}

/** What an object is called in messages: `ServiceMeshPeer rosa-prod-mesh/aro-stg-mesh`. */
export function objectName({ kind, namespace, name }: ManifestObject): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}
