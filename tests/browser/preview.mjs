// A preview of a copy of the site: the program runs as an editor starts it, and files are saved as editors do.
import {spawn} from 'node:child_process';
import {cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {DAY, PATIENCE, program, root} from './site.mjs';

/** Starts a preview of the site in `folder`, or of a copy of this repository's. */
export const preview = async ({folder} = {}) => {
  const room = mkdtempSync(join(tmpdir(), 'leader-site-preview-'));
  const site = folder ?? join(room, 'site');
  if (!folder) for (const name of ['content', 'themes']) cpSync(join(root, name), join(site, name), {recursive: true});
  const started = spawn(program(), ['serve', '--site', site, '--port', '0', '--date', DAY, '--lang', 'fi'], {stdio: ['ignore', 'pipe', 'pipe']});
  let said = '';
  const listeners = new Set();
  started.stderr.on('data', data => {
    said += data;
    for (const listener of [...listeners]) listener();
  });
  const until = (test, what) =>
    new Promise((done, fail) => {
      const timer = setTimeout(() => fail(new Error(`${what} was not said:\n${said}`)), PATIENCE);
      const look = () => {
        const found = test(said);
        if (!found) return;
        clearTimeout(timer);
        listeners.delete(look);
        done(found);
      };
      listeners.add(look);
      look();
    });
  const stop = () =>
    new Promise(done => {
      started.once('exit', (code, signal) => {
        rmSync(room, {recursive: true, force: true});
        done({code, signal});
      });
      started.kill('SIGINT');
    });
  process.on('exit', () => {
    started.kill('SIGKILL');
    rmSync(room, {recursive: true, force: true});
  });
  const origin = await until(text => text.match(/http:\/\/127\.0\.0\.1:\d+/)?.[0], 'the address');
  await until(text => /näkyvissä|virhe/.test(text), 'the first build');
  const path = name => join(site, name);
  const read = name => readFileSync(path(name), 'utf8');
  /** Truncates the file and writes it. */
  const write = (name, text) => writeFileSync(path(name), text);
  /** Writes a new file and puts it in the place of the old one. */
  const replace = (name, text) => {
    const beside = path(`${name}.${process.pid}~`);
    writeFileSync(beside, text);
    renameSync(beside, path(name));
  };
  const edit = (name, from, to, save = write) => {
    const before = read(name);
    if (!before.includes(from)) throw new Error(`${name} does not say ${from}`);
    save(name, before.replace(from, to));
  };
  const state = async () => (await fetch(`${origin}/.leader-site/state`)).json();
  return {origin, site, path, read, write, replace, edit, state, until, stop, said: () => said, pid: started.pid};
};
