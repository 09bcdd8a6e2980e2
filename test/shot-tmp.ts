import chromium from '@sparticuz/chromium';
import { chromium as playwright } from 'playwright-core';
const browser = await playwright.launch({ executablePath: await chromium.executablePath(), args: [...chromium.args.filter(a => !/single-process|disable-web-security|no-zygote/.test(a)), '--disable-background-networking','--disable-component-update','--disable-sync','--no-first-run','--disable-quic'], headless: true });
for (const [name, w, h, path] of [['desktop-vi',1366,768,'/'],['phone-vi',390,844,'/'],['desktop-en',1366,768,'/?lang=en'],['phone-en',390,844,'/?lang=en']] as const) {
  const page = await browser.newPage({ viewport: { width: w, height: h } });
  page.on('console', m => console.log(name, m.type(), m.text())); page.on('pageerror', e => console.log(name, 'ERR', e));
  page.on('requestfailed', r => console.log('failed', r.url()));
  await page.goto('http://127.0.0.1:8099' + path); await page.waitForSelector('#trend-chart canvas'); await page.waitForTimeout(300);
  console.log(name, 'overflow', await page.evaluate('document.documentElement.scrollWidth - innerWidth'));
  await page.screenshot({ path: `/tmp/shots/${name}.png`, fullPage: false });
  if (w > 500) await page.screenshot({ path: `/tmp/shots/${name}-full.png`, fullPage: true, clip: { x: 0, y: 0, width: w, height: 2000 } });
  else for (let i = 0; i < 5; i++) await page.screenshot({ path: `/tmp/shots/${name}-${i}.png`, fullPage: true, clip: { x: 0, y: i * 844, width: w, height: 844 } });
  await page.close();
}
await browser.close();
