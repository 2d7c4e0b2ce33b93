/** A secret that a channel needs: the address of a webhook, a token. Its value is in no error. */
export interface Secret {
  /** @throws Error saying what kept it from being read */
  get(): Promise<string>;
  /** Called when the receiver refuses it: it is read again when it is next needed. */
  forget(): void;
}

/** @throws Error that does not show the address, unlike that of `fetch` */
export function httpsAddress(text: string, what: string): string {
  if (URL.canParse(text) && new URL(text).protocol === 'https:') return text;
  throw new Error(`the secret of ${what} is no https:// address`);
}

/** The text without the secrets in it, in one line, short enough for a log. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const clean = secrets
    .filter((secret) => secret.length > 3)
    .reduce((rest, secret) => rest.replaceAll(secret, '[secret]'), text.slice(0, 4_000));
  return clean.replace(/\s+/g, ' ').trim().slice(0, 300);
}
