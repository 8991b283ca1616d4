import { count } from '../values';
import { KUSTOMIZATION } from './formats';
import { type InputPlace, type InputProblem, type ManifestInput, unreadable } from './input';
import { kustomizationProblem, patchFilesOf } from './kustomize';
import type { ManifestObject } from './object';
import { newSharedFields } from './parse-fast';
import { type OtherDocument, readManifests } from './read';

/** How many files a problem of a directory names. */
const MAX_NAMED = 3;

/** Collects the manifests of sources one after the other. */
export class ManifestCollector implements ManifestInput {
  readonly objects: ManifestObject[] = [];
  readonly problems: InputProblem[] = [];
  /** The fields of the files that were read. */
  readonly fields = newSharedFields();
  skipped = 0;
  files = 0;

  /** Notes a problem. */
  note(problem: InputProblem): void {
    this.problems.push(problem);
  }

  /**
   * Reads the files of one source.
   *
   * @param place the cluster, and the file or directory as the user named it
   * @param isRequired whether a source without an object is a problem; asked when the source was read
   * @param read adds the files
   * @returns whether the source has an object, or a problem that says why not
   */
  readSource(place: InputPlace, isRequired: (files: number) => boolean, read: (source: SourceFiles) => void): boolean {
    const [firstObject, firstProblem] = [this.objects.length, this.problems.length];
    const source = new SourceFiles(place.cluster, this);
    read(source);
    this.removePatches(source.others, firstObject);
    const isRead = () => this.objects.length > firstObject || this.problems.slice(firstProblem).some(isError);
    const isEmpty = !isRead();
    if (isEmpty && !source.hasRepeats && isRequired(source.files.length)) this.note(emptySource(place, source));
    else for (const other of source.others) this.noteOther(place.cluster, other);
    return isRead();
  }

  /** Removes the objects that are patches of a kustomization of the source, and describes each kustomization once. */
  private removePatches(others: readonly OtherDocument[], firstObject: number): void {
    for (const other of others) {
      if (other.format !== KUSTOMIZATION) continue;
      const patches = patchFilesOf(other);
      const objects = this.objects.splice(firstObject);
      const kept = objects.filter(({ file }) => !patches.has(file.path));
      for (const object of kept) this.objects.push(object);
      this.skipped += objects.length - kept.length;
    }
  }

  private noteOther(cluster: string, other: OtherDocument): void {
    const { name, fix, severity } = other.format;
    if (other.format === KUSTOMIZATION) this.note(kustomizationProblem(cluster, other));
    if (severity === undefined) return;
    const message = `found ${name} instead of a Kubernetes object`;
    this.note({ ...placeOf(cluster, other), severity, message, effect: 'what it stands for is not checked', fix });
  }
}

function isError({ severity }: InputProblem): boolean {
  return severity === 'error';
}

/** The files of one source while they are read. */
export class SourceFiles {
  /** The paths of the files that were read, with their sizes. */
  readonly files: { readonly path: string; readonly isBlank: boolean }[] = [];
  /** Whether the source has a file that was read for the same cluster before. */
  hasRepeats = false;
  /** The documents that are not Kubernetes objects. */
  readonly others: OtherDocument[] = [];

  constructor(
    private readonly cluster: string,
    private readonly all: ManifestCollector,
  ) {}

  /** Adds the content of a file. */
  add(path: string, text: string): void {
    const { manifests, others, problem } = readManifests(this.cluster, path, text, this.all.fields);
    this.files.push({ path, isBlank: text.trim() === '' });
    this.all.files += 1;
    this.all.skipped += others.length;
    for (const manifest of manifests) this.all.objects.push(manifest);
    for (const other of others) this.others.push(other);
    if (problem === undefined) return;
    this.all.note(unreadable({ cluster: this.cluster, file: path, ...problem.position }, problem.message, problem.fix));
  }
}

function placeOf(cluster: string, { file, document, root }: OtherDocument): InputPlace {
  return { cluster, file: file.path, ...file.locate(document, root, false) };
}

/** The problem of a source without an object. */
function emptySource(place: InputPlace, { files, others }: SourceFiles): InputProblem {
  const problem = { ...place, severity: 'error', effect: '' } as const;
  const [first] = others;
  const [file, ...more] = files;
  if (file === undefined) {
    const fix = 'name a directory with .yaml, .yml or .json files';
    return { ...problem, message: 'no manifests found: the directory has no YAML or JSON file', fix };
  }
  if (first !== undefined && more.length === 0) {
    const { name, fix } = first.format;
    return {
      ...problem,
      ...placeOf(place.cluster, first),
      message: `found ${name} instead of a Kubernetes object`,
      fix,
    };
  }
  if (first !== undefined) {
    const named = others.slice(0, MAX_NAMED).map((other) => `${other.file.path} is ${other.format.name}`);
    const message = `no Kubernetes object in ${count(files.length, 'file')}: ${named.join('; ')}`;
    return { ...problem, message, fix: first.format.fix };
  }
  if (place.file === '<stdin>') {
    const fix = 'run the command before the pipe alone: it failed, or printed nothing';
    return { ...problem, message: 'no Kubernetes object: standard input is empty', fix };
  }
  const what = more.length === 0 ? 'the file is empty' : `its ${files.length} files are empty`;
  const fix = 'run the command that writes it again: it failed, or wrote nothing';
  return { ...problem, message: `no Kubernetes object: ${what}`, fix };
}
