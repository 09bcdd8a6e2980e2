/**
 * `npm run screenshots [NAME …]`: starts the demo's world with its clock at 22/11/2026, on light data (what a first day brings) and on
 * full data (the whole registry, twelve months), and writes docs/console/<page>-<desktop|phone>-<vi|en>[-light].png.
 */
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { v7 } from 'uuid';
import { createLine } from '../src/line.ts';
import { createCloseDays } from '../src/measure/close-days.ts';
import { createLedger } from '../src/simulate/demo/ledger.ts';
import { createSteppingClock } from '../src/simulate/demo/stepping-clock.ts';
import { createTraffic } from '../src/simulate/demo/traffic.ts';
import { startWorld, type World } from '../src/simulate/demo/world.ts';
import { launchBrowser } from '../test/support/headless-browser.ts';
import { openStoredFacts } from '../test/support/stored-facts.ts';
import { capturePages, type PageToShow } from './screenshots/capture.ts';
import { pagesOf } from './screenshots/pages.ts';
import { writeAboutFacilities } from './screenshots/staff-at-work.ts';
import { yearOfTraffic } from './screenshots/year-of-traffic.ts';

const FOLDER = resolve(import.meta.dirname, '../docs/console');
const DAY = '2026-11-22';
const MORNING = Date.parse(`${DAY}T08:15:00+07:00`);
/** And some days before it. */
const YEAR_MS = 370 * 86_400_000;
const ROUNDS = { light: 1, full: 12 } as const;
/** What there is to see of few records. */
const LIGHT_PAGES = ['overview', 'facilities', 'facility', 'records', 'destinations', 'quality', 'reports'];
const DRAIN_MS = 20_000;

async function show(data: 'light' | 'full', names: readonly string[]): Promise<void> {
  const clock = createSteppingClock(Date.now);
  // The world begins before the year that is filled in: its days are closed by and by, as nights would.
  clock.set(data === 'full' ? MORNING - YEAR_MS : MORNING);
  const env = { PORT: '0', ADMIN_PORT: '0', LOG_LEVEL: 'error' };
  const world = await startWorld({ clock, newId: v7, random: () => 0.5, env });
  const browser = await launchBrowser();
  try {
    if (data === 'full') {
      await fillYear(world);
      clock.set(MORNING);
      await createCloseDays({ store: world.gateway.store, clock: clock.now })();
    }
    await playRounds(world, clock, ROUNDS[data]);
    if (data === 'full') await writeAboutFacilities(world.gateway.url);
    const pages = await pagesOf(world.gateway.url);
    const chosen = pages.filter(
      (page: PageToShow) =>
        (names.length === 0 || names.includes(page.name)) && (data === 'full' || LIGHT_PAGES.includes(page.name)),
    );
    const suffix = data === 'light' ? '-light' : '';
    await capturePages(browser, {
      url: world.gateway.url,
      pages: chosen,
      folder: FOLDER,
      languages: data === 'light' ? ['vi'] : ['vi', 'en'],
      suffix,
    });
    process.stdout.write(`${data}: ${chosen.map(({ name }) => name).join(', ')}\n`);
  } finally {
    await browser.close();
    await world.close();
  }
}

/** A year of the registry's traffic, past the door. */
async function fillYear({ gateway: { store }, config }: World): Promise<void> {
  const facts = openStoredFacts(config.dataDir);
  for (const day of yearOfTraffic(await store.facilities(), DAY)) facts.add(day);
  facts.close();
}

/** Real files through the real door: good ones, corrections, and every kind of fault. */
async function playRounds(world: World, clock: ReturnType<typeof createSteppingClock>, rounds: number): Promise<void> {
  const { store } = world.gateway;
  const traffic = createTraffic({
    clock,
    senderOf: world.senderOf,
    ledger: createLedger(await createLine(world.config.limits)),
    drained: async () => undefined,
    stop: new AbortController().signal,
  });
  const nation = world.receivers.find(({ name }) => name === 'nation');
  for (let round = 0; round < rounds; round++) {
    if (round === rounds - 2) await nation?.setFault('http-503', { retryAfterSeconds: 1 });
    await traffic.playRound(round);
  }
  for (let waited = 0; waited < DRAIN_MS; waited += 50) {
    const depths = await store.queueDepths(clock.now());
    const open = depths.filter(({ destination, state }) => destination === 'province' && state === 'queued');
    if (open.every(({ count }) => count === 0)) return;
    await new Promise((done) => setTimeout(done, 50));
  }
}

mkdirSync(FOLDER, { recursive: true });
const names = process.argv.slice(2).filter((name) => !name.startsWith('--'));
for (const data of ['light', 'full'] as const) {
  if (!process.argv.includes(`--not-${data}`)) await show(data, names);
}
