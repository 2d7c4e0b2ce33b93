/** A piece of an ARN pattern: text as it is, or the name of a placeholder. */
type Piece = { readonly literal: string } | { readonly placeholder: string };

/** Placeholders that the request's place fills, not a parameter. */
const PLACE: ReadonlySet<string> = new Set(['Partition', 'Region', 'Account']);

/** `arn:${Partition}:eks:${Region}:${Account}:cluster/${ClusterName}` -> its pieces, in order. */
function piecesOf(pattern: string): readonly Piece[] {
  return pattern.split('${').flatMap((part, index): readonly Piece[] => {
    if (index === 0) return [{ literal: part }];
    const end = part.indexOf('}');
    return [{ placeholder: part.slice(0, end) }, { literal: part.slice(end + 1) }];
  });
}

/** Placeholders that the request has to fill. */
export function freePlaceholders(pattern: string): readonly string[] {
  return piecesOf(pattern).flatMap((piece) =>
    'placeholder' in piece && !PLACE.has(piece.placeholder) ? piece.placeholder : [],
  );
}

/** Fills all placeholders; null when one has no value. A value is taken as it is. */
export function fillPattern(
  pattern: string,
  valueOf: (placeholder: string) => string | null,
): string | null {
  let filled = '';
  for (const piece of piecesOf(pattern)) {
    const text = 'literal' in piece ? piece.literal : valueOf(piece.placeholder);
    if (text === null) return null;
    filled += text;
  }
  return filled;
}

/**
 * Whether an ARN has the shape of a pattern: its literal pieces occur in order, from the beginning to
 * the end. A placeholder stands for any text, so `key/…` fits a key but no alias.
 */
export function fitsPattern(arn: string, pattern: string): boolean {
  const literals = piecesOf(pattern).flatMap((piece) => ('literal' in piece ? piece.literal : []));
  const [first = '', ...others] = literals;
  const last = others.pop() ?? '';
  if (!arn.startsWith(first) || !arn.endsWith(last)) return false;
  let at = first.length;
  for (const literal of others) {
    const found = arn.indexOf(literal, at);
    if (found < 0) return false;
    at = found + literal.length;
  }
  return at + last.length <= arn.length;
}
