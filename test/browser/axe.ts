import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What an accessibility checker finds in a page that is serious or critical, with the element. */
export async function seriousIn(page: Page): Promise<readonly string[]> {
  // Not by an element "script", which the policy of the page forbids.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => (window as unknown as { axe: typeof axe }).axe.run());
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  return serious.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}
