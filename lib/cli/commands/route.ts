import { routeOf, type Routed, type RouteLabels } from '../../core/group/routes';
import { routingOf } from '../../settings/routing';
import { denialWords, eachDenial, printable } from '../each-denial';
import { evidenceSources, type EvidenceOptions } from '../evidence';
import type { ExplainedDenial } from '../explanation';
import type { CommandIo } from '../io';
import { messageOf } from '../output';
import { readSettings } from '../settings';
import { explainOne } from './explain';

/** Options of `denywatch route`. */
export interface RouteOptions extends EvidenceOptions {
  readonly config?: string;
  readonly format: 'text' | 'json';
}

/**
 * `denywatch route`: for each denial, which channels it would go to, by which route, and why the routes
 * before it do not apply.
 *
 * @returns 0; 1 when something could not be read; 2 when nothing could
 * @throws UsageError when the input, the settings or an option are unusable
 */
export async function routeCommand(
  argument: string | undefined,
  options: RouteOptions,
  io: CommandIo,
): Promise<number> {
  const routing = routingOf(await readSettings(options.config ?? null));
  const sources = await evidenceSources(options, io);
  return eachDenial(argument, io, async ({ denial }) => {
    const explained = await explainOne(denial, sources, new Map());
    const routed = routeOf(labelsOf(explained), explained.evidence.facts, routing);
    await io.out(
      options.format === 'json'
        ? `${JSON.stringify({ schemaVersion: 1, eventId: denial.eventId, ...routed })}\n`
        : textOf(denialWords(denial), routed),
    );
  });
}

/** The same labels that the deployed watcher routes by. */
function labelsOf(explained: ExplainedDenial): RouteLabels {
  const { denial } = explained;
  const { service, layer, severity } = messageOf(explained).labels;
  return {
    accountId: denial.accountId ?? denial.recipientAccountId,
    principalArn: denial.principal.arn,
    service,
    layer,
    severity,
  };
}

function textOf(head: string, { route, channels, owner, why, steps }: Routed): string {
  const by = route === 'default' ? 'the default channels' : `routes[${route}]`;
  const passed = steps
    .filter(({ applies }) => !applies)
    .map((step) => `  not routes[${step.route}]: ${printable(step.why)}`);
  return [
    head,
    `  to ${channels.join(', ')}: ${by}, because ${printable(why)}`,
    ...passed,
    `  owner: ${owner === null ? 'not known' : printable(owner)}`,
    '',
  ].join('\n');
}
