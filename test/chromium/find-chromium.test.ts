import { chmodSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { findChromium } from '../../scripts/browser/find-chromium';
import { inDirectory } from '../helpers/temporary';

test('the program in CHROMIUM is used, otherwise the first one on the PATH that can be run', () =>
  inDirectory({ 'a/chromium': '', 'b/google-chrome': '', 'b/chromium-browser': '' }, (directory) => {
    const at = (path: string) => join(directory, path);
    for (const path of ['b/google-chrome', 'b/chromium-browser']) chmodSync(at(path), 0o755);
    const PATH = [at('missing'), at('a'), at('b')].join(delimiter);
    expect(findChromium({ PATH })).toBe(at('b/chromium-browser'));
    expect(findChromium({ PATH, CHROMIUM: at('b/google-chrome') })).toBe(at('b/google-chrome'));
    expect(findChromium({ PATH, CHROMIUM: at('a') })).toBeUndefined();
    expect(findChromium({ PATH, CHROMIUM: '' })).toBe(at('b/chromium-browser'));
    expect(findChromium({ PATH: at('a') })).toBeUndefined();
    expect(findChromium({})).toBeUndefined();
  }));
