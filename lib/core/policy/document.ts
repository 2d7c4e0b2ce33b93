import { InvalidPolicy, isObject, own, shown, type Budget } from './json-reader';
import { readStatement, type StatementDocument } from './statement';

/** The two versions of the policy language. Only in the newer one `${…}` is a variable. */
export type PolicyVersion = '2008-10-17' | '2012-10-17';

/** A policy document, read and checked. */
export interface PolicyDocument {
  /** `2008-10-17` where the document names none. */
  readonly version: PolicyVersion;
  readonly statements: readonly StatementDocument[];
  /** What is odd but does not keep the document from being evaluated. */
  readonly issues: readonly string[];
}

/** A value, or why there is none: which place, what was expected, what was found. */
export type Read<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: string };

/** Longest text of a document: the policy simulator's limit, above that of every policy type. */
const MAX_TEXT = 131_072;
/** AWS's largest policies hold a few hundred statements. */
const MAX_STATEMENTS = 2_000;
const MAX_STRINGS = 20_000;
const MAX_ISSUES = 20;

const DOCUMENT_ELEMENTS: ReadonlySet<string> = new Set(['Version', 'Id', 'Statement']);

/**
 * A policy document as an object: as it is, or from JSON text, URL-encoded (RFC 3986) as the IAM API
 * returns it, or plain.
 */
export function decodeDocument(document: unknown): Read<Readonly<Record<string, unknown>>> {
  if (isObject(document)) return { ok: true, value: document };
  if (typeof document !== 'string') {
    return fail(`a policy document must be an object or its JSON text, found ${shown(document)}`);
  }
  if (document.length > MAX_TEXT * 3) {
    return fail(`the document has ${document.length} characters; no policy is that long`);
  }
  const text = document.trimStart().startsWith('{') ? document : percentDecoded(document);
  const value = text === null ? undefined : parsed(text);
  return isObject(value)
    ? { ok: true, value }
    : fail(`the text is neither JSON nor URL-encoded JSON: it starts with ${shown(document)}`);
}

function fail(error: string): { readonly ok: false; readonly error: string } {
  return { ok: false, error };
}

/** Null when an escape is broken: then the text is no document. */
function percentDecoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** Undefined when the text is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Reads a policy document: single values or lists everywhere.
 *
 * Follows: IAM User Guide, "Grammar of the IAM JSON policy language".
 */
export function readDocument(document: Readonly<Record<string, unknown>>): Read<PolicyDocument> {
  try {
    return { ok: true, value: readElements(document) };
  } catch (error) {
    if (error instanceof InvalidPolicy) return fail(error.message);
    throw error;
  }
}

function readElements(document: Readonly<Record<string, unknown>>): PolicyDocument {
  const issues: string[] = [];
  const issue = (text: string): void => {
    if (issues.length < MAX_ISSUES) issues.push(text);
  };
  for (const name of Object.keys(document)) {
    if (!DOCUMENT_ELEMENTS.has(name)) {
      issue(`the document has ${shown(name)}, which is no policy element`);
    }
  }
  const version = readVersion(own(document, 'Version'));
  const statement = own(document, 'Statement');
  if (statement === undefined) throw new InvalidPolicy('the document has no Statement');
  const list: readonly unknown[] = Array.isArray(statement) ? statement : [statement];
  if (list.length > MAX_STATEMENTS) {
    throw new InvalidPolicy(`the document has ${list.length} statements; no policy has that many`);
  }
  const budget: Budget = { strings: MAX_STRINGS, characters: MAX_TEXT };
  const statements = list.map((item, index) => readStatement(item, index, budget, issue));
  return { version, statements, issues };
}

function readVersion(value: unknown): PolicyVersion {
  if (value === undefined) return '2008-10-17';
  if (value === '2008-10-17' || value === '2012-10-17') return value;
  throw new InvalidPolicy(`Version must be "2012-10-17" or "2008-10-17", found ${shown(value)}`);
}
