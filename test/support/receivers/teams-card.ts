import { isObject } from './receiver';

type Say = (place: string, what: string) => void;
type Fields = Readonly<Record<string, unknown>>;

/**
 * What is wrong with an Adaptive Card that a Workflows webhook posts to Teams; empty when nothing is.
 * Only elements that Teams shows are known, and only actions that work without a bot behind them.
 *
 * Follows: Adaptive Cards schema 1.5; Microsoft Teams, "Cards reference", "Format cards in Teams".
 */
export function cardProblems(card: unknown): readonly string[] {
  const problems: string[] = [];
  const say: Say = (place, what) => void problems.push(`${place}: ${what}`);
  if (!isObject(card)) return ['card: is no object'];
  if (card['type'] !== 'AdaptiveCard') say('card', `has type ${String(card['type'])}`);
  if (!/^1\.[0-5]$/.test(String(card['version']))) {
    say('card', `has version ${String(card['version'])}; Teams takes 1.0 to 1.5`);
  }
  checkList(card['body'], 'body', say, checkElement);
  if (card['actions'] !== undefined) checkActions(card['actions'], 'actions', say);
  return problems;
}

const ELEMENTS: Readonly<Record<string, (element: Fields, place: string, say: Say) => void>> = {
  TextBlock: (element, place, say) => {
    checkText(element['text'], `${place}.text`, say);
    checkOneOf(element, 'size', ['default', 'small', 'medium', 'large', 'extralarge'], place, say);
    checkOneOf(element, 'weight', ['default', 'lighter', 'bolder'], place, say);
    checkOneOf(
      element,
      'color',
      ['default', 'dark', 'light', 'accent', 'good', 'warning', 'attention'],
      place,
      say,
    );
  },
  RichTextBlock: (element, place, say) => {
    checkList(element['inlines'], `${place}.inlines`, say, (inline, at) => {
      checkText(isObject(inline) ? inline['text'] : inline, at, say);
    });
  },
  CodeBlock: (element, place, say) => {
    checkText(element['codeSnippet'], `${place}.codeSnippet`, say);
  },
  FactSet: (element, place, say) => {
    checkList(element['facts'], `${place}.facts`, say, (fact, at) => {
      if (!isObject(fact)) {
        say(at, 'is no object');
        return;
      }
      checkText(fact['title'], `${at}.title`, say);
      checkText(fact['value'], `${at}.value`, say);
    });
  },
  Container: (element, place, say) => {
    checkList(element['items'], `${place}.items`, say, checkElement);
    checkOneOf(
      element,
      'style',
      ['default', 'emphasis', 'good', 'attention', 'warning', 'accent'],
      place,
      say,
    );
  },
  ColumnSet: (element, place, say) => {
    checkList(element['columns'], `${place}.columns`, say, (column, at) => {
      if (!isObject(column)) say(at, 'is no object');
      else checkList(column['items'], `${at}.items`, say, checkElement);
    });
  },
  ActionSet: (element, place, say) => {
    checkActions(element['actions'], `${place}.actions`, say);
  },
};

function checkElement(element: unknown, place: string, say: Say): void {
  const type = isObject(element) ? String(element['type']) : '';
  const check = Object.hasOwn(ELEMENTS, type) ? ELEMENTS[type] : undefined;
  if (check === undefined || !isObject(element))
    say(place, `is no element that Teams shows: ${type}`);
  else check(element, place, say);
}

/** Teams shows six actions of a card and hides the rest. */
const MOST_ACTIONS = 6;

function checkActions(actions: unknown, place: string, say: Say): void {
  checkList(actions, place, say, checkAction);
  if (Array.isArray(actions) && actions.length > MOST_ACTIONS) {
    say(place, `has ${actions.length} actions, ${MOST_ACTIONS} are shown`);
  }
}

function checkAction(action: unknown, place: string, say: Say): void {
  if (!isObject(action)) {
    say(place, 'is no object');
    return;
  }
  if (action['title'] !== undefined) checkText(action['title'], `${place}.title`, say);
  switch (action['type']) {
    case 'Action.OpenUrl': {
      const url = String(action['url']);
      if (!URL.canParse(url) || new URL(url).protocol !== 'https:') say(place, `opens ${url}`);
      return;
    }
    case 'Action.ShowCard': {
      for (const problem of cardProblems({ version: '1.5', ...asObject(action['card']) })) {
        say(place, problem);
      }
      return;
    }
    case 'Action.ToggleVisibility':
      if (!Array.isArray(action['targetElements'])) say(place, 'has no targetElements');
      return;
    default:
      say(place, `has type ${String(action['type'])}, which needs a bot`);
  }
}

function checkList(
  list: unknown,
  place: string,
  say: Say,
  check: (item: unknown, place: string, say: Say) => void,
): void {
  if (!Array.isArray(list) || list.length === 0) {
    say(place, 'must be a list that is not empty');
    return;
  }
  list.forEach((item: unknown, index) => {
    check(item, `${place}[${index}]`, say);
  });
}

function checkText(value: unknown, place: string, say: Say): void {
  if (typeof value !== 'string' || value === '') say(place, 'must be a text that is not empty');
  else if (/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(value.replace(/[\n\t]/g, ''))) {
    say(place, 'has characters that are not seen');
  } else if (/<at>/i.test(value)) say(place, 'mentions somebody');
}

function checkOneOf(
  element: Fields,
  field: string,
  allowed: readonly string[],
  place: string,
  say: Say,
): void {
  const value = element[field];
  if (value === undefined) return;
  if (typeof value !== 'string' || !allowed.includes(value.toLowerCase())) {
    say(place, `has ${field} ${JSON.stringify(value)}`);
  }
}

function asObject(value: unknown): Fields {
  return isObject(value) ? value : {};
}
