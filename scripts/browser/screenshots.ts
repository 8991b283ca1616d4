/**
 * Writes the pictures of the page for docs/images/, in Chromium.
 *
 * Usage: npx tsx scripts/browser/screenshots.ts
 */

import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { hubAndSpoke, open, removePages, startBrowser, threeClouds } from '../../test/browser/pages';

const IMAGES = join(__dirname, '..', '..', 'docs', 'images');

async function main(): Promise<void> {
  const browser = await startBrowser();
  const context = await browser.newContext({ viewport: { width: 1440, height: 860 } });
  const shoot = async (path: string, name: string, use: (page: Page) => Promise<void>) => {
    const { page } = await open(context, path);
    await use(page);
    await page.mouse.move(0, 0);
    await page.waitForTimeout(300);
    await page.screenshot({ path: join(IMAGES, name) });
  };
  await shoot(await threeClouds(), 'page-three-clouds.png', async (page) => {
    await page.locator('[aria-label^="imported service details-v2"]').first().click();
  });
  await shoot(await hubAndSpoke(200), 'page-spokes.png', async (page) => {
    await page.getByRole('button', { name: 'Expand 200' }).click();
    await page.locator('.tile[aria-label^="cluster spoke-117"]').click();
  });
  await browser.close();
  removePages();
}

void main();
