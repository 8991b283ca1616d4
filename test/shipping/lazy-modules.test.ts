import { createRequire } from 'node:module';
import { Script } from 'node:vm';
import { lazyText } from '../../scripts/package/lazy-modules';

/** Evaluates a module with others; returns its exports and the names that were loaded. */
async function evaluate(text: string, others: { readonly [path: string]: unknown } = {}) {
  const loaded: string[] = [];
  const load = (path: string) => {
    loaded.push(path);
    return others[path] ?? createRequire(__filename)(path);
  };
  const module = { exports: {} as { readonly [name: string]: unknown } };
  const code = await lazyText(text, 'module.ts');
  new Script(`(require, module, exports) => {${code}}`).runInThisContext()(load, module, module.exports);
  return { exports: module.exports, loaded };
}

test('an import is evaluated when it is used', async () => {
  const text = "import { isIP } from 'node:net';\nimport { b } from './b';\nexport const a = () => b + isIP('::');";
  const { exports, loaded } = await evaluate(text, { './b': { b: 1 } });
  expect(loaded).toEqual([]);
  expect((exports.a as () => number)()).toBe(7);
  expect(loaded.sort()).toEqual(['./b', 'node:net']);
});

test('exports are values, and what is exported again is loaded when it is used', async () => {
  const text =
    "export { b } from './b';\nexport class C {}\nexport function f() {}\nexport enum E { One = 'one' }\nexport type T = 1;";
  const { exports, loaded } = await evaluate(text, { './b': { b: 1 } });
  expect(Object.keys(exports).sort()).toEqual(['C', 'E', 'b', 'f']);
  expect(Object.getOwnPropertyDescriptor(exports, 'f')).toHaveProperty('value');
  expect(loaded).toEqual([]);
  expect(exports.b).toBe(1);
  expect(exports.E).toEqual({ One: 'one' });
});

test('one export is a value too', async () => {
  const { exports } = await evaluate('export const one = 1;');
  expect(Object.getOwnPropertyDescriptor(exports, 'one')).toHaveProperty('value', 1);
});

test('an import that is used only as a type is not there', async () => {
  expect(await lazyText("import type { B } from './b';\nexport const a: B = 1;", 'module.ts')).not.toContain('require');
});
