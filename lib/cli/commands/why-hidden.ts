import { matchWords } from '../../core/group/noise/match';
import { judgeNoise, prepareNoise, type NoiseJudgement } from '../../core/group/noise/noise';
import { ownNoiseOf } from '../../settings/routing';
import { denialWords, eachDenial, printable, type ReadDenial } from '../each-denial';
import type { CommandIo } from '../io';
import { readSettings } from '../settings';

/** Options of `denywatch why-hidden`. */
export interface WhyHiddenOptions {
  readonly config?: string;
  readonly format: 'text' | 'json';
}

/**
 * `denywatch why-hidden`: for each denial, which noise entry hides it, puts it into the digest or keeps
 * it, and why; or that none does.
 *
 * @returns 0; 1 when something could not be read; 2 when nothing could
 * @throws UsageError when the input or the settings are unusable
 */
export async function whyHiddenCommand(
  argument: string | undefined,
  options: WhyHiddenOptions,
  io: CommandIo,
): Promise<number> {
  const rules = prepareNoise(ownNoiseOf(await readSettings(options.config ?? null)));
  return eachDenial(argument, io, async (read) => {
    const judged =
      read.record === null ? null : judgeNoise(read.record, read.denial, rules, io.now());
    await io.out(options.format === 'json' ? jsonOf(read, judged) : textOf(read, judged));
  });
}

const SAYS = {
  hide: 'hidden',
  digestOnly: 'in the digest only',
  alert: 'alerted',
} as const;

const SOFTENED = {
  write: 'the catalogue hides no denied write',
  root: 'the catalogue has no effect on the root user',
  vpcEndpoint: 'the catalogue has no effect on what a VPC endpoint policy refused',
} as const;

function textOf({ denial }: ReadDenial, judged: NoiseJudgement | null): string {
  const head = denialWords(denial);
  if (judged === null)
    return `${head}\n  alerted: it is no CloudTrail record, and noise entries match records only\n`;
  return [head, ...linesOf(judged).map((line) => `  ${line}`), ''].join('\n');
}

function linesOf({
  treatment,
  entry,
  origin,
  softened,
  expired,
}: NoiseJudgement): readonly string[] {
  const over = expired.map(
    ({ id, expires }) => `${id} of the settings matches, but expired on ${expires}`,
  );
  if (entry === null) return [`${SAYS[treatment]}: no noise entry matches`, ...over];
  const where = origin === 'settings' ? 'the settings' : 'the catalogue';
  return [
    `${SAYS[treatment]}: ${entry.id} of ${where} (${entry.treatment})`,
    `why: ${printable(entry.why)}`,
    `matches: ${printable(matchWords(entry.match))}`,
    ...(softened === null ? [] : [`but: ${SOFTENED[softened]}`]),
    ...over,
  ];
}

function jsonOf({ denial }: ReadDenial, judged: NoiseJudgement | null): string {
  const line = {
    schemaVersion: 1,
    eventId: denial.eventId,
    treatment: judged?.treatment ?? 'alert',
    entry: judged?.entry ?? null,
    origin: judged?.origin ?? null,
    softened: judged?.softened ?? null,
    expired: judged?.expired.map(({ id, expires }) => ({ id, expires })) ?? [],
  };
  return `${JSON.stringify(line)}\n`;
}
