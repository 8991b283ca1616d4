import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { awaitCommand } from '../helpers/command';
import { inDirectoryFor } from '../helpers/temporary';

jest.setTimeout(60_000);

const PROGRAM = require.resolve('yaml-language-server/bin/yaml-language-server');
const SETTINGS = { hover: true, validate: true, schemaStore: { enable: false } };

let server: ChildProcess;
let connection: MessageConnection;

beforeAll(async () => {
  server = spawn(process.execPath, [PROGRAM, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  if (server.stdin === null || server.stdout === null) throw new Error('the language server has no streams');
  connection = createMessageConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
  connection.onRequest('workspace/configuration', ({ items }) => items.map(() => SETTINGS));
  connection.onRequest('client/registerCapability', () => null);
  connection.listen();
  const capabilities = { workspace: { configuration: true } };
  await connection.sendRequest('initialize', { processId: process.pid, rootUri: null, capabilities });
  await connection.sendNotification('initialized', {});
});

afterAll(() => {
  connection.dispose();
  server.kill();
});

/** What an editor finds in a text of a file. */
interface Editor {
  /** The problems, as messages. */
  readonly problems: readonly string[];
  /** What is shown for the first place of a word. */
  readonly hover: (word: string) => Promise<string>;
}

/** Opens a file in the editor. */
async function open(file: string, text: string): Promise<Editor> {
  const uri = pathToFileURL(file).href;
  const problems = new Promise<readonly string[]>((resolve) => {
    connection.onNotification('textDocument/publishDiagnostics', (found) => {
      if (found.uri === uri) resolve(found.diagnostics.map(({ message }: { message: string }) => message));
    });
  });
  await connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'yaml', version: 1, text },
  });
  const hover = async (word: string) => {
    const before = text.slice(0, text.indexOf(word)).split('\n');
    const position = { line: before.length - 1, character: (before.at(-1)?.length ?? 0) + 1 };
    const shown: { contents: { value: string } } = await connection.sendRequest('textDocument/hover', {
      textDocument: { uri },
      position,
    });
    return shown.contents.value;
  };
  return { problems: await problems, hover };
}

test('an editor finds the schema of a topology that init wrote, and shows meanings, defaults and examples', () =>
  inDirectoryFor({}, async (directory) => {
    await awaitCommand(['init', directory, '--example', 'three-clouds']);
    const file = join(directory, 'federation.yaml');
    const text = readFileSync(file, 'utf8').replace(
      /^ {4}cluster: rosa$/m,
      '$&\n    trustDomain: a.b\n    customCA: false',
    );
    const { problems, hover } = await open(file, text);
    expect(problems).toEqual([]);
    expect(await hover('platform:')).toContain('the managed OpenShift of AWS and Azure');
    expect(await hover('platform:')).toContain('Default: `other`.');
    expect(await hover('trustDomain:')).toMatch(/Default: \\<mesh>\.local\.[\s\S]*west\.example\.org/);
    expect(await hover('customCA:')).toContain('Default: `false`.');
    expect(await hover('peerings:')).toContain('- hub: west-mesh');
  }));

test('an editor marks an unknown key', () =>
  inDirectoryFor({}, async (directory) => {
    await awaitCommand(['init', directory]);
    const file = join(directory, 'federation.yaml');
    const { problems } = await open(
      file,
      readFileSync(file, 'utf8').replace('    cluster: west\n', '    clustr: west\n'),
    );
    expect(problems).toEqual([expect.stringContaining('clustr')]);
  }));
