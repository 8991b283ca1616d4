import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { ROOT } from '../helpers/examples';
import { PAGES, textOf } from './pages';

/** The anchors of a page, as code hosts derive them from its headings. */
function anchorsOf(page: string): readonly string[] {
  return [
    ...textOf(page)
      .replace(/^( *)```[\s\S]*?^\1```$/gm, '')
      .matchAll(/^#+ (.*)$/gm),
  ].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** The links of a page within the project. */
function linksOf(page: string): readonly string[] {
  const text = textOf(page).replace(/^( *)```[\s\S]*?^\1```$/gm, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link).filter((link) => !/^[a-z]+:/.test(link));
}

function isDead(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : posix.join(posix.dirname(page), path);
  if (!existsSync(join(ROOT, target))) return true;
  return anchor !== undefined && target.endsWith('.md') && !anchorsOf(target).includes(anchor);
}

test.each(PAGES)('the links of %s lead to files and headings', (page) => {
  expect(linksOf(page).filter((link) => isDead(page, link))).toEqual([]);
});

test('there are links to check', () => {
  expect(PAGES.flatMap(linksOf).length).toBeGreaterThan(60);
});
