import type { Browser } from 'playwright-core';
import { EXAMPLES } from '../helpers/examples';
import { seriousIn } from './axe';
import { MARKUP, ofExample, open, removePages, startBrowser, withMarkup, withStatus } from './pages';

let browser: Browser;

beforeAll(async () => {
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
  removePages();
});

test.each(['light', 'dark'] as const)('a status is shown with its reasons, in %s', async (colorScheme) => {
  const context = await browser.newContext({ colorScheme });
  const { page, faults } = await open(context, await withStatus());
  await expect(page.locator('header').innerText()).resolves.toContain('Status as of 2026-11-25T13:23:00.000Z');
  await page.locator('.drawing:not([hidden]) [aria-label^="cluster ? aro"]').first().press('Enter');
  await expect(page.locator('#panel').innerText()).resolves.toMatch(
    /\? unknown\s+STA001: cluster "aro" could not be read/,
  );
  expect(await seriousIn(page)).toEqual([]);
  await page.getByRole('tab', { name: 'Peerings (4)' }).click();
  await expect(page.locator('#peerings tbody').innerText()).resolves.toContain('STA003: cluster "rosa" has no Service');
  expect(await seriousIn(page)).toEqual([]);
  expect(faults).toEqual([]);
  await context.close();
});

test('a name that is markup is shown as it is, and does nothing', async () => {
  const context = await browser.newContext();
  const { page, faults } = await open(context, await withMarkup());
  await page.locator('#find').fill('window cluster');
  await page.keyboard.press('Enter');
  await expect(page.locator('#panel h2').textContent()).resolves.toBe(`cluster ${MARKUP}`);
  await page.locator('#panel summary').first().click();
  await expect(page.locator('#panel summary').first().innerText()).resolves.toContain(MARKUP);
  await expect(page.evaluate(() => 'isForeign' in window)).resolves.toBe(false);
  expect(faults).toEqual([]);
  await context.close();
});

test.each(EXAMPLES)('the page of example $name opens, with all that is drawn in it', async (example) => {
  const context = await browser.newContext();
  const { page, faults } = await open(context, await ofExample(example));
  const views = await page.locator('.drawing').evaluateAll((drawings) =>
    drawings.map((drawing) => {
      const shapes = [...drawing.querySelectorAll<SVGElement>('[data-id]')];
      const reached = shapes.filter((one) => one.getAttribute('tabindex') === '0' && one.hasAttribute('aria-label'));
      return { drawn: new Set(shapes.map(({ dataset }) => dataset.id)).size, reached: reached.length };
    }),
  );
  expect(views.length).toBe(3);
  for (const { drawn, reached } of views) expect(reached).toBe(drawn);
  expect(Math.min(...views.map(({ drawn }) => drawn))).toBeGreaterThan(1);
  expect(faults).toEqual([]);
  await context.close();
});
