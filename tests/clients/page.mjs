// Opens the page in Chromium, looks at what it shows while the test does things to the servers, and takes pictures.
// What it has seen are lines on standard output; what it waits for are files that the test makes.
//
//   page.mjs URL FOLDER TOKEN CHROMIUM
//
// FOLDER is for the pictures and for those files, TOKEN is the http-action-token, CHROMIUM the browser's program.

import {existsSync, readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {setTimeout as sleep} from 'node:timers/promises';
import {chromium} from 'playwright-core';

const [url, out, token, browserPath] = process.argv.slice(2);
const group = '#group-mymaster';
const LIFETIME_MS = 280_000;
const problems = [];

const say = line => process.stdout.write(`${line}\n`);

async function awaitFile(name) {
  while (!existsSync(`${out}/${name}`)) await sleep(50);
}

async function open(browser, options) {
  const context = await browser.newContext({viewport: {width: 1280, height: 900}, ...options});
  const page = await context.newPage();
  page.setDefaultTimeout(90_000);
  page.on('console', message => {
    // That a status is not 200 is told here, too: 403 is asked for on purpose, 503 is what a slow coordinator gives.
    const isStatus = /status of (403|503)/.test(message.text());
    if (message.type() === 'error' && !isStatus) problems.push(`console: ${message.text()}`);
  });
  page.on('pageerror', error => problems.push(`script: ${error}`));
  page.on('request', request => {
    if (!request.url().startsWith(url) && !request.url().startsWith('data:')) problems.push(`foreign: ${request.url()}`);
  });
  await page.goto(url);
  await page.waitForSelector(`${group} .head .pill[data-tone="good"]`);
  await page.waitForSelector('#findings-pill[data-tone="good"], #findings li');
  await page.waitForFunction(() => document.querySelectorAll('.opinions tbody td[data-title="Votes"]').length >= 3);
  return page;
}

const picture = (page, name) => page.screenshot({path: `${out}/${name}.png`, fullPage: true});
const master = page => page.textContent(`${group} .head .address`);

const phone = {viewport: {width: 390, height: 844}, deviceScaleFactor: 2, isMobile: true, hasTouch: true};

/** A picture as another would see it who opens the page now. */
async function pictureFor(browser, name, device, colorScheme, look = async () => {}) {
  const page = await open(browser, {colorScheme, ...(device === 'phone' ? phone : {}), bypassCSP: true});
  await picture(page, `${name}-${device}-${colorScheme}`);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wider > 0) problems.push(`${device} ${colorScheme}: ${wider} pixels wider than the screen`);
  await look(page, `${device}, ${colorScheme}`);
  await page.context().close();
}

/** As axe sees it: contrast, names, roles. */
async function accessible(page, kind) {
  const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
  await page.addScriptTag({content: readFileSync(axe, 'utf8')});
  for (const details of await page.$$('details')) await details.evaluate(each => { each.open = true; });
  const {violations} = await page.evaluate(() => axe.run());
  violations.forEach(found => problems.push(
    `axe, ${kind}: ${found.id}: ${found.nodes.map(node => node.target.join(' ')).join(', ')}`));
}

/** Everything that can be clicked is reached by Tab, and can be seen to be. */
async function byKeyboard(page) {
  const reached = new Set();
  await page.evaluate(() => document.activeElement?.blur());
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const {activeElement} = document;
      return {text: activeElement.textContent.trim(), outlined: getComputedStyle(activeElement).outlineStyle !== 'none',
        isBody: activeElement === document.body};
    });
    if (at.isBody) break;
    if (!at.outlined) problems.push(`focus can't be seen on: ${at.text}`);
    reached.add(at.text);
  }
  for (const wanted of ['Skip to the groups', 'Token', 'Fail over', 'Pause', 'Examine again']) {
    if (!reached.has(wanted)) problems.push(`not reached by Tab: ${wanted}`);
  }
}

async function orderByKeyboard(page) {
  const before = await master(page);
  await page.focus(`${group} [data-focus="failover"]`);
  await page.keyboard.press('Enter');
  await page.waitForSelector('#ask[open] input[type="password"]');
  await page.keyboard.type('not the token');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#ask[open] input[type="checkbox"]');
  await page.focus('#ask-yes');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#ask-wrong:not([hidden])');
  say(`refused ${await page.textContent('#ask-wrong')}`);
  await page.keyboard.press('Escape');
  await page.waitForSelector('#ask:not([open])', {state: 'attached'});
  await page.focus(`${group} [data-focus="failover"]`);
  await page.keyboard.press('Enter');
  await page.waitForSelector('#ask[open] input[type="password"]');
  await page.keyboard.type(token);
  await page.keyboard.press('Enter');
  await page.waitForSelector('#ask[open] input[type="checkbox"]');
  await picture(page, 'order');
  await page.focus('#ask-yes');
  await page.keyboard.press('Enter');
  await page.waitForFunction(([place, old]) => document.querySelector(place).textContent !== old,
    [`${group} .head .address`, before]);
  say(`ordered ${await master(page)}`);
}

async function main() {
  const browser = await chromium.launch({executablePath: browserPath, args: ['--no-sandbox', '--disable-dev-shm-usage']});
  try {
    const page = await open(browser, {});
    await pictureFor(browser, 'healthy', 'phone', 'dark');
    await pictureFor(browser, 'healthy', 'desktop', 'light');
    const before = await master(page);
    say(`loaded ${before}`);
    await awaitFile('master-killed');
    await page.waitForSelector(`${group} .head .pill[data-tone="bad"], ${group} .progress[data-tone="busy"]`);
    await page.waitForFunction(place => document.querySelectorAll(`${place} .opinions .pill[data-tone="bad"]`).length >= 3, group);
    await picture(page, 'failover');
    say('seen down');
    await page.waitForFunction(([place, old]) => document.querySelector(place).textContent !== old,
      [`${group} .head .address`, before]);
    await picture(page, 'switched');
    say(`switched ${await master(page)}`);
    await page.waitForSelector(`${group} .past[data-tone="good"]`);
    await page.waitForSelector('#events li b:text-is("+switch-master")');
    say(`history ${await page.textContent(`${group} .past .mono`)}`);
    await awaitFile('stable');
    await page.waitForFunction(place => !document.querySelector(`${place} .head .pill[data-tone="busy"]`), group);
    await byKeyboard(page);
    await orderByKeyboard(page);
    await awaitFile('stable-again');
    await page.click(`${group} .past summary`);
    await picture(page, 'history');
    await pictureFor(browser, 'after', 'phone', 'light', accessible);
    await pictureFor(browser, 'after', 'desktop', 'dark', accessible);
  } finally {
    await browser.close();
  }
  problems.forEach(problem => say(`problem ${problem}`));
  say('done');
}

setTimeout(() => process.exit(2), LIFETIME_MS).unref();
await main();
