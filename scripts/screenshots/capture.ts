import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { toPalettePng } from './palette-png.ts';

/** A page of the console and where it stands; `scrollTo` is brought to the top first. */
export interface PageToShow {
  readonly name: string;
  readonly path: string;
  readonly scrollTo?: string;
}

/** Fields for days are written as the browser's own language has them. */
const LOCALES = { vi: 'vi-VN', en: 'en-GB' } as const;
const SIZES = { desktop: { width: 1280, height: 720 }, phone: { width: 390, height: 780 } } as const;

/** Writes `<name>-<desktop|phone>-<vi|en><suffix>.png` for each page: what is seen at once, not the whole length. */
export async function capturePages(
  browser: Browser,
  {
    url,
    pages,
    folder,
    languages,
    suffix,
  }: {
    readonly url: string;
    readonly pages: readonly PageToShow[];
    readonly folder: string;
    readonly languages: readonly ('vi' | 'en')[];
    readonly suffix: string;
  },
): Promise<void> {
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const language of languages) {
      const context = await browser.newContext({
        viewport,
        reducedMotion: 'reduce',
        locale: LOCALES[language],
      });
      await context.request.get(`${url}/?lang=${language}`);
      for (const { name, path, scrollTo } of pages) {
        const page = await context.newPage();
        await page.goto(`${url}${path}`);
        await page.waitForFunction(
          `[...document.querySelectorAll('[data-chart]')].every((chart) => chart.dataset.drawn)`,
        );
        await page.evaluate('document.fonts.ready');
        if (scrollTo !== undefined)
          await page
            .locator(scrollTo)
            .first()
            .evaluate((element) => element.scrollIntoView());
        const file = join(folder, `${name}-${size}-${language}${suffix}.png`);
        await writeFile(file, await toPalettePng(await page.screenshot()));
        await page.close();
      }
      await context.close();
    }
  }
}
