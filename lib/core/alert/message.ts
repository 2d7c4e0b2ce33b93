import type { Denial } from '../denial/denial';
import type { Diagnosis, Explained, Remedy } from '../diagnosis/diagnosis';
import { denyQuote } from './deny-quote';
import { fixChange, type FixChange } from './fix/fix';
import { headline } from './headline';
import { linksOf, type Link, type LinkOptions } from './look/links';
import { checkCommand } from './look/check';
import { markOf, type Mark } from './mark';
import { principalName } from './names/principal-name';
import { accessKind, severityOf, type AccessKind, type Severity } from './severity';
import { sureOf, type Sure } from './sure';
import type { Phrase } from './text/phrase';
import { oneLine } from './text/visible';
import { accountNumber, capitalized, howOften, sentence, utc } from './text/words';

/** A change of the caller's policies shortly before the denial. */
export interface RecentChange {
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly by: string;
  /** `s3-access`: what was changed. */
  readonly what: string;
  readonly eventName: string;
  readonly eventId: string | null;
}

/** What an alert is made of. */
export interface AlertInput {
  readonly denial: Denial;
  readonly explained: Explained;
  readonly occurrences: {
    readonly count: number;
    /** ISO 8601, UTC; null when the records have no time. */
    readonly first: string | null;
    readonly last: string | null;
    /** True when this problem was never seen before; absent when that is not known. */
    readonly firstEver?: boolean;
  };
  /** Name of the caller's account, as its owners gave it. */
  readonly accountName?: string | null;
  /** The newest first. */
  readonly recentChanges?: readonly RecentChange[];
  readonly links?: LinkOptions;
}

/** The fix: changes of policies, with how far they are proven. */
export interface Fix {
  readonly changes: readonly FixChange[];
  /** `Proven: …`, in words. */
  readonly proof: string;
  /** True when a person should look at it before it is applied. */
  readonly needsSecurityReview: boolean;
}

/** What routes an alert: values of SNS attributes, rows of a summary. */
export interface AlertLabels {
  /** The caller's account, else the one in whose trail the record stands. */
  readonly account: string;
  readonly layer: string;
  readonly verdict: Diagnosis['verdict'];
  /** IAM service prefix: `s3`. */
  readonly service: string;
  readonly principalType: string;
  readonly severity: Severity;
}

/**
 * An alert, ready to be rendered for any channel. All its own text is one line, cut to a bounded
 * length, and nothing in it is invisible; channels still escape what means something to them.
 */
export interface AlertMessage {
  readonly mark: Mark;
  /** The first line. It alone tells the story. */
  readonly headline: Phrase;
  /** Where, how often, read or write: joined by ` · `. */
  readonly facts: readonly string[];
  /** Why, in one sentence or two. */
  readonly why: string;
  /** The Deny statement as it is written, which `why` names; empty where none is known. */
  readonly quote: readonly string[];
  /** Changes of the policies before the denial: `2026-11-19 14:01 UTC bob@corp changed s3-access (PutRolePolicy)`. */
  readonly since: readonly string[];
  /** What to do, or what to mind about the fix; empty when there is nothing to say. */
  readonly advice: string;
  /** Null when no policy is to be changed. */
  readonly fix: Fix | null;
  /** Who can do it; empty when not known. */
  readonly owner: string;
  readonly sure: Sure;
  readonly links: readonly Link[];
  /** A command of the AWS CLI that shows the reason again, in parts of one option each; null where none could. */
  readonly check: readonly string[] | null;
  readonly labels: AlertLabels;
  /** Short name of the caller. */
  readonly principal: string;
  readonly occurrences: AlertInput['occurrences'];
  /** What the alert was made from, for what programs read. Nothing in it is shortened or escaped. */
  readonly source: { readonly denial: Denial; readonly explained: Explained };
}

const SENTENCE = 1200;
const OWNER = 400;

/** Most changes shown; a cross-account fix has two. */
const MOST_CHANGES = 4;

/** Composes the alert about one denial, or about the last of several of one kind. */
export function alertMessage(input: AlertInput): AlertMessage {
  const { denial, explained } = input;
  const { diagnosis, remedy } = explained;
  const mark = markOf(explained);
  const who = principalName(denial.principal);
  const why = sentence(oneLine(explained.why, SENTENCE));
  return {
    mark,
    headline: headline(denial, mark, who),
    facts: factsOf(input),
    why,
    quote: denyQuote(diagnosis),
    since: (input.recentChanges ?? []).slice(0, 2).map(changeWords),
    advice: adviceOf(remedy),
    fix: fixOf(remedy, diagnosis),
    owner: ownerOf(remedy),
    sure: sureOf(diagnosis, why),
    // Made when a channel shows them: a plain text does not.
    get links() {
      return linksOf(denial, diagnosis, input.links);
    },
    get check() {
      return checkCommand(denial, diagnosis);
    },
    labels: labelsOf(denial, explained),
    principal: who.name,
    occurrences: boundedOccurrences(input),
    source: { denial, explained },
  };
}

function factsOf({ denial, occurrences, accountName }: AlertInput): readonly string[] {
  const { count, first, last, firstEver } = occurrences;
  const often = howOften(count, first, last) + (firstEver === true ? ', first ever' : '');
  const { region, principal } = denial;
  const through = principal.type === 'service' ? null : principal.invokedBy;
  return [
    accountWords(denial.accountId ?? denial.recipientAccountId, accountName ?? null),
    region === null ? null : oneLine(region, 40),
    often,
    ACCESS_WORDS[accessKind(denial)],
    through === null ? null : `through ${oneLine(through, 80)}`,
    count === 1 ? sessionWords(denial) : null,
  ].filter((fact) => fact !== null);
}

const ACCESS_WORDS: Readonly<Record<AccessKind, string | null>> = {
  read: 'read',
  write: 'write',
  permissions: 'changes permissions',
  unknown: null,
};

function accountWords(id: string | null, name: string | null): string | null {
  if (id === null) return name === null ? null : oneLine(name, 64);
  const number = accountNumber(oneLine(id, 40));
  return name === null || name === '' ? number : `${oneLine(name, 64)} (${number})`;
}

/** Of one request the session tells which instance, function or person it was. */
function sessionWords({ principal }: Denial): string | null {
  if (principal.type !== 'role' || principal.sessionName === null) return null;
  return `session ${oneLine(principal.sessionName, 64)}`;
}

/** What is no time is none; what is has at most 30 characters. */
function boundedOccurrences({ occurrences }: AlertInput): AlertInput['occurrences'] {
  const time = (iso: string | null): string | null => (utc(iso) === null ? null : iso);
  return { ...occurrences, first: time(occurrences.first), last: time(occurrences.last) };
}

function changeWords(change: RecentChange): string {
  const when = utc(change.time);
  const at = when === null ? '' : `${when.day} ${when.time} UTC, `;
  const event = change.eventId === null ? '' : `, event ${oneLine(change.eventId, 9)}`;
  const how = `${oneLine(change.eventName, 64)}${event}`;
  return `${at}${oneLine(change.by, 96)} changed ${oneLine(change.what, 128)} (${how})`;
}

function fixOf(remedy: Remedy, diagnosis: Diagnosis): Fix | null {
  if (remedy.changes.length === 0) return null;
  return {
    changes: remedy.changes.slice(0, MOST_CHANGES).map((change) => fixChange(change, diagnosis)),
    proof: PROOF_WORDS[remedy.proof],
    needsSecurityReview: remedy.needsSecurityReview,
  };
}

/** Nobody has to do anything where waiting helps; an owner who is not known is none. */
function ownerOf({ kind, owner }: Remedy): string {
  return kind === 'wait' || owner === 'not known' ? '' : oneLine(owner, OWNER);
}

/** Where a fix is shown, it says itself what is to be changed. */
function adviceOf({ says, caveats, changes }: Remedy): string {
  const text = changes.length > 0 && caveats !== undefined ? caveats.join(' ') : says;
  return sentence(capitalized(oneLine(text, SENTENCE)));
}

const PROOF_WORDS: Readonly<Record<Remedy['proof'], string>> = {
  evaluated: 'Proven: allowed after this change, neighbouring requests still denied.',
  simulated: "Checked with AWS's policy simulator: allowed after this change.",
  notProven: 'Not proven: it could not be checked against all the policies.',
};

function labelsOf(denial: Denial, explained: Explained): AlertLabels {
  const { diagnosis } = explained;
  const prefix =
    denial.action?.split(':', 1)[0] ?? denial.eventSource?.split('.', 1)[0] ?? 'unknown';
  return {
    account: oneLine(denial.accountId ?? denial.recipientAccountId ?? 'unknown', 64),
    layer: diagnosis.layer ?? (diagnosis.verdict === 'notIam' ? 'none' : 'unknown'),
    verdict: diagnosis.verdict,
    service: oneLine(prefix, 64),
    principalType: denial.principal.type,
    severity: severityOf(denial, explained),
  };
}
