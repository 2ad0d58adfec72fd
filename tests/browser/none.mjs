import assert from 'node:assert/strict';

/** Fails with everything that was found, once each with the places where it was: [{what, where}] or texts. */
export const none = found => {
  const places = new Map();
  for (const x of found) {
    const {what = x, where} = x;
    places.set(what, [...(places.get(what) ?? []), ...(where ? [where] : [])]);
  }
  const lines = [...places].map(([what, where]) => `${what}${where.length ? `\n    at ${where.slice(0, 5).join(', ')}${where.length > 5 ? ` and ${where.length - 5} more` : ''}` : ''}`);
  assert.ok(!lines.length, `${lines.length} found:\n${lines.slice(0, 40).map(x => `  ${x}`).join('\n')}`);
};
