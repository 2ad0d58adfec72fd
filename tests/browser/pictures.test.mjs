// Photos on pages: a phone fetches no more of them than it shows.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {launch, open} from './browser.mjs';
import {DESKTOP, PHONE, accessibility, reflow} from './checks.mjs';
import {none} from './none.mjs';
import {build, program, serve} from './site.mjs';

let browser;
let server;
let folder;

/** A photo as a telephone takes it, drawn by the browser itself. */
const photo = page =>
  page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), {width: 2400, height: 1800});
    const pen = canvas.getContext('2d');
    for (let number = 0; number < 2000; number++) {
      pen.fillStyle = `hsl(${(number * 47) % 360} 40% 50% / .5)`;
      pen.fillRect((number * 613) % 2400, (number * 389) % 1800, 200, 90);
    }
    return canvas.toDataURL('image/jpeg', 0.9).split(',')[1];
  });

before(async () => {
  browser = await launch();
  folder = mkdtempSync(join(tmpdir(), 'leader-site-'));
  const source = join(folder, 'site');
  execFileSync(program(), ['init', source, '--name', 'Kylä ry', '--municipality', 'Liperi', '--lang', 'fi'], {stdio: 'pipe'});
  const page = await browser.newPage();
  writeFileSync(join(source, 'content/fi/talo.jpg'), Buffer.from(await photo(page), 'base64'));
  await page.close();
  const front = (title, more) => `---\ntitle: ${title}\ndescription: Kuvia kylältä.\npicture: {file: ${more}, alt: Kylätalo}\n`;
  writeFileSync(join(source, 'content/fi/kuvia.md'), `${front('Kuvia', 'talo.jpg')}---\n\n![Talo syksyllä](talo.jpg "Syksy")\n`);
  writeFileSync(join(source, 'content/fi/ajankohtaista/talo.md'), `${front('Talo', '../talo.jpg')}date: 2026-11-20\n---\n\nTalo.\n`);
  server = await serve(build('/leader/', source));
});
after(async () => {
  await browser?.close();
  await server?.close();
  rmSync(folder, {recursive: true, force: true});
});

/** Each photo of a page: how wide it is shown, and how wide the file is that was fetched for it, in pixels. */
const photos = page =>
  page.evaluate(async () => {
    const shown = [...document.querySelectorAll('picture img')];
    for (const image of shown) {
      image.scrollIntoView();
      await image.decode();
    }
    return Promise.all(
      shown.map(async image => {
        const file = Object.assign(new Image(), {src: image.currentSrc});
        await file.decode();
        return {address: image.currentSrc, shown: image.getBoundingClientRect().width, file: file.naturalWidth};
      }),
    );
  });

for (const [name, viewport, density] of [['a phone', PHONE, 2], ['a fine phone', PHONE, 3], ['a screen', DESKTOP, 1]]) {
  test(`${name} fetches photos in the size that it shows`, async () => {
    for (const path of ['kuvia/', 'ajankohtaista/', 'ajankohtaista/talo/']) {
      const page = await open(browser, server.origin, {viewport, deviceScaleFactor: density});
      await page.goto(`${server.origin}/leader/${path}`);
      const found = await photos(page);
      assert.ok(found.length > 0, path);
      for (const {address, shown, file} of found) {
        assert.match(address, /\/leader\/talo-\d+\.[0-9a-f]{8}\.webp$/);
        const wanted = shown * density;
        assert.ok(file >= wanted * 0.9 && file <= Math.max(wanted * 1.6, 360), `${path}: ${file} pixels for ${wanted}`);
      }
      none([...page.troubles(), ...(await accessibility(page)), ...(await reflow(page))]);
      await page.context().close();
    }
  });
}
