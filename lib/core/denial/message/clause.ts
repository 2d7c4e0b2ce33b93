import { findWithin, oneOfAt, phraseAt, skipBlanks, type Flow } from './flow';
import { NOTHING_SAID, type ParsedMessage, type PolicyType } from './parsed-message';
import { policyTypeAt } from './policy-type';
import { readName } from './token';

/** What the reason of a message says, and where it ends. */
export interface Clause {
  readonly says: Pick<ParsedMessage, 'effect' | 'policyType' | 'via' | 'policyArn' | 'ambiguous'>;
  /** The action that the clause repeats: it may be misspelled, and is only of use when it stands alone. */
  readonly repeated: string | null;
  readonly end: number;
}

const NO_REASON: Clause['says'] = {
  effect: null,
  policyType: null,
  via: null,
  policyArn: null,
  ambiguous: false,
};

const EXPLICIT = [
  'with an explicit deny',
  'with explicit deny',
  'with a explicit deny',
  'due to an explicit deny',
  'because of an explicit deny',
  'explicit deny',
];
const ARTICLES = ['in a ', 'in an ', 'in the ', 'in your ', 'in one ', 'in '];
const THROUGH = [
  'transitively through a ',
  'transitively through an ',
  'transitively through the ',
];
const SEVERAL_CAUSES = 'because the resource does not exist in this region';
const LAST_CAUSE = 'explicitly denies access';

/** Reads the reason of a denial at a position; null when there is none. */
export function readClause(flow: Flow, at: number): Clause | null {
  const start = skipElision(flow, at);
  return readImplicit(flow, start) ?? readExplicit(flow, start) ?? readSeveral(flow, start);
}

/** Authors elide with dots: `ec2:RunInstances [...] explicit deny`. */
function skipElision(flow: Flow, at: number): number {
  let end = at;
  while (end < at + MAX_ELISION && ' \t.…[],'.includes(flow.text.charAt(end) || 'x')) end += 1;
  return end;
}

const MAX_ELISION = 16;

function readImplicit(flow: Flow, at: number): Clause | null {
  const start = phraseAt(flow, at, 'because no ');
  if (start < 0) return null;
  const named = policyTypeAt(flow, start);
  const verb = named === null ? findWithin(flow, ' allow', start, start + MAX_TYPE) : named.end;
  if (verb < 0) return null;
  const repeated = readRepeated(flow, verb);
  return {
    says: { ...NO_REASON, effect: 'implicitDeny', policyType: named?.type ?? null },
    repeated: repeated?.text ?? null,
    end: repeated?.end ?? verb,
  };
}

/** A policy type that AWS added since is not longer. */
const MAX_TYPE = 80;

function readRepeated(
  flow: Flow,
  at: number,
): { readonly text: string | null; readonly end: number } | null {
  const verb = oneOfAt(flow, at, [' allows', ' allow']);
  if (verb === null) return null;
  const the = phraseAt(flow, verb.end, ' the ');
  if (the < 0) return { text: null, end: verb.end };
  const name = readName(flow, the);
  const end = phraseAt(flow, name.end, ' action');
  return { text: name.text, end: end < 0 ? name.end : end };
}

function readExplicit(flow: Flow, at: number): Clause | null {
  const deny = oneOfAt(flow, at, EXPLICIT);
  if (deny === null) return null;
  const named = readType(flow, deny.end, ARTICLES);
  const through = readType(flow, named.end, THROUGH);
  const arn = readPolicyArn(flow, through.end) ?? { text: null, end: through.end };
  return {
    says: {
      ...NO_REASON,
      effect: 'explicitDeny',
      policyType: named.type,
      via: through.type,
      policyArn: arn.text,
    },
    repeated: null,
    end: arn.end,
  };
}

/** A policy type behind one of some words; at the same place as before when there is none. */
function readType(
  flow: Flow,
  at: number,
  leads: readonly string[],
): { readonly type: PolicyType | null; readonly end: number } {
  const lead = oneOfAt(flow, skipBlanks(flow, at), leads);
  const named = lead === null ? null : policyTypeAt(flow, lead.end);
  return named ?? { type: null, end: at };
}

/** Both separators: `: arn:…` and S3's `, with policy ARN: arn:…`. */
function readPolicyArn(
  flow: Flow,
  at: number,
): { readonly text: string | null; readonly end: number } | null {
  const colon = oneOfAt(flow, at, [', with policy arn:', ' with policy arn:', ':']);
  if (colon === null) return null;
  const start = skipBlanks(flow, colon.end);
  if (!flow.lower.startsWith('arn:', start)) return null;
  const { text, end } = readName(flow, start);
  return { text: isWholePolicyArn(text, flow, end) ? text : null, end };
}

/** An ARN that was cut names another policy, or none. */
function isWholePolicyArn(arn: string, flow: Flow, end: number): boolean {
  const [, , service = '', , , ...rest] = arn.split(':', 8);
  const resource = rest.join(':');
  if (arn.endsWith('...') || flow.text.startsWith('...', end)) return false;
  if (service === 'organizations') return /^policy\/.+_policy\/p-[0-9a-z]{8,}$/.test(resource);
  return /^[A-Za-z-]+[/:]./.test(resource);
}

function readSeveral(flow: Flow, at: number): Clause | null {
  const start = phraseAt(flow, at, SEVERAL_CAUSES);
  if (start < 0) return null;
  const last = findWithin(flow, 'explicitly', start, start + MAX_CAUSES);
  const end = last < 0 ? -1 : phraseAt(flow, last, LAST_CAUSE);
  return { says: { ...NO_REASON, ambiguous: true }, repeated: null, end: end < 0 ? start : end };
}

const MAX_CAUSES = 160;

/** The message with a clause in it. */
export function withClause(message: ParsedMessage, clause: Clause | null): ParsedMessage {
  return clause === null ? message : { ...message, ...clause.says };
}

/** Whether a clause names a policy type: prose that only has the words does not. */
export function isTelling(clause: Clause): boolean {
  return clause.says.policyType !== null || clause.says.policyArn !== null;
}

/** What a clause alone says. */
export function messageOfClause(clause: Clause): ParsedMessage {
  return { ...NOTHING_SAID, ...clause.says };
}
