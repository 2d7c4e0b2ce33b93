import type { GivenContext } from '../../core/evidence/context';
import { gather } from '../../core/evidence/gather';
import type { EvidenceSources } from '../../core/evidence/sources';
import { explainDenial } from '../../core/diagnosis/explain';
import type { Denial } from '../../core/denial/denial';
import { serviceReference } from '../../core/service-reference/indexed-reference';
import { denialsOf } from '../denials';
import { evidenceSources, type EvidenceOptions } from '../evidence';
import { EXIT, UsageError } from '../exit-code';
import type { ExplainedDenial } from '../explanation';
import { inputItems, isInputItem } from '../input';
import type { CommandIo } from '../io';
import { outputFor, type OutputFormat } from '../output';

/** Options of `denywatch explain`. */
export interface ExplainOptions extends EvidenceOptions {
  /** `KEY=VALUE`, each as given. */
  readonly context: readonly string[];
  readonly format: OutputFormat;
}

/**
 * `denywatch explain`: explains every denial of the input, in order.
 *
 * @returns the exit code of the explain contract
 * @throws UsageError when the input or an option is unusable
 */
export async function explainCommand(
  argument: string | undefined,
  options: ExplainOptions,
  io: CommandIo,
): Promise<number> {
  const context = parseContext(options.context);
  const sources = await evidenceSources(options, io);
  const output = outputFor(options.format, io);
  const count = { denials: 0, unexplained: 0, unreadable: 0, others: 0 };
  for await (const item of inputItems(argument, io)) {
    if (!isInputItem(item)) {
      count.others += item.count;
      continue;
    }
    for (const found of denialsOf(item, serviceReference)) {
      if (found.kind === 'notDenial') count.others++;
      else if (found.kind === 'unreadable') {
        count.unreadable++;
        await output.unreadable(found);
      } else {
        count.denials++;
        const explained = await explainOne(found.denial, sources, context);
        if (explained.explained.diagnosis.verdict === 'unknown') count.unexplained++;
        await output.denial(explained);
      }
    }
  }
  if (count.denials === 0) return nothingFound(count, io);
  return count.unexplained + count.unreadable > 0 ? EXIT.partly : EXIT.explained;
}

/** Gathers evidence and diagnoses: the same story as the deployed watcher's. */
export async function explainOne(
  denial: Denial,
  sources: EvidenceSources,
  context: GivenContext,
): Promise<ExplainedDenial> {
  const evidence = await gather(denial, sources, serviceReference, context);
  return { denial, evidence, explained: explainDenial(denial, evidence, serviceReference) };
}

function nothingFound(
  count: { readonly others: number; readonly unreadable: number },
  io: CommandIo,
): number {
  if (count.unreadable > 0 && count.others === 0) return EXIT.unusable;
  const looked =
    count.others > 0 ? ` (${count.others} other records or messages were looked at)` : '';
  io.err(`no access denial found in the input${looked}\n`);
  return count.unreadable > 0 ? EXIT.partly : EXIT.explained;
}

/**
 * `--context KEY=VALUE`: a key that is given several times has several values.
 *
 * @throws UsageError for one without `=`
 */
export function parseContext(entries: readonly string[]): GivenContext {
  const context = new Map<string, string[]>();
  for (const entry of entries) {
    const equals = entry.indexOf('=');
    if (equals <= 0)
      throw new UsageError(
        `--context ${entry}: expected KEY=VALUE, for example aws:PrincipalTag/team=payments`,
      );
    const key = entry.slice(0, equals);
    const values = context.get(key.toLowerCase()) ?? [];
    context.set(key.toLowerCase(), [...values, entry.slice(equals + 1)]);
  }
  return context;
}
