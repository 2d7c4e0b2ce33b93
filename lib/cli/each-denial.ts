import type { Denial } from '../core/denial/denial';
import type { CloudTrailRecord } from '../core/record/record';
import { serviceReference } from '../core/service-reference/indexed-reference';
import { denialsOf } from './denials';
import { EXIT } from './exit-code';
import { inputItems, isInputItem } from './input';
import type { CommandIo } from './io';

/** One denial of the input; a pasted message has no record. */
export interface ReadDenial {
  readonly denial: Denial;
  readonly record: CloudTrailRecord | null;
}

/**
 * Has something done with every denial of the input, in order. What cannot be read goes to standard
 * error, and the run goes on.
 *
 * @returns 0; 1 when something could not be read; 2 when nothing could
 * @throws UsageError when the input is unusable
 */
export async function eachDenial(
  argument: string | undefined,
  io: CommandIo,
  work: (read: ReadDenial) => Promise<void>,
): Promise<number> {
  const count = { denials: 0, others: 0, unreadable: 0 };
  for await (const item of inputItems(argument, io)) {
    if (!isInputItem(item)) {
      count.others += item.count;
      continue;
    }
    const record = item.kind === 'record' ? item.record : null;
    for (const found of denialsOf(item, serviceReference)) {
      if (found.kind === 'denial') {
        count.denials++;
        await work({ denial: found.denial, record });
      } else if (found.kind === 'unreadable') {
        count.unreadable++;
        io.err(`denywatch: ${found.position}: expected ${found.expected}, found ${found.found}\n`);
      } else count.others++;
    }
  }
  if (count.denials === 0 && count.unreadable === 0)
    io.err(`no access denial found in the input (${count.others} others were looked at)\n`);
  if (count.unreadable === 0) return EXIT.explained;
  return count.denials + count.others === 0 ? EXIT.unusable : EXIT.partly;
}

/** A denial in a few words, on one line: who, what, when. */
export function denialWords({ principal, action, eventName, time }: Denial): string {
  const who = principal.arn ?? principal.sessionArn ?? principal.invokedBy ?? principal.type;
  const what = action ?? eventName ?? 'an unknown action';
  return printable(`${who} ${what}${time === null ? '' : ` at ${time}`}`);
}

/** Hostile text on one line of a terminal: no control characters, and not without end. */
export function printable(text: string): string {
  return text.slice(0, 500).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, ' ');
}
