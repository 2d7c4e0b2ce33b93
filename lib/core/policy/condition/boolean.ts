/** Reads `true` or `false` in any case; null when the text is neither. */
export function parseBool(text: string): boolean | null {
  if (text.length > 5) return null;
  const lowered = text.toLowerCase();
  return lowered === 'true' ? true : lowered === 'false' ? false : null;
}
