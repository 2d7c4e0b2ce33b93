import type { CodeLine } from './fix/difference';
import { MARK_SIGNS } from './mark';
import type { AlertMessage } from './message';
import { look, story, type Part, type Section } from './story';
import { plain } from './text/phrase';
import { visible } from './text/visible';

/**
 * An alert as plain text for e-mail: paragraphs that the reader's program wraps, code indented by
 * four, and the fix in the forms in which people keep policies.
 */
export function renderEmail(message: AlertMessage): string {
  const sign = MARK_SIGNS[message.mark].emoji;
  const head = [`${sign} ${visible(plain(message.headline))}`, message.facts.join(' · ')].join(
    '\n',
  );
  const sections = [...story(message), ...look(message)].map(sectionText);
  return `${[head, ...sections, ...formTexts(message)].join('\n\n')}\n`;
}

function sectionText({ label, parts }: Section): string {
  const [first, ...rest] = parts;
  // A single sentence follows its label; anything longer stands below it.
  if (first?.kind === 'text' && rest.length === 0) return `${colon(label)} ${first.text}`;
  return [colon(label), ...parts.map(partText)].join('\n').trimEnd();
}

/** `Sure?` needs no colon. */
function colon(label: string): string {
  return label.endsWith('?') ? label : `${label}:`;
}

function partText(part: Part): string {
  return part.kind === 'text' ? part.text : `\n${part.lines.map(codeLine).join('\n')}\n`;
}

function codeLine({ sign, text }: CodeLine): string {
  return `    ${sign === 'plain' ? '' : `${sign} `}${visible(text)}`;
}

function formTexts({ fix }: AlertMessage): readonly string[] {
  return (fix?.changes ?? []).flatMap(({ lines, json, cdk, terraform }) => {
    const isNew = lines.every(({ sign }) => sign === 'plain');
    return [...(isNew ? [] : [form('JSON', json)]), form('CDK', cdk), form('Terraform', terraform)];
  });
}

function form(name: string, text: string): string {
  const lines = text.trimEnd().split('\n');
  return [
    `The fix as ${name}:`,
    '',
    ...lines.map((line) => (line === '' ? '' : `    ${line}`)),
  ].join('\n');
}
