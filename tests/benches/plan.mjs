// Times the calculator's evaluator: microseconds for one evaluation, the best of several rounds.
import {readFileSync} from 'node:fs';

const {evaluate} = await import(new URL('../../themes/leader/static/plan.js', import.meta.url));
const {plan, budgets} = JSON.parse(readFileSync(process.argv[2], 'utf8'));

let best = Infinity;
for (let round = 0; round < 9; round++) {
  const start = performance.now();
  for (const budget of budgets) evaluate(plan, budget);
  best = Math.min(best, performance.now() - start);
}
console.log((best * 1000) / budgets.length);
