import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { BundledPackage } from './notices';

/** A package to list. */
export type ListedPackage = Pick<BundledPackage, 'name' | 'version'>;

/** The parts of a CycloneDX document that are used here. */
export interface CycloneDx {
  /** The ID of the document, which is random. */
  readonly serialNumber?: string;
  /** When and by what the document was made, and of what. */
  readonly metadata: { readonly component: CycloneDxComponent; readonly [field: string]: unknown };
  /** The packages. */
  readonly components: readonly CycloneDxComponent[];
  /** What each package depends on. */
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
  /** The other fields of the document. */
  readonly [field: string]: unknown;
}

/** A package, or a library in one. */
export interface CycloneDxComponent {
  /** The ID in the document. */
  readonly 'bom-ref': string;
  /** The name. */
  readonly name: string;
  /** The version. */
  readonly version: string;
  /** The other fields of the component. */
  readonly [field: string]: unknown;
}

/**
 * What npm lists of a lock file: every package of a project, the tools included.
 *
 * @param directory the directory of the project
 */
export async function npmSbom(directory = '.'): Promise<CycloneDx> {
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only', '--offline', '--loglevel', 'error'];
  const { stdout } = await promisify(execFile)('npm', args, { cwd: directory, maxBuffer: 64_000_000 });
  return JSON.parse(stdout) as CycloneDx;
}

/**
 * The software bill of materials of a bundle, the same for the same packages: without random IDs and times.
 *
 * @param all what npm lists
 * @param packages the packages in the bundle
 * @throws Error where npm does not list one of them
 */
export function sbomText(all: CycloneDx, packages: readonly ListedPackage[]): string {
  const { serialNumber: _, metadata, components, dependencies, ...rest } = all;
  const byPackage = new Map(components.map((each) => [`${each.name} ${each.version}`, each]));
  const shipped = packages.map(({ name, version }) => {
    const component = byPackage.get(`${name} ${version}`);
    if (component === undefined) throw new Error(`npm does not list the bundled package ${name} ${version}`);
    // Its properties state how this project installs the package: as a tool.
    const { properties: __, ...known } = component;
    return { ...known, scope: 'required' };
  });
  const refs = new Set(shipped.map((each) => each['bom-ref']));
  const edges = dependencies
    .filter(({ ref }) => refs.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((each) => refs.has(each)).sort() }));
  const root = metadata.component['bom-ref'];
  const document = {
    ...rest,
    // npm names the component after the directory of the project.
    metadata: { component: { ...metadata.component, name: 'ossm-fed' } },
    components: shipped,
    dependencies: [{ ref: root, dependsOn: [...refs] }, ...edges],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
