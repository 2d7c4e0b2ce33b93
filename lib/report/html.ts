import { cutEnd, visible } from '../core/alert/text/visible';

/**
 * The only place where text becomes HTML. Every text of a report comes from records and is hostile:
 * what is put into a template is escaped, made visible and cut, unless it is HTML already, and HTML is
 * made nowhere else.
 */
class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** HTML that is safe to be put into a page. Made by {@link html}, {@link lines} and {@link trusted} alone. */
export type Html = Markup;

/** What a template takes: text and numbers are escaped, HTML is put in as it is, null is nothing. */
export type Piece = string | number | Html | null | readonly Html[];

/** Of one text, in UTF-16 units. A field of a record may have 200 KB. */
const LONGEST = 1_200;

/** Of one text of several lines. AWS's largest policy document has 20,480 characters. */
const LONGEST_BLOCK = 64_000;

/** Nothing. */
export const NOTHING: Html = new Markup('');

/**
 * A template of HTML. Values may stand between tags and inside of double-quoted attributes, nowhere
 * else; inside of `<script>` and `<style>` stands only what is {@link trusted}.
 */
export function html(template: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  return new Markup(
    template.reduce((text, literal, at) => text + textOf(pieces[at - 1] ?? null) + literal),
  );
}

function textOf(piece: Piece): string {
  if (piece === null) return '';
  if (piece instanceof Markup) return piece.text;
  if (typeof piece === 'string') return escaped(cutEnd(piece, LONGEST));
  if (typeof piece === 'number') return String(piece);
  return piece.map(({ text }) => text).join('');
}

/** A text of several lines, for `<pre>`: its line feeds stay, all else is escaped as anywhere. */
export function lines(text: string): Html {
  return new Markup(cutEnd(text, LONGEST_BLOCK).split('\n').map(escaped).join('\n'));
}

/** Text of Denywatch's own that is HTML, script or style already. Never of a value. */
export function trusted(text: string): Html {
  return new Markup(text);
}

/** One thing for each item. */
export function each<T>(items: readonly T[], draw: (item: T, index: number) => Html): Html {
  return html`${items.map(draw)}`;
}

/** That, when it holds; else nothing. */
export function when(holds: boolean, draw: () => Html): Html {
  return holds ? draw() : NOTHING;
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
  ['`', '&#96;'],
]);

/** What ends text or an attribute's value, in any of HTML's contexts that a template may use. */
function escaped(text: string): string {
  return visible(text).replace(/[&<>"'`]/g, (character) => ENTITIES.get(character) ?? '');
}
