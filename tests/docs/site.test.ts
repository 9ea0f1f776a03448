import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { sidebar } from '../../docs/.vitepress/navigation.ts';
import { files } from '../structure/repository.ts';
import { executable, launch } from './site/browser.ts';
import { buildSite } from './site/build.ts';
import { describeDemos } from './site/describe-demos.ts';
import { serve } from './site/serve.ts';

let folder = '';
let pages: readonly string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'site-'));
  await buildSite(folder);
  const built = await readdir(folder, { recursive: true });
  pages = built.filter((name) => name.endsWith('.html') && name !== '404.html').toSorted();
}, 150_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the site', () => {
  it('has a page for every document, and every page but the home is in a menu', () => {
    const documents = files().filter((path) => /^docs\/(?!\.).*\.md$/.test(path));
    const named = documents.map((path) =>
      path.replace(/^docs\/|\.md$/g, '').replace(/(^|\/)README$/, '$1index'),
    );
    expect(pages.map((page) => page.replace(/\.html$/, '')).toSorted()).toEqual(named.toSorted());
    const items = Object.values(sidebar()).flatMap((groups) =>
      Array.isArray(groups) ? groups.flatMap((group) => [group, ...(group.items ?? [])]) : [],
    );
    const linked = items.map(({ link = '' }) => link.replace(/^\//, '').replace(/\/$/, '/index'));
    expect(named.filter((page) => page !== 'index' && !linked.includes(page))).toEqual([]);
  });

  // INVARIANT: the build refuses links to pages that are not there; anchors nobody checks but this.
  it('links to headings that exist', async () => {
    const texts = new Map<string, string>();
    for (const page of pages) texts.set(page, await readFile(join(folder, page), 'utf8'));
    const broken = [...texts].flatMap(([page, text]) => {
      const targets = [...text.matchAll(/ href="([^"]*)"/g)].map(
        ([, href = '']) => new URL(href, `http://site/${page}`),
      );
      return targets
        .filter(({ origin, hash }) => origin === 'http://site' && hash.length > 1)
        .filter(({ pathname, hash }) => {
          const target = texts.get(`${pathname.slice(1)}${pathname.endsWith('/') ? 'index.html' : ''}`);
          return !target?.includes(` id="${decodeURIComponent(hash.slice(1))}"`);
        })
        .map(({ pathname, hash }) => `${page}: ${pathname}${hash}`);
    });
    expect(broken).toEqual([]);
  });
});

const isRequired = process.env['REQUIRE_CHROMIUM'] === '1';
const why = executable === undefined ? ' (skipped: there is no chromium here)' : '';

describe.skipIf(executable === undefined && !isRequired)(`the site in chromium${why}`, () => {
  const desktop = { width: 1280, height: 900 };
  const phone = { width: 390, height: 844 };
  let browser: Browser;
  let site: Awaited<ReturnType<typeof serve>>;

  beforeAll(async () => {
    site = await serve(folder);
    browser = await launch();
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    site.close();
  });

  /** A page of that size, and everything that goes wrong on it. */
  async function open(
    viewport: typeof desktop,
  ): Promise<{ readonly page: Page; readonly context: BrowserContext; readonly faults: string[] }> {
    const context = await browser.newContext({ viewport });
    const faults: string[] = [];
    context.on('request', (request) => {
      if (!request.url().startsWith(`${site.url}/`)) faults.push(`asks for ${request.url()}`);
    });
    context.on('response', (response) => {
      if (response.status() >= 400) faults.push(`${response.status()} for ${response.url()}`);
    });
    const page = await context.newPage();
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) faults.push(`${page.url()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`));
    return { page, context, faults };
  }

  it('loads every page from this server alone, without an error, and no wider than a desktop or a phone', async () => {
    const { page, context, faults } = await open(desktop);
    const look = async (path: string): Promise<void> => {
      if (((await page.locator('h1').first().textContent()) ?? '').trim() === '') {
        faults.push(`${path} has no heading`);
      }
      for (const viewport of [phone, desktop]) {
        await page.setViewportSize(viewport);
        const width = await page.evaluate<number>('document.documentElement.scrollWidth');
        if (width > viewport.width) faults.push(`${path} is ${width} wide on a screen of ${viewport.width}`);
      }
    };
    const isDecision = (path: string): boolean => path.startsWith('adr/') && path !== 'adr/index.html';
    for (const path of pages.filter((one) => !isDecision(one))) {
      await page.goto(`${site.url}/${path}`, { waitUntil: 'domcontentloaded' });
      await page.waitForFunction('document.querySelector("#app").__vue_app__ !== undefined');
      await look(path);
    }
    // The decisions are many and all alike: reached as a reader does, who has one page open.
    await page.goto(`${site.url}/adr/`);
    for (const path of pages.filter(isDecision)) {
      await page.locator(`.VPSidebar a[href="/${path}"]`).click();
      await page.waitForURL(`${site.url}/${path}`);
      await look(path);
    }
    await context.close();
    expect(faults).toEqual([]);
  }, 240_000);

  it('finds a word', async () => {
    const { page, context, faults } = await open(desktop);
    await page.goto(`${site.url}/`);
    await page.getByRole('button', { name: 'Search' }).first().click();
    await page.locator('.VPLocalSearchBox input').fill('CERT_HAS_EXPIRED');
    await page.locator('.VPLocalSearchBox .result').first().waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/troubleshooting/);
    await context.close();
    expect(faults).toEqual([]);
  }, 30_000);

  it('goes from page to page by its menus on a desktop', async () => {
    const { page, context, faults } = await open(desktop);
    await page.goto(`${site.url}/`);
    await page.locator('.VPNavBarMenu').getByRole('link', { name: 'Errors', exact: true }).click();
    await page.locator('h1', { hasText: 'Errors' }).waitFor();
    await page.locator('.VPSidebar').getByRole('link', { name: 'Resilience', exact: true }).click();
    await page.locator('h1', { hasText: 'Resilience' }).waitFor();
    await page.locator('.VPDocAsideOutline').getByRole('link', { name: 'Bulkhead' }).click();
    expect(page.url()).toMatch(/#bulkhead$/);
    await context.close();
    expect(faults).toEqual([]);
  }, 30_000);

  it('goes from page to page by its menus on a phone', async () => {
    const { page, context, faults } = await open(phone);
    await page.goto(`${site.url}/`);
    await page.getByRole('button', { name: 'mobile navigation' }).click();
    await page.locator('.VPNavScreen').getByRole('link', { name: 'Troubleshooting' }).click();
    await page.locator('h1', { hasText: 'Troubleshooting' }).waitFor();
    await page.locator('.VPLocalNav button.menu').click();
    await page.locator('.VPSidebar').getByRole('link', { name: 'Timeouts', exact: true }).click();
    await page.locator('h1', { hasText: 'Timeouts' }).waitFor();
    await context.close();
    expect(faults).toEqual([]);
  }, 30_000);

  // INVARIANT: what is cut off does not make a page wider; breaks when the layout is given a width that the screen has not.
  it('shows its menus whole, however wide the screen is', async () => {
    const { page, context } = await open(desktop);
    await page.goto(`${site.url}/adr/`);
    const cutOff = `
      [...document.querySelectorAll('.VPNavBar a, .VPNavBar button, .VPSidebar a, main h1, main p, main .decisions a')]
        .filter((element) => element.checkVisibility() && element.getBoundingClientRect().right > 0)
        .filter((element) => {
          const { left, right } = element.getBoundingClientRect();
          const end = element.closest('.VPSidebar')?.getBoundingClientRect().right ?? innerWidth;
          return left < 0 || right > end + 0.5;
        })
        .map((element) => element.textContent || element.getAttribute('aria-label'))`;
    for (const width of [390, 768, 960, 1_280, 1_440, 1_600, 1_920]) {
      await page.setViewportSize({ width, height: 900 });
      // The menu at the side slides in and out.
      await page.waitForFunction('document.getAnimations().length === 0');
      expect(await page.evaluate<readonly string[]>(cutOff), `${width} wide`).toEqual([]);
    }
    await context.close();
  }, 60_000);

  describeDemos(
    () => open(desktop),
    () => site.url,
  );

  it('turns dark when asked', async () => {
    const { page, context } = await open(desktop);
    await page.goto(`${site.url}/guide/`);
    const background = () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    const light = await background();
    await page.locator('.VPNavBarAppearance button').click();
    await page.locator('html.dark').waitFor();
    expect(await background()).not.toBe(light);
    await context.close();
  }, 30_000);
});
