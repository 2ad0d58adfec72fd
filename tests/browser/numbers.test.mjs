// Numbers stay whole: on every page that is built, in every state of the calculator, at every width, and on paper.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {launch, open} from './browser.mjs';
import {Calculator, STATES} from './calculator.mjs';
import {brokenNumbers} from './checks.mjs';
import {none} from './none.mjs';
import {build, serve} from './site.mjs';

const WIDTHS = [360, 768, 1280, 1920];

const site = build();
let browser;
let server;
before(async () => {
  [browser, server] = await Promise.all([launch(), serve(site)]);
});
after(async () => {
  await browser?.close();
  await server?.close();
});

const everywhere = async (page, where) => {
  const found = [];
  const look = async how => found.push(...(await brokenNumbers(page)).map(x => `${where}, ${how}: ${x}`));
  for (const width of WIDTHS) {
    await page.setViewportSize({width, height: 900});
    await look(`${width} px`);
  }
  // A4 without its edges.
  await page.setViewportSize({width: 680, height: 1000});
  await page.emulateMedia({media: 'print'});
  await look('on paper');
  await page.emulateMedia({media: 'screen'});
  return found;
};

test('no number breaks on any page', async () => {
  const page = await open(browser, server.origin);
  const found = [];
  for (const {url} of site.pages) {
    await page.goto(server.origin + url);
    await page.evaluate(() => document.querySelectorAll('details').forEach(x => (x.open = true)));
    found.push(...(await everywhere(page, url)));
  }
  none(found);
  await page.context().close();
});

test('no number breaks in the calculator, whatever is open', async () => {
  const large = 't=investment&r=57&c=contracting:12345678.9:Halli&c=land:1234567.89&c=equipment:3000000&h=12345&k=99&o=1234567.89';
  const parts = 't=small_investment&c=materials:2950.5:Laavu:Laavu&c=equipment:1850:P%C3%B6yd%C3%A4t:Varusteet&h=45&k=5';
  const found = [];
  const page = await open(browser, server.origin);
  for (const path of ['/laskuri/', '/sv/raknare/', '/en/calculator/']) {
    const calculator = new Calculator(page, server.origin + path);
    for (const link of [...Object.values(STATES), large, parts]) {
      await calculator.open(link);
      const folds = page.locator('details:not([open]) > summary');
      while (await folds.count()) await folds.first().click();
      if (await page.locator('#more-compare').count()) await page.locator('#more-compare tbody tr').first().waitFor();
      found.push(...(await everywhere(page, `${path}#${link}`)));
    }
  }
  none([...found, ...page.troubles()]);
  await page.context().close();
});

test('a number that breaks is found', async () => {
  const page = await open(browser, server.origin);
  await page.setContent('<p style="width:2em;overflow-wrap:anywhere">52\u00a0000,00\u00a0€</p><p style="width:2em">8 000</p><p>52\u00a0000,00\u00a0€, 8 000</p>');
  assert.equal((await brokenNumbers(page)).length, 2);
  await page.context().close();
});
