import { isDeepStrictEqual } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { ensure } from './import-error';
import type { Lock, LockedKind } from './lock';
import { type KindSchema, mapChildren, mapValues, OPEN, objectSchema, type Schema } from './schema';

/** The schema of a kind with its entry in the lock. */
export interface CrdSchema extends KindSchema {
  readonly locked: LockedKind;
}

interface Crd {
  readonly kind: string;
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly { readonly name: string; readonly schema: { readonly openAPIV3Schema: Schema } }[];
  };
}

/**
 * Extracts the kinds that the lock names from the CRD texts, reduced to the keywords that it keeps.
 *
 * @param texts YAML of each source, by its `file`
 * @throws ImportError for a kind, version or field that is not there, versions that differ, or an unknown keyword
 */
export function readCrdSchemas(lock: Lock, texts: ReadonlyMap<string, string>, objectMeta: Schema): CrdSchema[] {
  return lock.sources.flatMap((source) => {
    const crds = parseAllDocuments(texts.get(source.file) ?? '').map((document) => document.toJS() as Crd | null);
    return source.kinds.map((locked) => ({
      apiVersions: locked.versions.map((version) => `${locked.group}/${version}`),
      kind: locked.kind,
      schema: objectSchema(ownSchema(locked, crds, lock), objectMeta),
      file: locked.schema,
      locked,
    }));
  });
}

function ownSchema(locked: LockedKind, crds: readonly (Crd | null)[], lock: Lock): Schema {
  const crd = crds.find((one) => one?.spec.group === locked.group && one.spec.names.kind === locked.kind);
  ensure(crd != null, `no CRD of ${locked.group} ${locked.kind} in its source`);
  const [first, ...others] = locked.versions.map((version) => versionSchema(crd, version, lock));
  ensure(first !== undefined, `${locked.kind}: no versions in the lock`);
  ensure(
    others.every((other) => isDeepStrictEqual(other, first)),
    `${locked.kind}: the schemas of ${locked.versions.join(' and ')} differ; list the versions as kinds of their own`,
  );
  const open = withoutEnums(first, locked.openEnums ?? [], locked.kind);
  return locked.specFields === undefined ? open : openSpec(open, locked.specFields, locked.kind);
}

function versionSchema(crd: Crd, version: string, lock: Lock): Schema {
  const found = crd.spec.versions.find(({ name }) => name === version);
  ensure(found !== undefined, `${crd.spec.names.kind} has no version ${version}`);
  const schema = found.schema.openAPIV3Schema;
  const own = { ...schema, properties: { ...schema.properties } };
  // Replaced for every kind; their schemas in the CRDs are empty or not useful.
  for (const name of ['apiVersion', 'kind', 'metadata', 'status']) delete own.properties[name];
  return keepKeywords(own, crd.spec.names.kind, lock.keywords);
}

function keepKeywords(schema: Schema, name: string, keywords: Lock['keywords']): Schema {
  const kept: Schema = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (keywords.kept.includes(keyword)) kept[keyword] = value;
    else ensure(keywords.dropped.includes(keyword), `schema keyword ${keyword} at ${name} is not in the lock`);
  }
  return mapChildren(kept, name, (child, childName) => keepKeywords(child, childName, keywords));
}

// Other releases of the product accept other values.
function withoutEnums(schema: Schema, fields: readonly string[], kind: string): Schema {
  const spec = schema.properties?.spec ?? {};
  const properties = { ...spec.properties };
  for (const field of fields) {
    const { enum: values, ...rest } = properties[field] ?? {};
    ensure(values !== undefined, `${kind}: spec.${field} has no enum`);
    properties[field] = rest;
  }
  return { ...schema, properties: { ...schema.properties, spec: { ...spec, properties } } };
}

// Fields that are not taken over stay known, so that a manifest which uses them is not called wrong.
function openSpec(schema: Schema, fields: readonly string[], kind: string): Schema {
  const spec = schema.properties?.spec ?? {};
  const properties = spec.properties ?? {};
  for (const field of fields) ensure(field in properties, `${kind}: spec has no field ${field}`);
  const reduced = mapValues(properties, (child, name) => (fields.includes(name) ? child : OPEN));
  return { ...schema, properties: { ...schema.properties, spec: { ...spec, properties: reduced } } };
}
