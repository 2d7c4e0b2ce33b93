import { EDIT_EVERY_MS } from './delivery';

/** One group in a storm's summary. */
export interface StormLine {
  readonly groupId: string;
  readonly headline: string;
  readonly principal: string;
  readonly severity: string;
}

/** A storm that goes on, or that is over and not yet said to be. Times are ISO 8601. */
export interface ActiveStorm {
  /** Unique to this storm in its scope. */
  readonly id: string;
  readonly since: string;
  /** When the last group was folded in. */
  readonly last: string;
  /** Groups that have a line here instead of a message of their own. */
  readonly folded: number;
  /** The first ones, at most {@link MOST_LINES}. */
  readonly lines: readonly StormLine[];
  /** How the channel finds the summary; null before it was posted, or where it cannot. */
  readonly handle: string | null;
  readonly shownFolded: number;
  readonly shownAt: string | null;
  readonly claim: { readonly by: string; readonly until: string } | null;
  /** Until when somebody is known to look after the summary. */
  readonly tendedUntil: string;
}

/** New groups in one scope (a channel, or one caller in a channel), and the storm that they made. */
export interface Storm {
  /** The groups of the last minutes, oldest first. */
  readonly recent: readonly {
    readonly groupId: string;
    readonly at: string;
    readonly folded: boolean;
  }[];
  /** Null while it is calm. */
  readonly active: ActiveStorm | null;
}

/** No storm, and nothing that could become one. */
export const CALM: Storm = { recent: [], active: null };

/** Most lines of a summary: more are only counted. */
export const MOST_LINES = 20;

/** When a storm begins. */
export interface StormLimits {
  /** This many new groups within the window get a message each; the next one begins a storm. */
  readonly newGroups: number;
  readonly windowMs: number;
}

/**
 * A new group asks for a message of its own. In a storm, or when it is the one that makes it a storm,
 * it gets a line in the summary instead: {@link isFolded} says so of the result. Asking again for the
 * same group within the window changes nothing.
 *
 * @param now milliseconds since the epoch
 */
export function admit(storm: Storm, line: StormLine, now: number, limits: StormLimits): Storm {
  const at = new Date(now).toISOString();
  const windowStart = new Date(now - limits.windowMs).toISOString();
  const recent = storm.recent.filter((entry) => entry.at > windowStart);
  if (recent.some(({ groupId }) => groupId === line.groupId)) return storm;
  const folded = goesOn(storm.active, windowStart) || recent.length >= limits.newGroups;
  const entry = { groupId: line.groupId, at, folded };
  if (!folded) return { recent: [...recent, entry], active: storm.active };
  // One that is over and not yet said to be goes on: its readers get one closing message.
  const begun = storm.active ?? begin(line, at);
  return {
    recent: [...recent, entry].slice(-limits.newGroups - MOST_REMEMBERED),
    active: {
      ...begun,
      last: at,
      folded: begun.folded + 1,
      lines: begun.lines.length < MOST_LINES ? [...begun.lines, line] : begun.lines,
    },
  };
}

/** How many folded groups are remembered by name, so that a repeated ask is known as such. */
const MOST_REMEMBERED = 200;

/** Whether the group has a line in the summary instead of a message. */
export function isFolded({ recent }: Storm, groupId: string): boolean {
  return recent.some((entry) => entry.groupId === groupId && entry.folded);
}

function begin({ groupId }: StormLine, at: string): ActiveStorm {
  return {
    id: `${at}/${groupId}`,
    since: at,
    last: at,
    folded: 0,
    lines: [],
    handle: null,
    shownFolded: 0,
    shownAt: null,
    claim: null,
    tendedUntil: at,
  };
}

/** A storm is over when no group came for a whole window. */
function goesOn(active: ActiveStorm | null, windowStart: string): boolean {
  return active !== null && active.last > windowStart;
}

/** What the summary of a storm needs now. */
export type StormStep =
  | { readonly do: 'nothing' }
  | { readonly do: 'wait'; readonly until: string }
  | { readonly do: 'show'; readonly phase: 'opened' | 'continues' | 'closed' };

/** What is asked of {@link stormStep}. */
export interface StormQuestion {
  readonly storm: Storm;
  /** The storm that is looked after. */
  readonly id: string;
  /** Whether the channel can edit what it posted; one that cannot gets the beginning and the end. */
  readonly edits: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** The storm is over when no group came for that long. */
  readonly windowMs: number;
}

/** What a channel has to do about a storm's summary now. */
export function stormStep({ storm, id, edits, now, windowMs }: StormQuestion): StormStep {
  const { active } = storm;
  if (active?.id !== id) return { do: 'nothing' };
  if (active.claim !== null && Date.parse(active.claim.until) > now)
    return { do: 'wait', until: active.claim.until };
  const over = Date.parse(active.last) + windowMs;
  if (active.shownAt === null) return { do: 'show', phase: over <= now ? 'closed' : 'opened' };
  if (over <= now) return { do: 'show', phase: 'closed' };
  const due = Date.parse(active.shownAt) + EDIT_EVERY_MS;
  const next = edits && active.folded > active.shownFolded ? Math.min(due, over) : over;
  return next <= now
    ? { do: 'show', phase: 'continues' }
    : { do: 'wait', until: new Date(next).toISOString() };
}

/** Takes the right to show the summary of the storm with that id. */
export function stormClaimed(storm: Storm, id: string, by: string, until: number): Storm {
  if (storm.active?.id !== id) return storm;
  const iso = new Date(until).toISOString();
  return { ...storm, active: { ...storm.active, claim: { by, until: iso } } };
}

/** What was shown of a storm. */
export interface StormShown {
  readonly phase: (StormStep & { do: 'show' })['phase'];
  readonly handle: string | null;
  readonly folded: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Remembers what was shown; a closed storm is gone. Nothing changes for one who lost the claim. */
export function stormShown(storm: Storm, by: string, what: StormShown): Storm {
  if (storm.active?.claim?.by !== by) return storm;
  if (what.phase === 'closed') return { ...storm, active: null };
  return {
    ...storm,
    active: {
      ...storm.active,
      handle: what.handle,
      shownFolded: what.folded,
      shownAt: new Date(what.at).toISOString(),
      claim: null,
    },
  };
}

/** Gives the claim back without having shown anything. */
export function stormReleased(storm: Storm, by: string): Storm {
  if (storm.active?.claim?.by !== by) return storm;
  return { ...storm, active: { ...storm.active, claim: null } };
}

/** Notes that somebody looks after the summary until then. */
export function tended(storm: Storm, id: string, until: number): Storm {
  if (storm.active?.id !== id) return storm;
  return { ...storm, active: { ...storm.active, tendedUntil: new Date(until).toISOString() } };
}
