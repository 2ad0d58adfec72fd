// The emblem of the EU and its statement, as the rules on publicity ask: on every page and on paper, in the language
// of the page, high enough, with nothing beside it that is higher. And the pictures that other services show.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {after, before, test} from 'node:test';
import {launch, open} from './browser.mjs';
import {none} from './none.mjs';
import {build, root, serve} from './site.mjs';

const site = build('/');
let browser;
let server;
before(async () => {
  [browser, server] = await Promise.all([launch(), serve(site)]);
});
after(async () => {
  await browser?.close();
  await server?.close();
});

const SAID = {
  fi: ['Euroopan unionin osarahoittama', 'Tuesta päättää virallisesti: Itä-Suomen elinvoimakeskus.'],
  sv: ['Medfinansieras av Europeiska unionen', 'Livskraftscentralen i Östra Finland.'],
  en: ['Co-funded by the European Union', 'Economic Development Centre of Eastern Finland.'],
};
// The least height that the rules allow for the emblem is a centimetre.
const CENTIMETRE = 96 / 2.54;

test('the emblem has its colours, its stars and their places', () => {
  const svg = readFileSync(`${root}themes/leader/templates/shared/emblem.html`, 'utf8');
  assert.match(svg, /fill="#039" d="M0 0h54v36H0z"/);
  assert.match(svg, /<g fill="#fc0">/);
  const stars = [...svg.matchAll(/<use href="#eu-star" x="([\d.]+)" y="([\d.]+)"/g)].map(([, x, y]) => [x - 27, 18 - y]);
  assert.equal(stars.length, 12);
  // Like the hours of a clock, on a circle of a third of the height.
  stars.forEach(([x, y], hour) => {
    assert.ok(Math.abs(x - 12 * Math.sin((hour * Math.PI) / 6)) < 0.001 && Math.abs(y - 12 * Math.cos((hour * Math.PI) / 6)) < 0.001, `${hour}`);
  });
  const points = /id="eu-star" d="M([^z]+)z"/.exec(svg)[1].split(' ').map(Number);
  assert.equal(points.length, 20);
  // Upright, each within a circle of an eighteenth of the height.
  assert.deepEqual(points.slice(0, 2), [0, -2]);
});

test('every page says who pays, in its language', () => {
  none(
    site.pages.flatMap(page => {
      const {lang} = page.all('html')[0];
      const places = page.elements.filter(x => x.class?.split(' ').includes('publicity'));
      const text = places.map(x => page.text(x)).join(' ');
      return [...(places.length === 1 ? [] : [`${places.length} places`]), ...SAID[lang].filter(x => !text.includes(x))].map(what => ({what, where: page.url}));
    }),
  );
});

test('the emblem is high enough on the screen and on paper, in light and dark', async () => {
  for (const [options, media] of [[{}, {}], [{viewport: {width: 320, height: 700}}, {}], [{colorScheme: 'dark'}, {}], [{forcedColors: 'active'}, {}], [{}, {media: 'print'}]]) {
    const page = await open(browser, server.origin, options);
    for (const url of ['/', '/sv/finansiering/litet-projekt/', '/en/calculator/']) {
      await page.goto(server.origin + url);
      await page.emulateMedia(media);
      const mark = page.locator('.publicity svg').first();
      await mark.scrollIntoViewIfNeeded();
      const {width, height} = await mark.boundingBox();
      assert.ok(height >= CENTIMETRE && Math.abs(width / height - 1.463) < 0.02, `${url} ${JSON.stringify(media)}: ${width} × ${height}`);
      assert.ok(await page.locator('.publicity b').isVisible());
      const heights = await page.locator('.publicity :is(svg, img)').evaluateAll(list => list.map(x => x.getBoundingClientRect().height));
      assert.ok(heights.every(x => x <= heights[0]));
    }
    none(page.troubles());
    await page.context().close();
  }
});

test('every page to be found has a picture for those who share it, of the right size', () => {
  const pictures = new Set();
  none(
    site.pages
      .filter(page => !page.meta('robots'))
      .flatMap(page => {
        const property = name => page.all('meta').find(x => x.property === name)?.content;
        const url = property('og:image')?.replace('https://example.org', '');
        const file = site.files.get(url);
        if (!file) return [{what: `no picture ${url}`, where: page.url}];
        pictures.add(url);
        const bytes = readFileSync(file);
        const size = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)].map(String);
        return [
          ...(bytes.subarray(1, 4).toString() === 'PNG' ? [] : ['no PNG']),
          ...(size.join() === '1200,630' && size.join() === [property('og:image:width'), property('og:image:height')].join() ? [] : [`size ${size}`]),
          ...(bytes.length < 100_000 ? [] : [`${bytes.length} bytes`]),
          ...(property('og:image:alt')?.length > 3 ? [] : ['no words']),
          ...(page.meta('twitter:card') === 'summary_large_image' ? [] : ['no card']),
        ].map(what => ({what, where: page.url}));
      }),
  );
  // News share the picture of their section.
  assert.ok(pictures.size > 20 && pictures.size < site.pages.length, `${pictures.size}`);
});
