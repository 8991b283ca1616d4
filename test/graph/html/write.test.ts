import { createHash } from 'node:crypto';
import type { PageData } from '../../../lib/graph/html/page-data';
import { pageText } from '../../../lib/graph/html/write';

const HOSTILE = '</script><script>alert(1)</script><!--';

const DATA: PageData = {
  title: HOSTILE,
  views: [
    { view: 'services', groups: [] },
    { view: 'traffic', groups: [], missing: `too large ${HOSTILE}` },
  ],
  elements: [{ id: 'cluster/a', kind: 'cluster', label: HOSTILE, own: [], inside: [0] }],
  objects: [{ cluster: 'a', name: 'ConfigMap a/b', place: 'a.yaml:1:1', yaml: HOSTILE }],
  findings: [],
  certificates: [],
};

const page = pageText(DATA, new Map([['services', '<svg class="picture"/>']]));

/** The text of the elements of a name, in their order. */
function contents(name: string): readonly string[] {
  return [...page.matchAll(new RegExp(`<${name}(?: [^>]*)?>(.*?)</${name}>`, 'gs'))].map(([, content = '']) => content);
}

test('the data of the page cannot end its element, and is read as it was', () => {
  const [json = '', script = '', ...others] = contents('script');
  expect(others).toEqual([]);
  expect(JSON.parse(json)).toEqual(DATA);
  expect(script).not.toContain('alert(1)');
  expect(contents('h1')).toEqual(['&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;!--']);
});

test('the policy allows the script and the style by their hashes, and nothing else', () => {
  const [, policy = ''] = /Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
  const hash = (text = '') => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  expect(policy.split('; ')).toEqual([
    "default-src 'none'",
    `script-src ${hash(contents('script')[1])}`,
    `style-src ${hash(contents('style')[0])}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ]);
  expect(page).not.toMatch(/ (?:on\w+|style)="/);
  expect([...page.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, target]) => target)).toEqual(['data:,']);
});

test('the first view is shown, and a view that is not drawn says why', () => {
  expect(page).toContain('<div class="drawing" data-view="services">\n<svg class="picture"/>\n</div>');
  expect(page).toContain('<div class="drawing" data-view="traffic" hidden="">\n<p>too large &lt;/script');
});
