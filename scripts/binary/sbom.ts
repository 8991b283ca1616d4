import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type CycloneDx, type CycloneDxComponent, npmSbom } from '../package/sbom';
import { LIBRARIES, type Library } from './libraries';

/** Versions of libraries by their keys in `process.versions` of Bun. */
type Versions = Readonly<Record<string, string>>;

/** What npm lists of the project and of the runtimes, each of which contains its libraries. */
export async function sbomWithRuntimes(compiler: string): Promise<CycloneDx> {
  const { stdout } = await promisify(execFile)(compiler, ['--print', 'JSON.stringify(process.versions)']);
  const [own, runtimes] = await Promise.all([npmSbom(), npmSbom(__dirname)]);
  return addRuntimes(own, runtimes, JSON.parse(stdout) as Versions);
}

/** Adds runtimes to what npm lists of the project, and to each runtime its libraries. */
export function addRuntimes(own: CycloneDx, runtimes: CycloneDx, versions: Versions): CycloneDx {
  const added = runtimes.components.map((runtime) => ({
    ...runtime,
    components: LIBRARIES.map((library) => componentOf(library, runtime, versions)),
  }));
  return { ...own, components: [...own.components, ...added] };
}

function componentOf(library: Library, runtime: CycloneDxComponent, versions: Versions) {
  const { name, license, url, version, copyright } = library;
  return {
    'bom-ref': `${runtime['bom-ref']}|${name}`,
    type: 'library',
    name,
    ...(version !== undefined && { version: versions[version] }),
    licenses: [license.includes(' ') ? { expression: license } : { license: { id: license } }],
    ...(copyright.length > 0 && { copyright: copyright.join('\n') }),
    externalReferences: [{ type: 'vcs', url }],
  };
}
