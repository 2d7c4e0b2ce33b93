const DECIMAL = /^[+-]?\d{1,300}(?:\.\d{1,300})?$/;

/** A decimal number with optional sign and fraction; null when the text is none. */
export function parseNumber(text: string): number | null {
  return DECIMAL.test(text) ? Number(text) : null;
}
