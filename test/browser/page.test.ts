import type { Browser, Page } from 'playwright-core';
import { seriousIn } from './axe';
import { type OpenPage, open, removePages, startBrowser, threeClouds } from './pages';

let browser: Browser;
let path: string;

beforeAll(async () => {
  path = await threeClouds();
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
  removePages();
});

/** Opens the page of the three clouds, uses it, and expects that nothing goes wrong. */
async function withPage(use: (page: Page) => Promise<void>, scheme: 'light' | 'dark' = 'light'): Promise<void> {
  const context = await browser.newContext({ colorScheme: scheme, viewport: { width: 1440, height: 900 } });
  try {
    const { page, faults }: OpenPage = await open(context, path);
    await use(page);
    expect(faults).toEqual([]);
  } finally {
    await context.close();
  }
}

/** The id of the node or edge that has the focus. */
function focused(page: Page): Promise<string | undefined> {
  return page.evaluate(() => (document.activeElement as SVGElement | null)?.dataset?.id);
}

/** A shape of the view that is shown, by its kind and its text for screen readers. */
function shape(page: Page, name: string) {
  return page.locator(`.drawing:not([hidden]) [role=button][aria-label^="${name}"]`).first();
}

describe('the page of the three clouds', () => {
  test('opens without an error and without a request', () =>
    withPage(async (page) => {
      await expect(page.title()).resolves.toBe('Service mesh federation with 3 clusters and 3 meshes');
      expect(await page.getByRole('tab').allTextContents()).toEqual([
        'Picture',
        'Peerings (4)',
        'Shared services (2)',
        expect.stringMatching(/^Findings \(\d+\)$/),
        'Certificates (2)',
      ]);
    }));

  test('lets nothing be loaded and no other script run', async () => {
    const context = await browser.newContext();
    const { page } = await open(context, path);
    const blocked = await page.evaluate(async () => {
      const found: string[] = [];
      document.addEventListener('securitypolicyviolation', (event) => found.push(event.effectiveDirective));
      document.body.append(Object.assign(document.createElement('img'), { src: 'http://127.0.0.1:9/picture.png' }));
      document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.isForeign = true' }));
      document.body.append(Object.assign(document.createElement('style'), { textContent: 'body { display: none }' }));
      await fetch('http://127.0.0.1:9/data').catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 200));
      return { found: found.sort(), isForeign: 'isForeign' in window };
    });
    await context.close();
    expect(blocked).toEqual({
      found: ['connect-src', 'img-src', 'script-src-elem', 'style-src-elem'],
      isForeign: false,
    });
  });

  test('shows the YAML of what is clicked, and where it is', () =>
    withPage(async (page) => {
      await shape(page, 'imported service details-v2').click();
      const panel = page.locator('#panel');
      await expect(panel.locator('h2').textContent()).resolves.toBe('imported service details-v2');
      await expect(panel.locator('summary').textContent()).resolves.toMatch(
        /^ImportedServiceSet rosa-prod-mesh\/aro-stg-mesh.*40-federation\/rosa-prod-mesh\.aro-stg-mesh\.yaml:\d+:1$/,
      );
      const yaml = await panel.locator('pre').textContent();
      expect(yaml).toContain('kind: ImportedServiceSet\nmetadata:\n  name: aro-stg-mesh\n');
      expect(yaml).toContain('alias:\n          name: details-v2\n');
    }));

  test('shows the workloads of a service as things of their own', () =>
    withPage(async (page) => {
      await shape(page, 'workload reviews-v2').click();
      await expect(page.locator('#panel pre').textContent()).resolves.toContain('kind: Deployment\n');
    }));

  test('finds a service by the keyboard alone', () =>
    withPage(async (page) => {
      await page.keyboard.press('/');
      await page.keyboard.type('productpage service');
      const results = page.locator('#found button');
      await expect(results.first().textContent()).resolves.toBe(
        'productpageservice in rosa / rosa-prod-mesh / prod-bookinfo',
      );
      await expect(page.locator('#live').textContent()).resolves.toMatch(/^\d+ results?$/);
      await page.keyboard.press('Enter');
      await expect(page.locator('#panel h2').textContent()).resolves.toBe('service productpage');
      await expect(page.locator('#panel pre').first().textContent()).resolves.toContain('kind: Service\n');
    }));

  test('lists what has the name before what only contains it', () =>
    withPage(async (page) => {
      await page.locator('#find').fill('details');
      const labels = await page
        .locator('#found button')
        .evaluateAll((all) => all.map((one) => one.firstChild?.textContent));
      const others = labels.findIndex((label) => label !== 'details');
      expect(others).toBe(4);
      expect(labels.slice(others, others + 3).every((label) => label?.startsWith('details'))).toBe(true);
    }));

  test('finds objects that are in no box', () =>
    withPage(async (page) => {
      await page.locator('#find').fill('secret login');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      const yaml = await page.locator('#panel pre').textContent();
      expect(yaml).toContain('kind: Secret\n');
      expect(yaml).not.toContain('c2VjcmV0');
      await expect(page.content()).resolves.not.toContain('c2VjcmV0LXVzZXI');
    }));

  test('reaches each node and edge of each view by Tab, and opens it by Enter', () =>
    withPage(async (page) => {
      for (const view of ['services', 'clusters', 'traffic']) {
        await page.locator(`input[value=${view}]`).check({ force: true });
        const all = await page.$$eval('.drawing:not([hidden]) [data-id]', (shapes) => [
          ...new Set(shapes.map((one) => (one as SVGElement).dataset.id)),
        ]);
        const reached: (string | undefined)[] = [];
        await page.locator(`input[value=${view}]`).focus();
        for (let i = 0; i < all.length + 10; i += 1) {
          await page.keyboard.press('Tab');
          const id = await focused(page);
          if (id !== undefined) reached.push(id);
        }
        expect(all.length).toBeGreaterThan(10);
        expect([...reached].sort()).toEqual([...all].sort());
      }
      await shape(page, 'VirtualService details').focus();
      await page.keyboard.press('Enter');
      await expect(page.locator('#panel pre').textContent()).resolves.toContain('kind: VirtualService\n');
      await page.keyboard.press('Escape');
      await expect(page.locator('#panel').isHidden()).resolves.toBe(true);
      await expect(focused(page)).resolves.toMatch(/^route\//);
    }));

  test('moves and zooms by keys, by the wheel and by dragging', () =>
    withPage(async (page) => {
      const box = async () =>
        ((await page.locator('.drawing:not([hidden]) svg').getAttribute('viewBox')) ?? '').split(' ').map(Number);
      const [, , width = 0] = await box();
      await page.locator('body').press('+');
      expect((await box())[2]).toBeCloseTo(width / 1.25, 0);
      const [x = 0] = await box();
      await page.keyboard.press('ArrowRight');
      expect((await box())[0]).toBeCloseTo(x + width / 12.5, 0);
      await page.keyboard.press('-');
      await page.keyboard.press('0');
      expect(await box()).toEqual([0, 0, width, expect.any(Number)]);
      await page.mouse.move(700, 500);
      await page.mouse.wheel(0, -200);
      const [before = 0] = await box();
      await page.mouse.down();
      await page.mouse.move(760, 520, { steps: 4 });
      await page.mouse.up();
      const [left = 0, , seen = 0] = await box();
      expect(seen).toBeLessThan(width);
      expect(left).toBeLessThan(before);
      await expect(page.locator('#panel').isHidden()).resolves.toBe(true);
    }));

  test('stays where it is on a click, and moves to what has the focus by a key', () =>
    withPage(async (page) => {
      const box = () => page.locator('.drawing:not([hidden]) svg').getAttribute('viewBox');
      for (let i = 0; i < 8; i += 1) await page.keyboard.press('+');
      const before = await box();
      await page.mouse.click(500, 450);
      await expect(page.locator('#panel').isVisible()).resolves.toBe(true);
      await expect(box()).resolves.toBe(before);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Tab');
      await expect(box()).resolves.not.toBe(before);
    }));

  test('has tables of peerings, shared services, findings and certificates, which lead to objects', () =>
    withPage(async (page) => {
      await page.getByRole('tab', { name: 'Shared services (2)' }).click();
      await expect(page.locator('#shares tbody').innerText()).resolves.toContain('details-v2.prod-bookinfo');
      await page.getByRole('tab', { name: 'Peerings (4)' }).click();
      await page.locator('#peerings tbody button').first().click();
      await expect(page.locator('#panel h2').textContent()).resolves.toMatch(/^peering /);
      await page.getByRole('button', { name: 'Show in the picture' }).click();
      await expect(focused(page)).resolves.toMatch(/^peering\//);
      await page.getByRole('tab', { name: 'Certificates (2)' }).click();
      const cells = page.locator('#certificates tbody tr');
      await expect(cells.nth(0).innerText()).resolves.toMatch(/O=old\.local\s+2025-01-01\s+expired \d+ days ago/);
      await expect(cells.nth(1).innerText()).resolves.toMatch(/O=root\.local\s+2044-01-01\s+in \d+ days/);
      await cells.nth(1).getByRole('button').click();
      await expect(page.locator('#panel h2').textContent()).resolves.toBe('object ConfigMap prod-bookinfo/roots');
    }));

  test('prints the picture and all tables', () =>
    withPage(async (page) => {
      await page.emulateMedia({ media: 'print' });
      for (const id of ['picture', 'peerings', 'shares', 'findings', 'certificates']) {
        await expect(page.locator(`#${id}`).isVisible()).resolves.toBe(true);
      }
      await expect(page.locator('#tools').isVisible()).resolves.toBe(false);
      expect((await page.pdf({ format: 'A4', landscape: true })).length).toBeGreaterThan(10_000);
    }));

  test.each(['light', 'dark'] as const)('has nothing serious for an accessibility checker, in %s', (scheme) =>
    withPage(async (page) => {
      const check = async (part: string) => expect([part, await seriousIn(page)]).toEqual([part, []]);
      for (const view of ['traffic', 'clusters', 'services']) {
        await page.locator(`input[value=${view}]`).check({ force: true });
        await check(view);
      }
      await shape(page, 'imported service details-v2').click();
      await check('panel');
      for (const tab of await page.getByRole('tab').all()) {
        await tab.click();
        await check((await tab.textContent()) ?? '');
      }
      await page.locator('#find').fill('details');
      await check('search');
    }, scheme),
  );
});
