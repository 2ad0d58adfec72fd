// The calculator away from its site: within other pages, and as one file on a disk without a network.
import assert from 'node:assert/strict';
import {createServer} from 'node:http';
import {readFileSync} from 'node:fs';
import {after, before, test} from 'node:test';
import {pathToFileURL} from 'node:url';
import {launch, open, passes} from './browser.mjs';
import {Calculator, STATES} from './calculator.mjs';
import {accessibilityEverywhere, edges, focus, print, reflow, targets} from './checks.mjs';
import {golden} from './golden.mjs';
import {none} from './none.mjs';
import {build, root, serve} from './site.mjs';

const {contrast, readable} = await import(`${root}/themes/leader/static/alone.js`);

let site;
let browser;
let server;

before(async () => {
  site = build();
  [browser, server] = await Promise.all([launch(), serve(site)]);
});
after(async () => {
  await browser?.close();
  await server?.close();
});

const FILES = [
  ['/laskuri/', '/laskuri/tukilaskuri/tukilaskuri.html'],
  ['/sv/raknare/', '/sv/raknare/stodraknare/stodraknare.html'],
  ['/en/calculator/', '/en/calculator/funding-calculator/funding-calculator.html'],
];

for (const [address, file] of FILES) {
  test(`${file} works from a disk without a network, and says what the page says`, async () => {
    const page = await open(browser, server.origin, {offline: true});
    const alone = new Calculator(page, pathToFileURL(site.files.get(file)).href);
    const online = await open(browser, server.origin);
    const there = new Calculator(online, server.origin + address);
    for (const link of [STATES.complete, STATES.blocked, STATES['covered-by-flat-rate']]) {
      await there.open(link);
      await page.goto('about:blank');
      await page.goto(`${alone.url}#${link}`);
      await page.locator('.more-part').first().waitFor({state: 'attached'});
      assert.deepEqual(await alone.result(), await there.result(), link);
    }
    await page.locator('#more-compare > summary').click();
    await page.locator('#more-compare tbody tr').first().waitFor();
    // It asks for nothing but itself, and its own policy is not broken.
    assert.deepEqual(page.requests.filter(x => !x.startsWith('file:') && x !== 'about:blank' && !x.startsWith(pathToFileURL(site.folder).pathname) && !x.startsWith('/')), []);
    none(page.troubles().filter(x => x.startsWith('csp') || x.startsWith('console') || x.startsWith('error')));
    // Its links lead to the calculator of the site.
    await page.locator('#more-keep > summary').click();
    assert.match(await page.locator('#more-link').inputValue(), /^https:\/\/example\.org\/[^#]+#t=/);
    const own = await page.$$eval('a[href]', list => list.map(x => x.getAttribute('href')).filter(x => !/^(https?:|#|mailto:|tel:)/.test(x)));
    assert.deepEqual(own, []);
    await page.context().close();
    await online.context().close();
  });
}

test('as a file it has nothing but its own style and script', () => {
  for (const [, file] of FILES) {
    const html = readFileSync(site.files.get(file), 'utf8');
    assert.doesNotMatch(html, /\ssrc="(?!data:)/);
    assert.doesNotMatch(html, /<link /);
    assert.match(html, /style-src 'sha256-[^']+'; script-src 'sha256-[^']+'; img-src data:/);
    assert.doesNotMatch(html, /unsafe/);
  }
});

/** Another site, with this within its pages. */
const host = async body => {
  const html = `<!DOCTYPE html><html lang="fi"><title>Kylä</title><body style="margin:0">${body}`;
  const other = createServer((_, response) => response.writeHead(200, {'content-type': 'text/html; charset=utf-8'}).end(html)).listen(0, '127.0.0.1');
  await new Promise(done => other.once('listening', done));
  return {origin: `http://127.0.0.1:${other.address().port}`, close: () => other.close()};
};

const element = (attributes = '') =>
  `<script src="${server.origin}/assets/fixed/embed.js" defer></script><leader-calculator src="${server.origin}/laskuri/tukilaskuri/" title="Tukilaskuri" ${attributes}><a href="${server.origin}/laskuri/">Tukilaskuri</a></leader-calculator>`;

test('within another page it is as tall as it is, several at once, and grows with what is in it', async () => {
  const other = await host(`<div style="width:340px">${element()}</div>${element('accent="#7a1f5c"')}`);
  const page = await open(browser, other.origin);
  await page.goto(other.origin);
  const frames = page.locator('iframe');
  assert.equal(await frames.count(), 2);
  const heights = () => frames.evaluateAll(list => list.map(x => x.getBoundingClientRect().height));
  const inner = async i => (await (await frames.nth(i).elementHandle()).contentFrame()).evaluate(() => [document.body.getBoundingClientRect().height, document.documentElement.scrollWidth - innerWidth]);
  await page.waitForFunction(() => [...document.querySelectorAll('iframe')].every(x => x.style.height !== '40rem'));
  const before = await heights();
  for (const i of [0, 1]) {
    const [height, over] = await inner(i);
    assert.ok(Math.abs(height - before[i]) < 2, `${height} and ${before[i]}`);
    assert.ok(over <= 0, `frame ${i} scrolls sideways by ${over}`);
  }
  const frame = await (await frames.nth(1).elementHandle()).contentFrame();
  await frame.locator('#calc-kind-development').check();
  await frame.locator('input[name=funding_type][value=small_development]').check();
  await frame.locator('[data-column=category]').first().selectOption('services');
  await frame.locator('[data-column=amount]').first().fill('4000');
  await frame.locator('.more-part').first().waitFor();
  await page.waitForFunction(least => document.querySelectorAll('iframe')[1].clientHeight > least, before[1] + 500);
  const grown = await heights();
  assert.ok(grown[1] > before[1] + 500, `${before[1]} to ${grown[1]}`);
  assert.equal(grown[0], before[0], 'each frame has its own height');
  assert.equal(await frames.first().getAttribute('title'), 'Tukilaskuri');
  await page.context().close();
  other.close();
});

test('numbers from elsewhere change no frame', async () => {
  const other = await host(element());
  const page = await open(browser, other.origin);
  await page.goto(other.origin);
  await page.waitForFunction(() => document.querySelector('iframe').style.height !== '40rem');
  const before = await page.$eval('iframe', x => x.style.height);
  await page.evaluate(() => {
    for (const height of [1, 1e9, NaN, '5', {}]) postMessage({leaderCalculator: height}, '*');
    postMessage(null, '*');
  });
  await passes(page, 100);
  assert.equal(await page.$eval('iframe', x => x.style.height), before);
  await page.context().close();
  other.close();
});

test('any accent can be read on every ground, light and dark', () => {
  for (const grounds of [['#ffffff', '#f1f4ea', '#e5f2e6'], ['#111915', '#1b2620', '#17301f']]) {
    for (let red = 0; red < 256; red += 51) {
      for (let green = 0; green < 256; green += 51) {
        for (let blue = 0; blue < 256; blue += 51) {
          const accent = `#${[red, green, blue].map(x => x.toString(16).padStart(2, '0')).join('')}`;
          const found = readable(accent, grounds);
          for (const ground of grounds) assert.ok(contrast(found, ground) >= 7, `${accent} became ${found} on ${ground}`);
        }
      }
    }
  }
  // What can be read stays as it is.
  assert.equal(readable('#0b4f30', ['#ffffff', '#f1f4ea', '#e5f2e6']), '#0b4f30');
});

for (const accent of ['', '?accent=ffff00', '?accent=%23777777']) {
  test(`the embedded calculator can be used by all, with ${accent || 'its own colour'}`, async () => {
    const page = await open(browser, server.origin);
    await page.goto(`${server.origin}/laskuri/tukilaskuri/${accent}#${STATES.complete}`);
    await page.locator('.more-part').first().waitFor();
    none(await accessibilityEverywhere(page));
    none([...(await focus(page)), ...(await edges(page))]);
    if (!accent) {
      none(await reflow(page));
      none(await targets(page));
      none(await print(page));
      // A screen reader finds the same calculator, and around it only whose it is.
      const tree = () => page.locator('#calc').ariaSnapshot();
      const here = await tree();
      await page.goto(`${server.origin}/laskuri/#${STATES.complete}`);
      await page.locator('.more-part').first().waitFor();
      assert.equal(here, await tree());
      await page.goto(`${server.origin}/laskuri/tukilaskuri/`);
      await page.locator('#calc').waitFor();
      golden('embed', await page.locator('body').ariaSnapshot());
    }
    none(page.troubles());
    await page.context().close();
  });
}
