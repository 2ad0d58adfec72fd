// Swedish words: the stemmer of the Snowball project (snowballstem.org/algorithms/swedish), and the articles that
// it passes over.

export const compounds = true;

export const parts = () => true;

export const stop = new Set(
  'och eller att det den de en ett är var som på i till av för med om hur vad vem när kan man jag vi ni får ska har inte också mycket många'.split(' '),
);

const MAIN = /(heterna|hetens|anden|heten|heter|arnas|ernas|ornas|andes|arens|andet|arna|erna|orna|ande|arne|aste|aren|ades|erns|ade|are|ern|ens|het|ast|ad|en|ar|er|or|as|es|at|a|e)$/;
const S = /[bcdfghjklmnoprtvy]s$/;

/** Where the part of the word begins in which endings are looked for. */
const region = word => {
  const found = /[aeiouyåäö][^aeiouyåäö]/.exec(word);
  return found ? Math.max(found.index + 2, 3) : word.length;
};

const stemOf = word => {
  const start = region(word);
  const within = ending => word.length - ending.length >= start;
  const main = MAIN.exec(word.slice(start));
  if (main) word = word.slice(0, -main[0].length);
  else if (S.test(word) && within('s')) word = word.slice(0, -1);
  if (/(dd|gd|nn|dt|gt|kt|tt)$/.test(word) && within('xx')) word = word.slice(0, -1);
  const third = /(fullt|löst|lig|els|ig)$/.exec(word.slice(start));
  if (third) word = third[1] === 'fullt' || third[1] === 'löst' ? word.slice(0, -1) : word.slice(0, -third[1].length);
  return word;
};

// What the stemmer knows in part only. Behind a noun for "the": projekt|et, bilaga|n, värde|na, traktor|n. Behind a
// verb or an adjective: godkän|de, sök|te, köp|t, officiell|t.
const MORE = [
  /(.{3,})ets?$/,
  /(.{3,}[aeiouyåäö])[nt]s?$/,
  /(.{2,}e)nas?$/,
  /(.{2,}(?:el|er|or))ns?$/,
  /(.{2,}[glmnrv])de[ts]?$/,
  /(.{2,}[kpst])te[ts]?$/,
  /(.{4,}[gln]|.{2,}[kp])t$/,
];

/** The stem without what comes and goes in it: medlem, medlemmen; regel, regler. */
const bareOf = stem => stem.replace(/(m)m$/, '$1').replace(/([bdfgkpt])e([lnr])$/, '$1$2');

/** The word itself, its stem, and the stem of what it is without such an ending. */
export const keys = word => {
  const stems = [word, ...MORE.map(pattern => pattern.exec(word)?.[1]).filter(Boolean)].map(stemOf);
  return [...new Set([word, ...stems, ...stems.map(bareOf)])];
};
