// Makes docs/screenshots anew from a running service: node docs/screenshots.mjs [address, by default http://localhost:5080].
// Needs Chromium and playwright-core (npm install --no-save playwright-core); afterwards `pngquant --force --ext .png 128 docs/screenshots/*.png` makes them a third as large.
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const address = process.argv[2] ?? 'http://localhost:5080';
const folder = join(dirname(fileURLToPath(import.meta.url)), 'screenshots');
const wide = { width: 1366, height: 860 };
const tablet = { width: 768, height: 1024 };
const phone = { width: 320, height: 640 };

const sample = (name) => (page) => page.getByLabel('Samples').selectOption({ label: name });
const tab = (name) => (page) => page.getByRole('tab', { name }).click();
const pictures = {
  '1366-light': { viewport: wide },
  '1366-dark': { viewport: wide, colorScheme: 'dark' },
  '1366-forced-colours': { viewport: wide, forcedColors: 'active' },
  '1366-arabic': { viewport: wide, steps: [sample('العربية (Arabic)')] },
  '1366-log-before-and-after': { viewport: wide, steps: [sample('A log'), tab('Before and after')] },
  '1366-savings': { viewport: wide, path: '/savings.html' },
  '1366-swagger': { viewport: wide, path: '/swagger/index.html' },
  '768-light': { viewport: tablet },
  '320-light': { viewport: phone },
  '320-dark': { viewport: phone, colorScheme: 'dark' },
  '320-words-arabic': { viewport: phone, steps: [sample('العربية (Arabic)'), (page) => page.locator('#words').scrollIntoViewIfNeeded()] },
};

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
for (const [name, { path = '/', steps = [], ...options }] of Object.entries(pictures)) {
  const page = await browser.newPage(options);
  await page.goto(address + path, { waitUntil: 'networkidle' });
  for (const step of steps) {
    await step(page);
    await page.waitForLoadState('networkidle');
  }

  await page.waitForTimeout(1500); // Until what is drawn last stands.
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await page.close();
}

await browser.close();
