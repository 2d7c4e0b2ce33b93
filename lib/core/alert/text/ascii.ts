/** Signs of our own texts and what stands for them in ASCII. */
const SIGNS: ReadonlyMap<string, string> = new Map([
  ['…', '...'],
  ['·', '-'],
  ['–', '-'],
  ['—', '-'],
  ['“', '"'],
  ['”', '"'],
  ['‘', "'"],
  ['’', "'"],
]);

/** The text in ASCII: accents are dropped, what has no counterpart becomes `?`. */
export function toAscii(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{ASCII}]/gu, (sign) => SIGNS.get(sign) ?? '?');
}
