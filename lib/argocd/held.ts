import { fileText } from '../output/render';
import { type Fields, isFields } from '../values';

/** A file with its objects, which are unknown after values were filled in. */
interface HeldFile {
  readonly path: string;
  readonly text: string;
  readonly objects?: readonly unknown[] | undefined;
}

/**
 * Files that Argo CD does not apply: their objects are hooks of no phase. Source: Argo CD documentation, Sync Phases and
 * Waves.
 *
 * @param paths the paths of the files to hold; all others stay as they are
 */
export function heldFiles<T extends HeldFile>(files: readonly T[], paths: ReadonlySet<string>): readonly T[] {
  return files.map((file) => {
    if (file.objects === undefined || !paths.has(file.path)) return file;
    const objects = file.objects.map((object) => (isFields(object) ? held(object) : object));
    return { ...file, objects, text: fileText(file.path, objects) };
  });
}

function held(object: Fields): Fields {
  const metadata = isFields(object.metadata) ? object.metadata : {};
  const annotations = isFields(metadata.annotations) ? metadata.annotations : {};
  return {
    ...object,
    metadata: { ...metadata, annotations: { ...annotations, 'argocd.argoproj.io/hook': 'Skip' } },
  };
}
