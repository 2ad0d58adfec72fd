// Every kind of node in every combination of states, as tests/conformance/ has it.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {data, files, script} from './read.mjs';

const {evaluate, result} = await script('plan.js');
const {decimal} = await script('budget.js');

// As the files write values: numbers with all decimals of their node, what is empty left out.
const plain = (x, scale) => {
  if (x.s !== 'known') return x;
  const value = {s: x.s, v: scale === null ? x.v : decimal(x.v, scale)};
  if (x.a.length) value.a = x.a;
  if (x.o.length) value.o = x.o;
  if (x.w) value.w = x.w;
  if (x.rows?.length) value.rows = x.rows;
  return value;
};

for (const file of files()) {
  const {about, cases} = data(file);
  if (!cases[0].plan?.nodes) continue;
  test(`${file}: ${about.split('. ')[0]}`, async t => {
    for (const {name, plan, budget, expect} of cases) {
      await t.test(name, () => {
        const found = evaluate(plan, budget).map((x, i) => plain(x, plan.scales[i]));
        const wrong = found
          .map((x, i) => ({node: plan.nodes[i], expected: expect[i], found: x}))
          .filter(x => JSON.stringify(x.expected) !== JSON.stringify(x.found));
        assert.deepEqual(wrong, []);
        assert.equal(found.length, expect.length);
      });
    }
  });
}

test('a budget is not changed by evaluating it', () => {
  const {plan, budget} = data('hit.json').cases[0];
  const before = structuredClone(budget);
  evaluate(plan, budget);
  assert.deepEqual(budget, before);
});

test('result: conditions decide in the order of false, unknown, true', async t => {
  const plan = {
    inputs: ['late', 'optional', 'unread', 'said'].map(id => ({id, t: 'bool', ...(id === 'optional' && {optional: true})})),
    nodes: [['in', 'late'], ['in', 'optional'], ['in', 'unread'], ['k', true], ['k', false], ['na', 4, 3]],
    scales: [null, null, null, null, null, null],
    names: {late: [0, 'bool'], optional: [1, 'bool'], unread: [2, 'bool'], yes: [3, 'bool']},
  };
  const budget = {unread: {bad: true}};
  const table = [
    // outputs, nodes of the conditions that block, of those that only warn, fundable, missing
    [['yes'], [3], [], true, []],
    [['yes'], [3, 5], [], true, []],
    [['yes'], [], [4], true, []],
    [['late'], [3], [], true, ['late']],
    [['yes'], [3, 0], [], null, ['late']],
    [['yes'], [3, 2], [], null, []],
    [['yes'], [4, 0], [], false, ['late']],
    [['yes'], [2, 4], [], false, []],
    [['optional'], [3], [], true, []],
    // What need not be answered keeps nothing open.
    [['yes'], [1], [], true, []],
    [['yes'], [1, 0], [], null, ['late']],
    [['yes'], [3], [0], true, []],
  ];
  for (const [outputs, blocks, warns, fundable, missing] of table) {
    await t.test(JSON.stringify([outputs, blocks, warns]), () => {
      const conditions = [
        ...blocks.map(node => ({id: 'b', node, level: 'blocks'})),
        ...warns.map(node => ({id: 'w', node, level: 'warns'})),
      ];
      const whole = {...plan, outputs, conditions};
      assert.deepEqual(result(whole, evaluate(whole, budget)), {fundable, missing});
    });
  }
});
