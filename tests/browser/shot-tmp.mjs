import {launch} from './browser.mjs';
const b = await launch();
const shots = JSON.parse(process.argv[2]);
for (const [name, path, width, scheme] of shots) {
  const c = await b.newContext({viewport: {width, height: 900}, colorScheme: scheme ?? 'light'});
  const p = await c.newPage();
  p.on('console', m => console.log(name, m.text())); p.on('pageerror', e => console.log(name, e.message));
  await p.goto('http://127.0.0.1:8731' + path); await p.waitForTimeout(300);
  await p.screenshot({path: `/tmp/fits/shots/${name}.png`, fullPage: true});
  await c.close();
}
await b.close();
