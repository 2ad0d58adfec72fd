// One Chromium for all tests of a file, and pages that write down whatever goes wrong in them.
import {existsSync} from 'node:fs';
import {chromium} from 'playwright-core';
import {PATIENCE} from './site.mjs';

const PROGRAMS = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-headless-shell', '/usr/bin/google-chrome'];

export const launch = () =>
  chromium.launch({
    executablePath: PROGRAMS.find(path => path && existsSync(path)),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // Nothing but this machine can be reached, so a run never depends on anything else.
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  });

// Chromium gets the icon when it likes, and gives it up when one leaves the page or the network goes. That the
// file is there is seen from its response, and from the links of the pages.
const isIcon = request => request.resourceType() === 'other' && request.url().endsWith('.svg');
// Asked for while an empty page takes the place of the last one, it is refused: an empty page has no origin.
const isAboutIcon = message =>
  (/net::ERR_/.test(message.text()) && message.location().url.endsWith('.svg')) || /\.svg' from origin 'null'/.test(message.text());

/**
 * A page, and what went wrong in it so far: errors in its console, scripts that threw, requests that failed
 * or left the site, violations of the content security policy (Chromium tells them in the console).
 * `page.troubles()` gives the list and starts a new one; `page.requests` are the paths it asked for.
 */
export const open = async (browser, origin, options = {}) => {
  const context = await browser.newContext({viewport: {width: 1280, height: 900}, locale: 'fi-FI', reducedMotion: 'reduce', ...options});
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  let troubles = [];
  page.requests = [];
  page.on('console', message => {
    if (['error', 'warning'].includes(message.type()) && !isAboutIcon(message)) troubles.push(`console: ${message.text()}`);
  });
  page.on('pageerror', error => troubles.push(`script: ${error.message}`));
  // What is given up when one leaves the page fails nobody.
  page.on('requestfailed', request => isIcon(request) || request.failure().errorText === 'net::ERR_ABORTED' || troubles.push(`${request.failure().errorText}: ${request.url()}`));
  page.on('response', response => response.status() >= 400 && troubles.push(`${response.status()}: ${response.url()}`));
  page.on('request', request => {
    const url = new URL(request.url());
    if (!isIcon(request)) page.requests.push(url.pathname);
    if (url.origin !== origin) troubles.push(`elsewhere: ${url}`);
  });
  page.troubles = () => {
    const found = troubles;
    troubles = [];
    return found;
  };
  return page;
};

/**
 * Lets time pass in a page by its own clock. Its timers end in the order of their times, however slow the machine is:
 * all that was to happen within this time has happened.
 */
export const passes = (page, milliseconds) => page.evaluate(time => new Promise(done => setTimeout(done, time)), milliseconds);
