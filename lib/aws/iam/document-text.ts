/**
 * The text of a policy document as IAM stores it: the API returns it URL-encoded (RFC 3986).
 * Null when there is none, or when an escape is broken.
 */
export function documentText(encoded: string | undefined): string | null {
  if (encoded === undefined || encoded === '') return null;
  if (encoded.trimStart().startsWith('{')) return encoded;
  try {
    return decodeURIComponent(encoded);
  } catch {
    return null;
  }
}
