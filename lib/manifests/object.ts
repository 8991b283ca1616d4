import type { Path } from '../issues/issue';
import type { Position } from '../issues/place';
import type { SecretSpan } from '../issues/redact';
import type { Fields } from '../values';
import { DocumentParts } from '../yaml/document-parts';

/** A file with manifests. Its documents are parsed a second time, with positions, only when a position is needed. */
export class ManifestFile {
  private parts: DocumentParts | undefined;

  /**
   * @param path the file as the user named it, for messages
   * @param text the content of the file
   */
  constructor(
    readonly path: string,
    readonly text: string,
  ) {}

  /** The position of a path in a document, or of its nearest ancestor that is in the document. */
  locate(document: number, path: Path, atKey: boolean): Position {
    return this.documents().locate(document, path, atKey);
  }

  /** Where the document at an offset has values that no report may show, in the order of their starts. */
  secretValuesAt(offset: number): readonly SecretSpan[] {
    return this.documents().secretValuesAt(offset);
  }

  /** A line without its end, from 1; empty where there is none. */
  line(line: number): string {
    return this.documents().line(line);
  }

  private documents(): DocumentParts {
    this.parts ??= new DocumentParts(this.text);
    return this.parts;
  }
}

/** A Kubernetes object with its place in a manifest. */
export interface ManifestObject {
  /** The cluster that the manifest belongs to. */
  readonly cluster: string;
  /** The file that contains the object. */
  readonly file: ManifestFile;
  /** The index of the document in the file, from 0. */
  readonly document: number;
  /** The path of the object in its document: empty, or `items[n]` of a List. */
  readonly root: Path;
  /** `apiVersion` as written, such as `maistra.io/v2`. */
  readonly apiVersion: string;
  /** The API group; empty for the core group. */
  readonly group: string;
  /** `kind` as written. */
  readonly kind: string;
  /** `metadata.name`; empty if it is missing or not a string. */
  readonly name: string;
  /** `metadata.namespace`; undefined if it is missing, as for cluster-scoped kinds. */
  readonly namespace: string | undefined;
  /** The whole object. */
  readonly value: Fields;
}

/** The position of a path of an object in its file. */
export function positionOf({ file, document, root }: ManifestObject, path: Path, atKey = false): Position {
  return file.locate(document, [...root, ...path], atKey);
}

/** The name of an object in messages: `ServiceMeshPeer rosa-prod-mesh/aro-stg-mesh`. */
export function objectName({ kind, namespace, name }: ManifestObject): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}
