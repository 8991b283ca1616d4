import { type ApiObject, App } from 'cdk8s';
import type { Fields } from '../values';

/** A generated class, which turns the properties of an object into its manifest. */
interface GeneratedClass {
  manifest(props: object): unknown;
}

/** The parts of an object that `toJson` of cdk8s reads. */
interface Parts {
  readonly props?: Fields;
  readonly patches?: readonly unknown[];
  readonly metadata: Fields;
}

/** Whether a class is generated, and not derived from a generated one. */
export function isGenerated(type: object): type is GeneratedClass {
  return Object.hasOwn(type, 'manifest');
}

/**
 * The manifest of an object in an App without resolvers, as `toJson` of a generated class returns it, but with parts of
 * its properties and in any order of keys. cdk8s copies each value four times, with a search for the App for each; that
 * took a third of the time of a large federation.
 *
 * @param type the generated class of the object
 * @returns undefined for an object whose values may need resolving or that has patches
 */
export function plainManifest(object: ApiObject, type: GeneratedClass): unknown {
  const { props, patches, metadata } = object as unknown as Parts;
  if (props === undefined || patches?.length !== 0 || App.of(object).resolvers.length > 0) return undefined;
  return type.manifest({ ...props, metadata: plainMetadata(metadata) });
}

/** The keys of metadata that cdk8s keeps in fields of their own. */
const OWN_KEYS = ['name', 'namespace', 'annotations', 'finalizers', 'ownerReferences', 'labels'];

/** The metadata without what is empty, as cdk8s leaves it out. */
function plainMetadata(metadata: Fields): Fields {
  const others = metadata._additionalAttributes as Fields;
  const written: { [key: string]: unknown } = {};
  for (const key of OWN_KEYS) if (!isEmpty(metadata[key])) written[key] = metadata[key];
  for (const key of Object.keys(others)) {
    if (!OWN_KEYS.includes(key) && !isEmpty(others[key])) written[key] = others[key];
  }
  return written;
}

function isEmpty(value: unknown): boolean {
  if (typeof value !== 'object') return value === undefined;
  for (const _ in value) return false;
  return true;
}
