import type { Browser } from 'playwright-core';
import { hubAndSpoke, open, removePages, startBrowser } from './pages';

/** In milliseconds, how long a browser has to open the page and to answer; it needs a tenth of it on two cores. */
const [OPEN, ANSWER] = [5_000, 2_000] as const;

let browser: Browser;
let path: string;

beforeAll(async () => {
  path = await hubAndSpoke(200);
  browser = await startBrowser();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  removePages();
});

async function timed(use: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await use();
  return performance.now() - start;
}

test(`the page of a hub and 200 spokes opens within ${OPEN} ms, and draws them as one or one by one`, async () => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const start = performance.now();
  const { page, faults } = await open(context, path);
  await page.getByRole('tab', { name: 'Shared services (200)' }).waitFor();
  expect(performance.now() - start).toBeLessThan(OPEN);
  const drawn = () => page.locator('.drawing:not([hidden]) .tile').count();
  expect(await drawn()).toBe(0);

  const expand = page.getByRole('button', { name: 'Expand 200 clusters alike' });
  expect(await timed(() => expand.click())).toBeLessThan(ANSWER);
  expect(await drawn()).toBe(200);
  const tile = page.locator('.tile[aria-label^="cluster spoke-117"]');
  expect(await timed(() => tile.press('Enter'))).toBeLessThan(ANSWER);
  await expect(page.locator('#panel').innerText()).resolves.toMatch(/cluster\s+spoke-117[\s\S]*One of 200 clusters/);
  await page.locator('#panel summary').first().click();
  await expect(page.locator('#panel pre').first().textContent()).resolves.toContain('apiVersion:');

  expect(await timed(() => page.locator('#find').fill('spoke-200'))).toBeLessThan(ANSWER);
  await expect(page.locator('#found button').first().textContent()).resolves.toMatch(/^spoke-200/);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Collapse 200 clusters alike' }).click();
  expect(await drawn()).toBe(0);
  expect(faults).toEqual([]);
  await context.close();
});
