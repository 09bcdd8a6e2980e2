import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';

export const DESKTOP = { width: 1366, height: 768 };
export const PHONE = { width: 390, height: 844 };

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

export interface ConsoleVisitor {
  /** Opens an address of the console in a new page; without script when it says so. */
  open(
    path: string,
    as?: { readonly viewport?: typeof DESKTOP; readonly script?: boolean; readonly dark?: boolean },
  ): Promise<Page>;
  /** What browsers complained of, and addresses of elsewhere that they asked for. */
  readonly complaints: string[];
  /** Barriers that axe knows of; empty when there is none. */
  barriers(page: Page): Promise<readonly string[]>;
}

/** Somebody who looks at the console at `url`; each page is a browser of its own, with its own cookies. */
export function visitConsole(browser: Browser, url: string): ConsoleVisitor {
  const complaints: string[] = [];
  return {
    complaints,
    async open(path, { viewport = DESKTOP, script = true, dark = false } = {}) {
      const page = await browser.newPage({
        viewport,
        javaScriptEnabled: script,
        colorScheme: dark ? 'dark' : 'light',
      });
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('request', (request) => {
        if (!request.url().startsWith(`${url}/`)) complaints.push(request.url());
      });
      await page.goto(`${url}${path}`);
      return page;
    },
    async barriers(page) {
      await page.evaluate(AXE);
      const { violations } = await page.evaluate<AxeResults>('axe.run({ resultTypes: ["violations"] })');
      return violations.map(({ id, impact, nodes }) => `${impact} ${id} ${nodes[0]?.html}`);
    },
  };
}
