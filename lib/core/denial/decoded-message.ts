import {
  arrayOf,
  booleanOf,
  isObject,
  memberOf,
  objectOf,
  textOf,
  type Json,
  type JsonObject,
} from '../record/json';
import { parseArn } from './arn';
import { readLenientJson } from './lenient-json';

/**
 * A decoded authorization message. The evidence has the same shape by the name DecodedMessage.
 *
 * Follows: STS API Reference, DecodeAuthorizationMessage.
 */
export interface DecodedAuthorizationMessage {
  readonly allowed: boolean;
  readonly explicitDeny: boolean;
  readonly matchedStatements: readonly {
    readonly sid: string | null;
    readonly effect: 'allow' | 'deny';
    readonly actions: readonly string[];
    readonly resources: readonly string[];
  }[];
  readonly principalArn: string | null;
  /** With its service prefix where the message has one, or where it is certain. */
  readonly action: string | null;
  readonly resource: string | null;
  /** Condition key as AWS writes it -> its values. */
  readonly context: ReadonlyMap<string, readonly string[]>;
}

/** What was read of a decoded message, or in words why nothing was. */
export type ReadDecodedMessage =
  | {
      readonly ok: true;
      readonly message: DecodedAuthorizationMessage;
      /** False when parts were cut or elided: what is not there may have been in the original. */
      readonly whole: boolean;
    }
  | { readonly ok: false; readonly expected: string; readonly found: string };

/**
 * Reads what `aws sts decode-authorization-message` prints: the object with the string
 * `DecodedMessage`, that string itself, or what somebody made of them. Never throws.
 */
export function parseDecodedMessage(text: string): ReadDecodedMessage {
  const { value, whole } = readLenientJson(text, (key) => key === WRAPPER);
  if (value === undefined) return unreadable(text);
  const inner = isObject(value) ? memberOf(value, WRAPPER) : undefined;
  if (typeof inner === 'string') {
    const nested = readLenientJson(inner);
    return decodedMessageOf(nested.value ?? null, whole && nested.whole);
  }
  return decodedMessageOf(inner ?? value, whole);
}

/** The same for a message that is JSON already. */
export function decodedMessageOf(value: Json, whole = true): ReadDecodedMessage {
  if (!isObject(value)) return unreadable(JSON.stringify(value));
  const statements = itemsOf(value, 'matchedStatements').flatMap(statementOf);
  const explicitDeny =
    booleanOf(value, 'explicitDeny') ??
    (statements.some(({ effect }) => effect === 'deny') ? true : null);
  if (explicitDeny === null) return unreadable(JSON.stringify(value));
  const about = objectOf(value, 'context') ?? {};
  const context = contextOf(about);
  const resource = textOf(about, 'resource');
  const message = {
    allowed: booleanOf(value, 'allowed') ?? false,
    explicitDeny,
    matchedStatements: statements,
    principalArn: textOf(objectOf(about, 'principal') ?? {}, 'arn'),
    action: withPrefix(textOf(about, 'action'), resource, context),
    resource,
    context,
  };
  return { ok: true, message, whole };
}

/** Whether a text that is no JSON may be a decoded message that was cut or changed. */
export function looksLikeDecodedMessage(text: string): boolean {
  const window = text.slice(0, MAX_WINDOW);
  return /\\*"(?:explicitDeny|DecodedMessage)\\*" {0,8}:/.test(window) && window.includes('{');
}

const WRAPPER = 'DecodedMessage';
const MAX_WINDOW = 2000;
const MAX_SHOWN = 120;

function unreadable(text: string): ReadDecodedMessage {
  const shown = text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
  return {
    ok: false,
    expected: 'a decoded authorization message: JSON with "explicitDeny" and "context"',
    found: shown,
  };
}

/** AWS writes every list as `{"items": […]}`. */
function itemsOf(object: JsonObject, key: string): readonly JsonObject[] {
  return (arrayOf(objectOf(object, key) ?? {}, 'items') ?? []).filter(isObject);
}

function valuesOf(object: JsonObject, key: string): readonly string[] {
  return itemsOf(object, key).flatMap((item) => {
    const value = memberOf(item, 'value');
    return typeof value === 'string' ? [value] : [];
  });
}

function statementOf(
  statement: JsonObject,
): readonly DecodedAuthorizationMessage['matchedStatements'][number][] {
  const effect = textOf(statement, 'effect')?.toLowerCase();
  if (effect !== 'allow' && effect !== 'deny') return [];
  const [actions, resources] = [valuesOf(statement, 'actions'), valuesOf(statement, 'resources')];
  return [{ sid: textOf(statement, 'statementId'), effect, actions, resources }];
}

function contextOf(about: JsonObject): ReadonlyMap<string, readonly string[]> {
  const context = new Map<string, readonly string[]>();
  for (const condition of itemsOf(about, 'conditions')) {
    const key = textOf(condition, 'key');
    if (key !== null)
      context.set(key, [...(context.get(key) ?? []), ...valuesOf(condition, 'values')]);
  }
  return context;
}

/**
 * EC2 mostly leaves its prefix out (`RunInstances`). It is certain when the resource and `aws:Service`
 * name one service, or only one of them is there: `aws:Service` names the API that was called, which may
 * be another than the action's (`iam:PassRole` behind EC2).
 */
function withPrefix(
  action: string | null,
  resource: string | null,
  context: ReadonlyMap<string, readonly string[]>,
): string | null {
  if (action === null || !/^[A-Za-z0-9]+$/.test(action)) return action;
  const services = new Set(
    [parseArn(resource ?? '')?.service, ...(context.get('aws:Service') ?? [])].filter(
      (service) => service !== undefined && /^[a-z0-9-]+$/.test(service),
    ),
  );
  const [only] = services;
  return services.size === 1 && only !== undefined ? `${only}:${action}` : action;
}
