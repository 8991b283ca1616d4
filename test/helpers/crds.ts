import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv, { type ValidateFunction } from 'ajv';
import { parse } from 'yaml';
import type { KubeObject } from './synthesize';

/** A schema of a CRD, with the keywords that are looked at here. */
interface CrdSchema {
  readonly type?: string | readonly string[];
  readonly properties?: { readonly [name: string]: CrdSchema };
  readonly items?: CrdSchema;
  readonly additionalProperties?: boolean | CrdSchema;
  readonly [keyword: string]: unknown;
}

interface CrdVersion {
  readonly name: string;
  readonly schema: { readonly openAPIV3Schema: CrdSchema };
}

interface Crd {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly CrdVersion[];
  };
}

/** The schemas of CRDs, each compiled when the first object of its kind is checked. */
export class CrdSchemas {
  private readonly ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false, code: { optimize: false } });
  private readonly validators = new Map<string, ValidateFunction | undefined>();
  private readonly documents: readonly string[];

  /** @param directories where files with CRDs are */
  constructor(directories: readonly string[]) {
    const files = directories.flatMap((directory) => readdirSync(directory).map((file) => join(directory, file)));
    this.documents = files.flatMap((file) => readFileSync(file, 'utf8').split(/^---$/m));
  }

  /** What is wrong with an object; undefined where no CRD has its kind and version. */
  check(object: KubeObject): readonly string[] | undefined {
    const { apiVersion, kind } = object;
    const key = `${apiVersion} ${kind}`;
    if (!this.validators.has(key)) this.validators.set(key, this.compile(apiVersion, kind));
    const validate = this.validators.get(key);
    if (validate === undefined) return undefined;
    validate(object);
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath}: ${message} ${JSON.stringify(params)}`,
    );
  }

  private compile(apiVersion: string, kind: string): ValidateFunction | undefined {
    const [group = '', version = ''] = apiVersion.split('/');
    const marks = [`  group: ${group}\n`, `    kind: ${kind}\n`];
    const crds = this.documents.filter((text) => marks.every((mark) => text.includes(mark))).map(parseCrd);
    const own = crds.filter(({ spec }) => spec.group === group && spec.names.kind === kind);
    const versions = own.flatMap(({ spec }) => spec.versions);
    const schema = versions.find(({ name }) => name === version)?.schema.openAPIV3Schema;
    return schema && this.ajv.compile(strictObject(schema));
  }
}

function parseCrd(text: string): Crd {
  return parse(text) as Crd;
}

/** What the API server knows about every object and CRDs need not say; fields that only it writes are left out. */
const OBJECT_FIELDS: { readonly [name: string]: CrdSchema } = {
  apiVersion: { type: 'string' },
  kind: { type: 'string' },
  metadata: {
    type: 'object',
    required: ['name'],
    properties: {
      name: { type: 'string' },
      namespace: { type: 'string' },
      labels: { type: 'object', additionalProperties: { type: 'string' } },
      annotations: { type: 'object', additionalProperties: { type: 'string' } },
    },
  },
};

/** The schema of whole objects, in the words of Ajv. */
function strictObject(schema: CrdSchema): CrdSchema {
  return strict({ ...schema, properties: { ...schema.properties, ...OBJECT_FIELDS } });
}

/**
 * A structural schema in the words of Ajv: fields that the API server would prune are refused. What stands in oneOf,
 * anyOf, allOf and not adds conditions and no fields, so it stays as it is.
 */
function strict(schema: CrdSchema): CrdSchema {
  const { properties, items, additionalProperties, type, ...rest } = schema;
  const keepsUnknown = schema['x-kubernetes-preserve-unknown-fields'] === true;
  const closed = properties !== undefined && !keepsUnknown;
  const others = typeof additionalProperties === 'object' ? strict(additionalProperties) : additionalProperties;
  return {
    ...rest,
    ...(schema['x-kubernetes-int-or-string'] === true ? { type: ['integer', 'string'] } : type && { type }),
    ...(properties && { properties: mapValues(properties, strict) }),
    ...(items && { items: strict(items) }),
    ...((others !== undefined || closed) && { additionalProperties: others ?? false }),
  };
}

function mapValues<T, U>(map: { readonly [key: string]: T }, change: (value: T) => U): { [key: string]: U } {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]));
}
