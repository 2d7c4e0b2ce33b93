import { accountNumber, grouped } from '../../alert/text/words';
import { oneLine } from '../../alert/text/visible';
import { LAYER_WORDS } from '../../diagnosis/words';
import type { FindingKind } from '../../findings/finding';
import { LAYERS } from '../../policy/layer';
import type { Compared, DecisionReason, Problem, TopEntry } from '../digest';
import type { Clock } from './clock';
import { decimal } from './verdict';

/** Characters of a headline, of a sentence and of a name in a form for people. */
export const HEADLINE = 220;
export const SENTENCE = 600;
export const NAME = 120;

/** A finding's kind in words. */
export const FINDING_WORDS: Readonly<Record<FindingKind, string>> = {
  enumeration: 'enumeration',
  bruteForce: 'brute force',
  newPlace: 'new place',
  credentialOutside: 'credential outside of AWS',
  burstAfterQuiet: 'burst after quiet',
  guardrailTampering: 'tampering with guardrails',
  longUnusedKey: 'long-unused key',
};

/** Why something is to be decided, in a word or two. */
export const REASON_WORDS: Readonly<Record<DecisionReason, string>> = {
  root: 'root user',
  anonymous: 'no credentials',
  privilege: 'permissions',
  guardrail: 'guardrail',
  newCaller: 'new caller',
  write: 'write',
};

/** A value of the label `layer` in words. */
export function layerWords(layer: string): string {
  const known = LAYERS.find((one) => one === layer);
  if (known !== undefined) return LAYER_WORDS[known];
  return layer === 'none' ? 'a setting, no policy' : 'layer not known';
}

/** `96 (21 yesterday, usual 21.3)`. */
export function comparedWords({ today, yesterday, usual }: Compared): string {
  const known = usual === null ? '' : `, usual ${decimal(usual)}`;
  return `${grouped(today)} (${grouped(yesterday)} yesterday${known})`;
}

/** What the headline does not say: account, layer, owner, state. Hostile text is made one visible line. */
export function whereabouts(problem: Problem, clock: Clock): readonly string[] {
  const { accountId, layer, owner } = problem;
  return [
    ...(accountId === null ? [] : [`account ${accountNumber(name(accountId))}`]),
    layerWords(layer),
    ...(owner === null ? [] : [`owner ${name(owner)}`]),
    ...standingWords(problem, clock),
  ];
}

/** Nothing for a problem that nobody has answered. */
export function standingWords({ standing }: Problem, clock: Clock): readonly string[] {
  const by = standing.by === null ? '' : ` by ${name(standing.by)}`;
  switch (standing.name) {
    case 'muted':
      return standing.until === null
        ? [`muted${by} until it is fixed`]
        : [`muted${by} until ${clock.dayAndTime(standing.until)}`];
    case 'acknowledged':
      return [`acknowledged${by}`];
    case 'resolved':
      return ['resolved'];
    case 'new':
    case 'alerted':
    case 'repeated':
    case 'reopened':
      return [];
  }
}

/** The name of an entry of a top list. */
export function topName(entry: TopEntry, by: string): string {
  if (by === 'layer') return layerWords(entry.key);
  if (by === 'owner' && entry.key === 'unknown') return 'no owner known';
  return by === 'account' ? accountNumber(name(entry.key)) : name(entry.name);
}

/** A name from outside as one visible line. */
export function name(text: string): string {
  return oneLine(text, NAME);
}

/** A headline from outside as one visible line. */
export function headline(text: string): string {
  return oneLine(text, HEADLINE);
}

/** A sentence from outside as one visible line. */
export function sentenceOf(text: string): string {
  return oneLine(text, SENTENCE);
}
