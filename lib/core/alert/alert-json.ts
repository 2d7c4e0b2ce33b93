import { commandLines } from './look/shell';
import type { AlertMessage } from './message';
import { renderText } from './terminal';
import { plain } from './text/phrase';
import { utf8Length } from './text/utf8';

/**
 * An alert for programs, as JSON of at most `limit` bytes once it is a string inside of JSON (as SNS
 * sends it). `denial`, `diagnosis` and `remedy` are those of the explain contract. What is too large
 * is left out, the bulkiest first, and `cut` names what.
 *
 * @param more what is said beside it and never left out: small
 */
export function alertJson(
  message: AlertMessage,
  limit: number,
  more: Readonly<Record<string, unknown>> = {},
): string {
  const levels = [whole, withoutForms, withoutStatements, essence];
  const texts = levels.map((level) => () => JSON.stringify({ ...level(message), ...more }));
  for (const text of texts) {
    const json = text();
    if (utf8Length(JSON.stringify(json)) <= limit) return json;
  }
  return JSON.stringify({
    schemaVersion: 1,
    cut: ['everything: it is too large'],
    labels: message.labels,
    ...more,
  });
}

type Json = Readonly<Record<string, unknown>>;

function whole(message: AlertMessage): Json {
  const { fix, source } = message;
  return {
    ...head(message),
    denial: denialOf(message),
    diagnosis: source.explained.diagnosis,
    remedy: source.explained.remedy,
    text: renderText(message),
    fix:
      fix?.changes.map(({ where, json, cdk, terraform }) => ({ where, json, cdk, terraform })) ??
      [],
    links: message.links,
    check: message.check === null ? null : commandLines(message.check).join('\n'),
    cut: [],
  };
}

function withoutForms(message: AlertMessage): Json {
  return { ...whole(message), fix: [], cut: ['fix'] };
}

/** Without the texts of policies, and without what may hold them. */
function withoutStatements(message: AlertMessage): Json {
  const { verdict, layer, cause, confidence } = message.source.explained.diagnosis;
  const { kind, proof } = message.source.explained.remedy;
  return {
    ...head(message),
    denial: denialOf(message),
    diagnosis: { verdict, layer, cause, confidence },
    remedy: { kind, proof, owner: message.owner },
    text: renderText({ ...message, fix: null, quote: [] }),
    links: message.links,
    cut: ['fix', 'diagnosis', 'remedy', 'check'],
  };
}

function essence(message: AlertMessage): Json {
  return {
    ...head(message),
    cut: ['denial', 'diagnosis', 'remedy', 'text', 'fix', 'links', 'check'],
  };
}

function head({ labels, occurrences, headline, why }: AlertMessage): Json {
  return {
    schemaVersion: 1,
    kind: 'denial',
    ...labels,
    occurrences,
    headline: plain(headline),
    why,
  };
}

function denialOf({ source }: AlertMessage): Json {
  const { principal, resource, eventId, time, accountId, region, action, errorCode } =
    source.denial;
  const { arn, sessionArn, sessionName, type } = principal;
  return {
    eventId,
    time,
    accountId,
    region,
    principal: { arn, sessionArn, sessionName, type },
    action,
    resource: resource.arn,
    errorCode,
  };
}
