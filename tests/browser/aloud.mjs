// What a screen reader is told by itself, and when: a log of the live regions, and a clock that stands still until
// a test moves it.

/** Starts to write down what the live regions of a page say. */
export const listen = page =>
  page.evaluate(() => {
    window.said = [];
    new MutationObserver(list => {
      for (const {target} of list) {
        const at = target.nodeType === 1 ? target : target.parentElement;
        const live = at?.closest('[role=alert], [role=status], [aria-live]:not([aria-live=off]), output');
        const words = live?.checkVisibility() && live.textContent.replace(/[\u00a0\u202f\s]+/g, ' ').trim();
        if (words) window.said.push(words);
      }
    }).observe(document.body, {subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ['hidden']});
  });

/** What was said since the last time. */
export const said = page => page.evaluate(() => window.said.splice(0));

/** From here on no time passes in the page but by `page.clock.runFor`. */
export const stopClock = async page => {
  await page.clock.install({time: new Date('2026-11-21T09:00:00')});
  await page.clock.pauseAt(new Date('2026-11-21T09:00:01'));
};

/** What a screen reader knows of an element: {role, name, description, value} and its states. */
export const accessible = async (page, selector) => {
  const session = await page.context().newCDPSession(page);
  const {result} = await session.send('Runtime.evaluate', {expression: `document.querySelector(${JSON.stringify(selector)})`});
  const {nodes} = await session.send('Accessibility.getPartialAXTree', {objectId: result.objectId, fetchRelatives: false});
  await session.detach();
  const [{role, name, description, value, properties = []}] = nodes;
  return {
    role: role?.value,
    name: name?.value ?? '',
    description: description?.value ?? '',
    value: value?.value,
    ...Object.fromEntries(properties.map(x => [x.name, x.value.value])),
  };
};
