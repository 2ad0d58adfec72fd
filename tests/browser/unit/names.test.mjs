// One name for one thing: a row of the calculator is "kustannus", and the texts of theme and rules call it nothing else.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';

const read = path => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const texts = read('themes/leader/texts/fi.yaml');
const RETIRED = /(?<!\p{L})(?:meno(?:t|n|a|ja|jen|ksi|sta|ista)?|kulu(?:t|a|ja|jen|n|ksi|ista)?)(?!\p{L})/giu;

test('the Finnish texts of the theme call a cost by its one name', () => {
  assert.match(texts, /row_title: Kustannus \{n\}/);
  assert.deepEqual(texts.match(RETIRED) ?? [], []);
  assert.deepEqual('Meno 1, kuluja, menoksi; menossa, kuluttaja'.match(RETIRED), ['Meno', 'kuluja', 'menoksi']);
});

test('the Finnish texts of the rules call a cost by its one name, but for the official name of a category', () => {
  const rules = read('content/rules/texts/fi.yaml').replace('name: Muut välittömät kulut\n', '').replace('hint: Hankkeesta suoraan syntyvät kulut,', '');
  assert.deepEqual(rules.match(RETIRED) ?? [], []);
});
