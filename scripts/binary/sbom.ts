import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type CycloneDx, type CycloneDxComponent, npmSbom } from '../package/sbom';
import { LIBRARIES, type Library } from './libraries';

/** What npm lists of the project and of the runtimes, each of which contains its libraries. */
export async function sbomWithRuntimes(compiler: string): Promise<CycloneDx> {
  const { stdout } = await promisify(execFile)(compiler, ['--print', 'JSON.stringify(process.versions)']);
  const versions = JSON.parse(stdout) as Readonly<Record<string, string>>;
  const [own, runtimes] = await Promise.all([npmSbom(), npmSbom(__dirname)]);
  const added = runtimes.components.map((runtime) => ({
    ...runtime,
    components: LIBRARIES.map((library) => componentOf(library, runtime, versions)),
  }));
  return { ...own, components: [...own.components, ...added] };
}

function componentOf(library: Library, runtime: CycloneDxComponent, versions: Readonly<Record<string, string>>) {
  const { name, licenses, url, version } = library;
  return {
    'bom-ref': `${runtime['bom-ref']}|${name}`,
    type: 'library',
    name,
    ...(version !== undefined && { version: versions[version] }),
    licenses: licenses.map((id) => ({ license: { id } })),
    externalReferences: [{ type: 'vcs', url }],
  };
}
