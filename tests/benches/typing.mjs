// How long it takes from a keystroke in the calculator until the new result is painted, on a phone whose processor is
// six times slower, with ten rows of costs.
//
//   cargo build --release && node tests/benches/typing.mjs [KEYSTROKES]
//
// Beside the median stands that of a bare page of the same browser that writes what is typed into a paragraph: what no
// program can save.
import {Calculator, start} from '../browser/calculator.mjs';
import {PHONE} from '../browser/checks.mjs';

const KEYSTROKES = Number(process.argv[2] ?? 60);
const SLOWER = 6;
const ROWS = 10;

const quantile = (times, share) => times.toSorted((a, b) => a - b)[Math.floor(times.length * share)];

/** The times from the event of each digit to the frame after it, in milliseconds. */
const measure = async (page, selector) => {
  const client = await page.context().newCDPSession(page);
  await client.send('Emulation.setCPUThrottlingRate', {rate: SLOWER});
  const field = page.locator(selector);
  await field.scrollIntoViewIfNeeded();
  await field.focus();
  const times = [];
  for (let key = 0; key < KEYSTROKES; key += 1) {
    await page.evaluate(() => {
      window.painted = new Promise(done =>
        addEventListener('keydown', ({timeStamp}) => requestAnimationFrame(() => setTimeout(() => done(performance.now() - timeStamp))), {once: true, capture: true}),
      );
    });
    await page.keyboard.press(key % 2 ? 'Backspace' : String(1 + (key % 9)));
    times.push(await page.evaluate(() => window.painted));
  }
  await client.send('Emulation.setCPUThrottlingRate', {rate: 1});
  return times;
};

const all = await start('/', {viewport: PHONE});
try {
  const {page, server} = all;
  const rows = Array.from({length: ROWS}, (_, row) => `c=services:${100 + row * 37}:Ty%C3%B6:${'AB'[row % 2]}`).join('&');
  await new Calculator(page, `${server.origin}/laskuri/`).open(`t=small_development&${rows}&h=30`);
  await page.locator('#calc-bar').waitFor({state: 'attached'});
  const typed = await measure(page, '[data-column=amount] >> nth=4');
  await page.goto(`${server.origin}/404.html`);
  await page.evaluate(() => {
    const [field, text] = [document.createElement('input'), document.createElement('p')];
    field.id = 'bare';
    field.addEventListener('input', () => text.replaceChildren(field.value));
    document.querySelector('main').replaceChildren(field, text);
  });
  const bare = await measure(page, '#bare');
  const [median, least] = [quantile(typed, 0.5), quantile(bare, 0.5)];
  const tell = x => `${x.toFixed(1)} ms`;
  console.log(`${ROWS} rows, processor ${SLOWER} times slower, ${KEYSTROKES} keystrokes`);
  console.log(`result painted after ${tell(median)} (median), ${tell(quantile(typed, 0.95))} (95 %)`);
  console.log(`a bare page: ${tell(least)} (median); ratio ${(median / least).toFixed(1)}`);
} finally {
  await all.stop();
}
