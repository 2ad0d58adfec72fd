// One name for one thing: a row of the calculator is "kustannus", and the theme's texts call it nothing else.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';

const texts = readFileSync(new URL('../../../themes/leader/texts/fi.yaml', import.meta.url), 'utf8');
const RETIRED = /(?<!\p{L})(?:meno(?:t|n|a|ja|jen|ksi|sta|ista)?|kulu(?:t|a|ja|jen|n|ksi|ista)?)(?!\p{L})/giu;

test('the Finnish texts of the theme call a cost by its one name', () => {
  assert.match(texts, /row_title: Kustannus \{n\}/);
  assert.deepEqual(texts.match(RETIRED) ?? [], []);
  assert.deepEqual('Meno 1, kuluja, menoksi; menossa, kuluttaja'.match(RETIRED), ['Meno', 'kuluja', 'menoksi']);
});
