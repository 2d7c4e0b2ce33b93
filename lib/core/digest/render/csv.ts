import { oneLine } from '../../alert/text/visible';
import type { Digest, HiddenEntry, HourCount, Problem } from '../digest';
import type { Finding } from '../../findings/finding';
import { clockOf, type Clock } from './clock';
import { problemsOf } from './problems-of';
import { verdictOf } from './verdict';

/** Columns, in their order. New ones come last, so that what reads by position goes on. */
export const CSV_COLUMNS = [
  'row',
  'day',
  'zone',
  'severity',
  'change',
  'headline',
  'reasons',
  'today',
  'yesterday',
  'usual',
  'usual_least',
  'usual_most',
  'account',
  'principal',
  'principal_arn',
  'principal_type',
  'action',
  'service',
  'resource',
  'layer',
  'owner',
  'state',
  'state_by',
  'state_until',
  'why',
  'remedy',
  'remedy_owner',
  'confidence',
  'count',
  'days_seen',
  'first',
  'last',
  'from',
  'to',
  'local_from',
  'id',
] as const;

type Column = (typeof CSV_COLUMNS)[number];
type Row = Partial<Readonly<Record<Column, string | number | null>>>;

/** Characters of a cell: spreadsheets take 32,767, and none needs so many. */
const LONGEST_CELL = 2000;

/**
 * A digest as one table for spreadsheets and programs. Column `row` says what a row is: `day` (first:
 * whether to worry, and the totals), `finding`, `problem`, `hour`, `noise`. Times are ISO 8601 in UTC;
 * `local_from` is the hour on the zone's clock with its offset, so that an hour that comes twice is two
 * rows.
 *
 * Every text stands in quotes, so that no separator in it makes a cell; what a spreadsheet would take
 * for a formula begins with an apostrophe.
 *
 * Follows: RFC 4180; OWASP, "CSV Injection".
 */
export function digestCsv(digest: Digest): string {
  const clock = clockOf(digest);
  const reasons = new Map(
    digest.decisions.shown.flatMap((decision) =>
      decision.kind === 'problem'
        ? [[decision.problem.groupId, decision.reasons.join(' ')] as const]
        : [],
    ),
  );
  const rows: readonly Row[] = [
    dayRow(digest),
    ...digest.findings.map(findingRow),
    ...problemsOf(digest).map((problem) => problemRow(problem, reasons)),
    ...digest.charts.hours.map((hour) => hourRow(hour, clock)),
    ...digest.hidden.entries.map(noiseRow),
  ];
  const { day, zone } = digest;
  const lines = rows.map((row) =>
    csvLine(CSV_COLUMNS.map((name) => ({ day, zone, ...row })[name])),
  );
  return [csvLine(CSV_COLUMNS), ...lines].join('');
}

function dayRow(digest: Digest): Row {
  const { counts, from, to } = digest;
  const { level, says, notes } = verdictOf(digest);
  return {
    row: 'day',
    severity: { now: 'high', today: 'medium', none: 'none' }[level],
    headline: [says, digest.line, ...notes].join(' '),
    today: counts.today,
    yesterday: counts.yesterday,
    usual: counts.usual,
    from,
    to,
    local_from: clockOf(digest).exact(from),
  };
}

function findingRow(finding: Finding): Row {
  const { caller, events, moreEvents, kind, severity, why, steps, at, id } = finding;
  return {
    row: 'finding',
    severity,
    headline: finding.headline,
    reasons: kind,
    account: caller.accountId,
    principal: caller.principalArn ?? caller.id,
    principal_arn: caller.principalArn,
    principal_type: caller.principalType,
    why,
    remedy: steps.join(' '),
    count: events.length + moreEvents,
    first: moreEvents > 0 ? null : (events[0]?.time ?? null),
    last: at,
    id,
  };
}

function problemRow(problem: Problem, reasons: ReadonlyMap<string, string>): Row {
  const { standing, diagnosis, groupId } = problem;
  return {
    row: 'problem',
    severity: problem.severity,
    change: problem.change,
    headline: problem.headline,
    reasons: reasons.get(groupId) ?? null,
    today: problem.today,
    yesterday: problem.yesterday,
    usual: problem.usual,
    account: problem.accountId,
    principal: problem.principal,
    principal_arn: problem.principalArn,
    principal_type: problem.principalType,
    action: problem.action,
    service: problem.service,
    resource: problem.resource,
    layer: problem.layer,
    owner: problem.owner,
    state: standing.name,
    state_by: standing.by,
    state_until: standing.until,
    why: diagnosis?.why ?? null,
    remedy: diagnosis?.remedy ?? null,
    remedy_owner: diagnosis?.remedyOwner ?? null,
    confidence: diagnosis?.confidence ?? null,
    count: problem.count,
    days_seen: problem.daysSeen,
    first: problem.first,
    last: problem.last,
    id: groupId,
  };
}

function hourRow({ from, total, usual }: HourCount, clock: Clock): Row {
  return {
    row: 'hour',
    today: total,
    usual_least: usual?.least ?? null,
    usual_most: usual?.most ?? null,
    from,
    local_from: clock.exact(from),
  };
}

function noiseRow({ entry, why, today, yesterday, usual, growing }: HiddenEntry): Row {
  return {
    row: 'noise',
    headline: entry,
    change: growing ? 'growing' : null,
    today,
    yesterday,
    usual,
    why,
    id: entry,
  };
}

/** One record: cells between commas, ended by CR and LF. */
export function csvLine(cells: readonly (string | number | null | undefined)[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

function cell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  // One visible line: no cell is of several lines, and nothing in it is unseen.
  const text = oneLine(value, LONGEST_CELL);
  return `"${(isFormula(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}

/** Also the full-width forms, which some spreadsheets take for the same. */
function isFormula(text: string): boolean {
  return /^[=+\-@\t\r\n＝＋－＠]/u.test(text);
}
