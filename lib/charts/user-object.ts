import { ApiObject, JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import { mergeDeep } from '../federation/merge';
import type { Manifest } from '../federation/model';
import { type Fields, isFields } from '../values';

/**
 * An object of the user's own, written as it is: cdk8s would drop its nulls and invent a missing name. What is added to
 * it by labels, annotations, other metadata and JSON patches is added to the manifest.
 */
export class UserObject extends ApiObject {
  private readonly manifest: Manifest;
  private readonly operations: JsonPatch[] = [];

  /** @param manifest any Kubernetes object */
  constructor(scope: Construct, id: string, manifest: Manifest) {
    super(scope, id, manifest);
    this.manifest = manifest;
  }

  /** Whether an object is one of the user's own; `instanceof` of cdk8s is true for any ApiObject. */
  static isUserObject(object: ApiObject): object is UserObject {
    return Object.prototype.isPrototypeOf.call(UserObject.prototype, object);
  }

  override addJsonPatch(...operations: JsonPatch[]): void {
    this.operations.push(...operations);
  }

  override toJson(): unknown {
    const manifest = this.withMetadata();
    // A patch changes the value that it is applied to, and meshes share the manifests of a file.
    if (this.operations.length === 0) return manifest;
    return JsonPatch.apply(structuredClone(manifest), ...this.operations) as unknown;
  }

  /** The manifest with the metadata that was added, and without a name that it does not have. */
  private withMetadata(): Manifest {
    const { name, ...added } = this.metadata.toJson() as { readonly name?: string };
    const written = isFields(this.manifest.metadata) ? this.manifest.metadata : {};
    const metadata = mergeDeep(written, added, written.name === undefined ? {} : { name }) as Fields;
    return Object.keys(metadata).length === 0 ? this.manifest : { ...this.manifest, metadata };
  }
}
