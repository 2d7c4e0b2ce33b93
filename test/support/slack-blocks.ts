/**
 * What is wrong with a webhook payload, by Slack's published limits and the shapes of the blocks that
 * Denywatch may send; empty when nothing is.
 *
 * Follows: Slack API, "Block Kit" (blocks, composition objects), "Sending messages using incoming webhooks".
 */
export function slackProblems(payload: unknown): readonly string[] {
  const problems: string[] = [];
  const say = (place: string, what: string): void => void problems.push(`${place}: ${what}`);
  if (!isObject(payload)) return ['payload: is no object'];
  checkText(payload['text'], 'text', 40_000, say);
  const blocks = payload['blocks'];
  if (!Array.isArray(blocks)) return [...problems, 'blocks: is no list'];
  if (blocks.length === 0 || blocks.length > 50) say('blocks', `has ${blocks.length} blocks`);
  let total = 0;
  blocks.forEach((block: unknown, index) => {
    total += checkBlock(block, `blocks[${index}]`, say);
  });
  if (total > 13_000) say('blocks', `${total} characters of text in all`);
  return problems;
}

type Say = (place: string, what: string) => void;

/** Checks one block; answers how much text it has. */
function checkBlock(block: unknown, place: string, say: Say): number {
  if (!isObject(block)) {
    say(place, 'is no object');
    return 0;
  }
  switch (block['type']) {
    case 'section':
      onlyMembers(block, ['type', 'text', 'block_id'], place, say);
      return checkTextObject(block['text'], `${place}.text`, 3000, say);
    case 'header':
      onlyMembers(block, ['type', 'text', 'block_id'], place, say);
      return checkPlainText(block['text'], `${place}.text`, 150, say);
    case 'actions':
      onlyMembers(block, ['type', 'elements', 'block_id'], place, say);
      return checkElements(block['elements'], place, say);
    case 'context': {
      onlyMembers(block, ['type', 'elements', 'block_id'], place, say);
      const elements = block['elements'];
      if (!Array.isArray(elements) || elements.length === 0 || elements.length > 10) {
        say(place, 'needs 1 to 10 elements');
        return 0;
      }
      return elements.reduce<number>(
        (sum, element: unknown, index) =>
          sum + checkTextObject(element, `${place}.elements[${index}]`, 3000, say),
        0,
      );
    }
    case 'divider':
      onlyMembers(block, ['type'], place, say);
      return 0;
    default:
      say(place, `has type ${String(block['type'])}`);
      return 0;
  }
}

/** Elements that people can press or choose from. */
function checkElements(elements: unknown, place: string, say: Say): number {
  if (!Array.isArray(elements) || elements.length === 0 || elements.length > 25) {
    say(place, 'needs 1 to 25 elements');
    return 0;
  }
  const ids = elements.map((element: unknown) => (isObject(element) ? element['action_id'] : null));
  if (new Set(ids).size !== ids.length) say(place, 'has an action_id twice');
  return elements.reduce<number>(
    (sum, element: unknown, index) => sum + checkElement(element, `${place}[${index}]`, say),
    0,
  );
}

function checkElement(element: unknown, place: string, say: Say): number {
  if (!isObject(element)) {
    say(place, 'is no object');
    return 0;
  }
  checkLength(element['action_id'], `${place}.action_id`, 255, say);
  switch (element['type']) {
    case 'button':
      onlyMembers(element, BUTTON, place, say);
      if (element['value'] !== undefined)
        checkLength(element['value'], `${place}.value`, 2000, say);
      if (element['url'] !== undefined) checkLength(element['url'], `${place}.url`, 3000, say);
      if (!['primary', 'danger', undefined].includes(element['style'] as string | undefined)) {
        say(place, `has style ${String(element['style'])}`);
      }
      return checkPlainText(element['text'], `${place}.text`, 75, say);
    case 'overflow':
      return checkOptions(element['options'], place, 5, say);
    case 'static_select':
      return (
        checkPlainText(element['placeholder'], `${place}.placeholder`, 150, say) +
        checkOptions(element['options'], place, 100, say)
      );
    default:
      say(place, `has type ${String(element['type'])}`);
      return 0;
  }
}

const BUTTON = [
  'type',
  'text',
  'action_id',
  'value',
  'url',
  'style',
  'confirm',
  'accessibility_label',
];

function checkOptions(options: unknown, place: string, most: number, say: Say): number {
  if (!Array.isArray(options) || options.length === 0 || options.length > most) {
    say(place, `needs 1 to ${most} options`);
    return 0;
  }
  return options.reduce<number>((sum, option: unknown, index) => {
    const at = `${place}.options[${index}]`;
    if (!isObject(option)) {
      say(at, 'is no object');
      return sum;
    }
    checkLength(option['value'], `${at}.value`, 150, say);
    return sum + checkPlainText(option['text'], `${at}.text`, 75, say);
  }, 0);
}

function checkPlainText(value: unknown, place: string, most: number, say: Say): number {
  if (!isObject(value)) {
    say(place, 'is no text object');
    return 0;
  }
  onlyMembers(value, ['type', 'text', 'emoji'], place, say);
  if (value['type'] !== 'plain_text') say(place, `has type ${String(value['type'])}`);
  return checkLength(value['text'], `${place}.text`, most, say);
}

function checkLength(value: unknown, place: string, most: number, say: Say): number {
  if (typeof value !== 'string' || value === '') {
    say(place, 'must be a text that is not empty');
    return 0;
  }
  if (value.length > most) say(place, `has ${value.length} characters, ${most} are allowed`);
  return value.length;
}

function checkTextObject(value: unknown, place: string, most: number, say: Say): number {
  if (!isObject(value)) {
    say(place, 'is no text object');
    return 0;
  }
  onlyMembers(value, ['type', 'text', 'verbatim'], place, say);
  if (value['type'] !== 'mrkdwn') say(place, `has type ${String(value['type'])}`);
  return checkText(value['text'], place, most, say);
}

function checkText(value: unknown, place: string, most: number, say: Say): number {
  if (typeof value !== 'string' || value === '') {
    say(place, 'must be a text that is not empty');
    return 0;
  }
  if (value.length > most) say(place, `has ${value.length} characters, ${most} are allowed`);
  for (const problem of markupProblems(value)) say(place, problem);
  return value.length;
}

/** Control sequences that are no link of our own; entities that Slack does not know; code that does not end. */
function markupProblems(text: string): readonly string[] {
  const problems: string[] = [];
  const withoutLinks = text.replace(/<https:\/\/[^\s<>|]+\|[^<>|]+>/g, '');
  if (/[<>]/.test(withoutLinks)) problems.push(`has a raw < or >: ${withoutLinks.slice(0, 200)}`);
  if (/&(?!amp;|lt;|gt;)/.test(withoutLinks)) problems.push('has an & that is not escaped');
  if ((text.split('`').length - 1) % 2 !== 0) problems.push('has code that does not end');
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(text.replaceAll('\n', ''))) {
    problems.push('has characters that are not seen');
  }
  return problems;
}

/** The text outside of code, where Slack's markup means something. */
export function outsideCode(text: string): string {
  return text.replace(/```[\s\S]*?```/g, ' ').replace(/`[^`]*`/g, ' ');
}

function onlyMembers(value: object, allowed: readonly string[], place: string, say: Say): void {
  for (const key of Object.keys(value)) if (!allowed.includes(key)) say(place, `has ${key}`);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
