/** What a fake service answers: a value in the shape of its wire format, or an {@link AwsError}. */
export type Value = string | number | boolean | null | undefined | readonly Value[] | Fields;
/** The fields of an answer or a part of one; undefined and null are left out. */
export interface Fields {
  readonly [name: string]: Value;
}

/** An error as AWS names it. */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  readonly code: string;
  /** HTTP status. */
  readonly status: number;

  constructor(code: string, status: number, message: string) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** What a call asks of a fake service. */
export interface Call {
  /** `GetRole`. */
  readonly action: string;
  /** Parameters of the Query protocol by their full names, or top members of the JSON protocol. */
  readonly input: Readonly<Record<string, string>>;
}

/** The members of a list parameter of the Query protocol: `ActionNames.member.1`, …. */
export function members(input: Call['input'], name: string): readonly string[] {
  const found: string[] = [];
  for (let at = 1; ; at++) {
    const value = input[`${name}.member.${at}`];
    if (value === undefined) return found;
    found.push(value);
  }
}

/** A page of a list, and where the next one begins; null for the last. */
export function pageOf<T>(
  all: readonly T[],
  size: number,
  marker: string | undefined,
): { readonly items: readonly T[]; readonly next: string | null } {
  const from = marker === undefined ? 0 : Number(marker);
  const to = from + size;
  return { items: all.slice(from, to), next: to < all.length ? String(to) : null };
}

/** An answer of the Query protocol. Follows: "AWS Query protocol", Smithy. */
export function queryXml(action: string, result: Fields, namespace: string): string {
  return `<${action}Response xmlns="${namespace}"><${action}Result>${xml(result)}</${action}Result><ResponseMetadata><RequestId>${REQUEST_ID}</RequestId></ResponseMetadata></${action}Response>`;
}

/** An error of the Query protocol. */
export function queryErrorXml({ code, status, message }: AwsError, namespace: string): string {
  const error = { Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: message };
  return `<ErrorResponse xmlns="${namespace}"><Error>${xml(error)}</Error><RequestId>${REQUEST_ID}</RequestId></ErrorResponse>`;
}

const REQUEST_ID = '7a62c49f-347e-4fc4-9331-6e8eEXAMPLE';

function xml(value: Value): string {
  if (value === null || value === undefined) return '';
  if (isList(value)) return value.map((item) => `<member>${xml(item)}</member>`).join('');
  if (typeof value !== 'object') return escaped(String(value));
  return Object.entries(value)
    .filter(([, field]) => field !== null && field !== undefined)
    .map(([name, field]) => `<${name}>${xml(field)}</${name}>`)
    .join('');
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
