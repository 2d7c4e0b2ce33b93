/** A piece of a sentence: prose, or a name, ARN or code that a reader may copy. */
export interface Piece {
  readonly kind: 'prose' | 'code' | 'strong';
  readonly text: string;
}

/** A sentence in pieces. */
export type Phrase = readonly Piece[];

/**
 * Splits prose into what is plain and what is technical: ARNs, actions, names with signs in them.
 * Channels show the latter as code, where their own markup means nothing: `*` does not make bold,
 * `:aws:` no emoji and `@name` no mention, and what is copied is exactly what was written.
 */
export function toPhrase(text: string): Phrase {
  const pieces: Piece[] = [];
  for (const part of text.split(/(\s+|"[^"\s]*")/u)) {
    for (const piece of wordPieces(part)) append(pieces, piece);
  }
  return pieces;
}

/** The phrase as plain text. */
export function plain(phrase: Phrase): string {
  return phrase.map((piece) => piece.text).join('');
}

function wordPieces(word: string): Phrase {
  const core = word.slice(leading(word), word.length - trailing(word));
  if (core.trim() === '' || !isTechnical(core)) return [{ kind: 'prose', text: word }];
  const start = word.indexOf(core);
  return [
    { kind: 'prose', text: word.slice(0, start) },
    { kind: 'code', text: core },
    { kind: 'prose', text: word.slice(start + core.length) },
  ];
}

/** How many opening brackets and quotes stand before the word. */
function leading(word: string): number {
  let at = 0;
  while (at < word.length && '("\'[“'.includes(word.charAt(at))) at += 1;
  return at;
}

/** How many closing brackets, quotes and full stops stand behind the word. */
function trailing(word: string): number {
  let at = 0;
  while (at < word.length && '.,;:!?)"\']”'.includes(word.charAt(word.length - 1 - at))) at += 1;
  return at;
}

/**
 * Letters, digits, a time and the marks of ordinary writing are prose; any other sign makes a word technical.
 * So does what a reader would copy (an account id) and what a channel would turn into a link.
 */
function isTechnical(word: string): boolean {
  const isProse = /^[\p{L}\p{M}\p{N}\p{Emoji_Presentation}.,'’“”"()–—%+=·…-]+$/u.test(word);
  return (
    (!isProse && !/^\d{1,2}:\d{2}$/.test(word)) || /^\d{12}$/.test(word) || /^www\./i.test(word)
  );
}

/** Joins neighbours of one kind; drops the empty. */
function append(pieces: Piece[], piece: Piece): void {
  if (piece.text === '') return;
  const last = pieces.at(-1);
  if (last?.kind === 'prose' && piece.kind === 'prose') {
    pieces[pieces.length - 1] = { kind: 'prose', text: last.text + piece.text };
  } else pieces.push(piece);
}
