import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import * as library from '../../lib';
import { inDirectory } from '../helpers/temporary';

const ROOT = join(__dirname, '../..');
const PAGE = readFileSync(join(ROOT, 'docs/library.md'), 'utf8');

interface Example {
  readonly heading: string;
  readonly text: string;
  readonly isRun: boolean;
}

/** The TypeScript blocks of the page, each with the heading above it. */
const EXAMPLES: readonly Example[] = PAGE.split(/^## /m).flatMap((section) =>
  [...section.matchAll(/```ts( no-run)?\n([\s\S]*?)```/g)].map(([, noRun, text = '']) => ({
    heading: section.split('\n')[0] ?? '',
    text,
    isRun: noRun === undefined,
  })),
);

/** Checks the examples, and nothing else, as modules of this project, in which `ossm-fed` is `lib/index.ts`. */
function problems(): readonly string[] {
  const texts = new Map(EXAMPLES.map(({ text }, i) => [join(ROOT, `library-example-${i}.ts`), text]));
  const config = ts.getParsedCommandLineOfConfigFile(
    join(ROOT, 'tsconfig.json'),
    {},
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: () => undefined,
    },
  );
  const options: ts.CompilerOptions = {
    ...config?.options,
    noEmit: true,
    noUnusedLocals: false,
    module: ts.ModuleKind.ES2022,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    paths: { 'ossm-fed': [join(ROOT, 'lib/index.ts')] },
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (file) => texts.has(file) || fileExists(file);
  host.getSourceFile = (file, target) => {
    const text = texts.get(file);
    return text === undefined ? getSourceFile(file, target) : ts.createSourceFile(file, text, target);
  };
  const program = ts.createProgram([...texts.keys()], options, host);
  const examples = [...texts.keys()].flatMap((file) => program.getSourceFile(file) ?? []);
  const found = examples.flatMap((example) => [
    ...program.getSyntacticDiagnostics(example),
    ...program.getSemanticDiagnostics(example),
  ]);
  return [...program.getOptionsDiagnostics(), ...found].map((one) => {
    const line = one.file?.getLineAndCharacterOfPosition(one.start ?? 0).line ?? 0;
    return `${one.file?.fileName ?? ''}:${line + 1} ${ts.flattenDiagnosticMessageText(one.messageText, ' ')}`;
  });
}

/** Runs an example, and returns what it prints. */
function run(text: string): string {
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const printed: string[] = [];
  const print = (...values: readonly unknown[]) => printed.push(values.map((value) => JSON.stringify(value)).join(' '));
  const load = (name: string): unknown => (name === 'ossm-fed' ? library : require(name));
  const write = process.stdout.write;
  process.stdout.write = () => true;
  try {
    new Function('require', 'exports', 'console', outputText)(load, {}, { log: print });
  } finally {
    process.stdout.write = write;
  }
  return printed.join('\n');
}

test('the examples of the library compile', () => {
  expect(EXAMPLES.length).toBeGreaterThan(7);
  expect(problems()).toEqual([]);
}, 60_000);

test.each(EXAMPLES.filter(({ isRun }) => isRun).map(({ heading, text }) => [heading, text] as const))(
  'the example of "%s" runs',
  (_, text) => {
    const directory = process.cwd();
    inDirectory({}, (temporary) => {
      process.chdir(temporary);
      try {
        expect(run(text)).not.toMatch(/^$|undefined/);
      } finally {
        process.chdir(directory);
      }
    });
  },
);

test('each value that the library exports has an example', () => {
  const used = new Set(
    EXAMPLES.flatMap(({ text }) => /import \{([^}]*)\} from 'ossm-fed'/.exec(text)?.[1]?.split(',') ?? []),
  );
  const names = [...used].map((name) => name.trim());
  expect(Object.keys(library).filter((name) => !names.includes(name))).toEqual([]);
});
