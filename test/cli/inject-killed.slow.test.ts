import { join } from 'node:path';
import { Program } from '../helpers/program';
import { readFiles } from '../helpers/synthesize';
import { LOCK, place, SYNTHESIZED } from './inject-place';

describe('inject that is killed', () => {
  const program = new Program(`
    import { run } from './lib/cli/program';
    process.exitCode = Number(run(['inject', '--require-complete']));
  `);
  afterAll(() => program.remove());

  test('at any step leaves whole files, and the next run completes it', () => {
    const done = place(LOCK, ({ directory, run }) => {
      run('inject');
      return Object.fromEntries(readFiles(join(directory, 'dist')));
    });
    const numbers: number[] = [];
    for (let step = 1; ; step += 1) {
      const isOver = place(LOCK, ({ directory, run }) => {
        const { code, stderr } = program.run([], directory, step);
        expect(stderr).toBe('');
        const files = readFiles(join(directory, 'dist'));
        for (const [path, text] of Object.entries(done)) expect([SYNTHESIZED[path], text]).toContain(files.get(path));
        // What else is there is nothing that "oc apply -R" looks at.
        const others = [...files.keys()].filter((path) => done[path] === undefined);
        expect(others.filter((path) => /\.(ya?ml|json)$/.test(path))).toEqual([]);
        numbers.push(Object.entries(done).filter(([path, text]) => files.get(path) !== text).length);
        expect(run('inject', '--require-complete').code).toBe(0);
        const completed = readFiles(join(directory, 'dist'));
        for (const [path, text] of Object.entries(done)) expect(completed.get(path)).toBe(text);
        return code !== null;
      });
      if (isOver) break;
    }
    expect(numbers.length).toBeGreaterThan(10);
    expect(new Set(numbers)).toEqual(new Set([2, 1, 0]));
  }, 120_000);
});
