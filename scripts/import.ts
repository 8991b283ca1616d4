/**
 * Generates imports/ from the sources that imports/sources.yaml pins: typed constructs and structural schemas.
 *
 * Usage: npm run import [-- --from DIR]
 */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { generateConstructs } from './import/constructs';
import { readObjectMeta, readPropsSchemas } from './import/core-kinds';
import { readCrdSchemas } from './import/crd-schemas';
import { ImportError } from './import/import-error';
import { checkPackages, readLock } from './import/lock';
import { replaceGenerated } from './import/output';
import { schemaFile } from './import/schema-file';
import { readSources } from './import/sources';

const IMPORTS = join(__dirname, '..', 'imports');

async function main(): Promise<void> {
  const from = readArguments();
  const lock = readLock(join(IMPORTS, 'sources.yaml'));
  checkPackages(lock);

  const texts = await readSources(lock.sources, from);
  const objectMeta = readObjectMeta();
  const crds = readCrdSchemas(lock, texts, objectMeta);
  const core = readPropsSchemas(lock.core);

  const schemas = [...crds, ...core].map(schemaFile);
  const constructs = await generateConstructs(crds, lock);
  const files = new Map([...schemas, ...constructs]);
  replaceGenerated(IMPORTS, files);
  console.log(`imports/: ${files.size} files generated`);
}

function readArguments(): string | undefined {
  try {
    const { values } = parseArgs({ options: { from: { type: 'string' } } });
    return values.from === undefined ? undefined : resolve(values.from);
  } catch (error) {
    throw new ImportError(`${(error as Error).message.split('\n')[0]}; usage: npm run import [-- --from DIR]`);
  }
}

main().catch((error: unknown) => {
  if (!(error instanceof ImportError)) throw error;
  console.error(`import: ${error.message}`);
  process.exitCode = 1;
});
