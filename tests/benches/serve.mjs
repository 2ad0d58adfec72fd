// How long it takes from a save until the change is on the screen, in a real browser beside the program.
//
//   cargo build --release && node tests/benches/serve.mjs [own] [PAGES …]
//
// Without arguments: this repository's own site, then generated ones of 1 000 and 10 000 pages (cargo bench --bench site --
// generate). Each figure is the median of many saves; beside it stands how long the browser takes for the same
// change without a program: a page that is told of it and fetches the new text from a bare server.
import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:http';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {launch} from '../browser/browser.mjs';
import {preview} from '../browser/preview.mjs';
import {root} from '../browser/site.mjs';

const SAVES = 30;
const now = () => performance.timeOrigin + performance.now();
const median = times => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];

/** When a text is on the screen: in the page, and the frame drawn. Asked before the save. */
const onScreen = (page, text) =>
  page.evaluate(
    wanted =>
      new Promise(done => {
        const look = () => {
          if (!document.body?.textContent.includes(wanted)) return false;
          requestAnimationFrame(() => setTimeout(() => done(performance.timeOrigin + performance.now())));
          return true;
        };
        if (look()) return;
        const watch = new MutationObserver(() => look() && watch.disconnect());
        watch.observe(document.documentElement, {childList: true, subtree: true, characterData: true});
      }),
    text,
  );

/** The same for pages that are loaded anew. */
const onScreenAnew = async (page, text) => {
  for (;;) {
    try {
      return await onScreen(page, text);
    } catch (error) {
      if (!/context|navigat/i.test(error.message)) throw error;
    }
  }
};

const measure = async (page, save) => {
  const times = [];
  for (let run = 0; run < SAVES; run += 1) {
    // No digits: the texts of the rules take none.
    const text = `Mitattu ${String(run).replace(/\d/g, digit => 'abcdefghij'[digit])} kertaa`;
    const shown = onScreenAnew(page, text);
    await new Promise(done => setTimeout(done, 60));
    const start = now();
    save(text);
    times.push((await shown) - start);
  }
  return median(times);
};

/** The least: a page that hears of a change and shows it, with nothing built in between. */
const bare = async browser => {
  let text = '';
  let tell = () => {};
  const server = createServer((request, response) => {
    if (request.url === '/events') {
      response.writeHead(200, {'content-type': 'text/event-stream'});
      tell = () => response.write('data: x\n\n');
    } else if (request.url === '/text') {
      response.end(text);
    } else {
      response.setHeader('content-type', 'text/html');
      response.end(`<body><script>new EventSource('/events').onmessage = async () => { document.body.textContent = await (await fetch('/text')).text(); }</script>`);
    }
  });
  await new Promise(done => server.listen(0, '127.0.0.1', done));
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  const time = await measure(page, wanted => {
    text = wanted;
    tell();
  });
  await page.close();
  server.closeAllConnections();
  server.close();
  return time;
};

const report = (name, times, least) => {
  for (const [what, time] of Object.entries(times)) {
    console.log(`${name.padEnd(14)} ${what.padEnd(28)} ${time.toFixed(1).padStart(8)} ms   ${(time / least).toFixed(1)} × the bare page`);
  }
};

const withPage = async (browser, served, address, work) => {
  const page = await browser.newPage();
  await page.goto(served.origin + address);
  await page.waitForLoadState('networkidle').catch(() => {});
  const result = await work(page);
  await page.close();
  return result;
};

const own = async (browser, least) => {
  const served = await preview();
  const file = name => {
    const before = readFileSync(served.path(name), 'utf8');
    return {before, put: text => writeFileSync(served.path(name), text)};
  };
  const times = {};
  const content = file('content/fi/rahoitus/index.md');
  times['a page’s text'] = await withPage(browser, served, '/rahoitus/', page =>
    measure(page, text => content.put(`${content.before}\n${text}\n`)),
  );
  content.put(content.before);
  times['a page’s title'] = await withPage(browser, served, '/rahoitus/', page =>
    measure(page, text => content.put(content.before.replace(/^title: .*$/m, `title: ${text}`))),
  );
  content.put(content.before);
  const template = file('themes/leader/templates/base.html');
  times['a template'] = await withPage(browser, served, '/rahoitus/', page =>
    measure(page, text => template.put(template.before.replace('</main>', `<p>${text}</p></main>`))),
  );
  template.put(template.before);
  const words = file('content/rules/texts/fi.yaml');
  const name = words.before.match(/^ {2}small_development:\n {4}name: .*$/m)[0];
  times['a text of the rules'] = await withPage(browser, served, '/rahoitus/', page =>
    measure(page, text => words.put(words.before.replace(name, name.replace(/name: .*$/, `name: ${text}`)))),
  );
  words.put(words.before);
  await served.stop();
  report('this site', times, least);
};

const generated = async (browser, pages, least) => {
  const room = mkdtempSync(join(tmpdir(), 'leader-site-pages-'));
  const folder = join(room, 'site');
  execFileSync('cargo', ['bench', '--bench', 'site', '--', 'generate', String(pages), folder], {cwd: root, stdio: 'ignore'});
  const served = await preview({folder});
  const name = served.path('content/fi/osa-3/sivu-7.md');
  const before = readFileSync(name, 'utf8');
  const times = {};
  times['a page’s text'] = await withPage(browser, served, '/osa-3/sivu-7/', page =>
    measure(page, text => writeFileSync(name, `${before}\n${text}\n`)),
  );
  times['a page’s title'] = await withPage(browser, served, '/osa-3/sivu-7/', page =>
    measure(page, text => writeFileSync(name, before.replace(/^title: .*$/m, `title: ${text}`))),
  );
  await served.stop();
  rmSync(room, {recursive: true, force: true});
  report(`${pages} pages`, times, least);
};

const browser = await launch();
const least = await bare(browser);
console.log(`${'bare page'.padEnd(14)} ${''.padEnd(28)} ${least.toFixed(1).padStart(8)} ms`);
const asked = process.argv.slice(2);
for (const name of asked.length > 0 ? asked : ['own', '1000', '10000']) {
  if (name === 'own') await own(browser, least);
  else await generated(browser, Number(name), least);
}
await browser.close();
