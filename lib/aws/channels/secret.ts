/** A secret that a channel needs: the address of a webhook, a token. Its value is in no error. */
export interface Secret {
  /** @throws Error saying what kept it from being read */
  get(): Promise<string>;
  /** Called when the receiver refuses it: it is read again when it is next needed. */
  forget(): void;
}

/**
 * The address, when it is one to which a secret or an alert may be sent.
 *
 * @param allowLoopback also takes `http://` on this machine, for tests
 * @throws Error that does not show the address, unlike that of `fetch`
 */
export function httpsAddress(text: string, what: string, allowLoopback = false): string {
  if (URL.canParse(text)) {
    const { protocol, hostname } = new URL(text);
    if (protocol === 'https:') return text;
    if (allowLoopback && protocol === 'http:' && LOOPBACK.has(hostname)) return text;
  }
  throw new Error(`${what} is no https:// address`);
}

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** The text without the secrets in it, in one line, short enough for a log. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const clean = secrets
    .flatMap(partsOf)
    .filter((secret) => secret.length > 3)
    .sort((a, b) => b.length - a.length)
    .reduce((rest, secret) => rest.replaceAll(secret, '[secret]'), text.slice(0, 4_000));
  return clean.replace(/\s+/g, ' ').trim().slice(0, 300);
}

/** What stands in an address and would be enough to use it: its path, and each value of its query. */
function partsOf(secret: string): readonly string[] {
  if (!URL.canParse(secret)) return [secret];
  const { pathname, search, searchParams } = new URL(secret);
  return [secret, pathname, search, pathname + search, ...searchParams.values()];
}
