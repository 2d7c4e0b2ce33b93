import { NOISE_CATALOGUE } from '../core/group/noise/catalogue';
import { isNoiseField, NOISE_FIELDS } from '../core/group/noise/fields';
import { closestWord } from '../core/policy/similar';
import type { SettingsProblem } from './problems';
import { channelsOf, type RoutingSettings } from './routing';

/** What is wrong with settings of which each is right by itself. */
export function crossProblems(settings: RoutingSettings): readonly SettingsProblem[] {
  return CHECKS.flatMap((check) => check(settings));
}

type Check = (settings: RoutingSettings) => readonly SettingsProblem[];

const CHECKS: readonly Check[] = [
  channelTwice,
  ...(['sns', 'amazonQ'] as const).map(
    (kind) => (settings: RoutingSettings) => oneTopic(settings, kind),
  ),
  unknownChannels,
  deadRoutes,
  chatWithoutMessages,
  noiseTwice,
  unknownFields,
];

function channelTwice({ alerts, channels }: RoutingSettings): readonly SettingsProblem[] {
  if (alerts.slack === undefined || !Object.hasOwn(channels, 'slack')) return taken(channels);
  return [
    ...taken(channels),
    {
      path: 'channels.slack',
      says: 'expected another name; alerts.slack makes a channel of this name: give this one another, or leave alerts.slack out',
    },
  ];
}

function taken(channels: RoutingSettings['channels']): readonly SettingsProblem[] {
  const { sns } = Object.hasOwn(channels, 'sns') ? channels : {};
  if (sns === undefined || sns.kind === 'sns') return [];
  return [
    {
      path: 'channels.sns',
      says: `expected another name; "sns" is the alert topic, and this channel is of kind "${sns.kind}"`,
    },
  ];
}

function oneTopic(
  { channels }: RoutingSettings,
  kind: 'sns' | 'amazonQ',
): readonly SettingsProblem[] {
  const names = Object.keys(channels).filter((name) => channels[name]?.kind === kind);
  return names.slice(1).map((name) => ({
    path: `channels.${name}`,
    says: `expected one channel of kind "${kind}": a deployment has one such topic, and "${names[0] ?? ''}" is it`,
  }));
}

function unknownChannels(settings: RoutingSettings): readonly SettingsProblem[] {
  const names = channelsOf(settings).map(({ name }) => name);
  const lists = [
    ...settings.routes.map(({ to }, at) => ({ path: `routes[${at}].to`, to })),
    { path: 'defaultChannels', to: settings.defaultChannels ?? [] },
  ];
  return lists.flatMap(({ path, to }) =>
    to.flatMap((name, at) =>
      names.includes(name)
        ? []
        : [
            {
              path: `${path}[${at}]`,
              says: `expected a channel: ${names.map(quoted).join(', ')}; found ${quoted(name)}${near(name, names)}`,
            },
          ],
    ),
  );
}

/** A route behind one with the same or without conditions never applies. */
function deadRoutes({ routes }: RoutingSettings): readonly SettingsProblem[] {
  const conditions = routes.map(({ when }) => canonical(when));
  return conditions.flatMap((when, at) => {
    const before = conditions.findIndex(
      (other, index) => index < at && (other === when || other === '{}'),
    );
    if (before < 0) return [];
    const why = conditions[before] === when ? 'has the same conditions' : 'has no condition';
    return [
      {
        path: `routes[${at}]`,
        says: `never applies: routes[${before}] ${why} and stands before it`,
      },
    ];
  });
}

/** The same text for the same conditions, in whatever order they are written. */
function canonical(when: object): string {
  return JSON.stringify(when, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

function chatWithoutMessages({ chat, channels }: RoutingSettings): readonly SettingsProblem[] {
  const hasButtons = Object.values(channels).some(({ kind }) => kind === 'slackBot');
  return chat === undefined || hasButtons
    ? []
    : [
        {
          path: 'chat',
          says: 'expected a channel of kind "slackBot", whose messages have the buttons; found none under channels',
        },
      ];
}

function noiseTwice({ noise }: RoutingSettings): readonly SettingsProblem[] {
  const known = new Map(NOISE_CATALOGUE.entries.map(({ id }) => [id, 'the catalogue']));
  return noise.flatMap(({ id }, at) => {
    const where = known.get(id);
    known.set(id, where ?? `noise[${at}]`);
    return where === undefined
      ? []
      : [
          {
            path: `noise[${at}].id`,
            says: `expected an id of its own, because hidden denials are counted by it; ${quoted(id)} is in ${where} already`,
          },
        ];
  });
}

function unknownFields({ noise }: RoutingSettings): readonly SettingsProblem[] {
  return noise.flatMap(({ match }, at) =>
    Object.keys(match)
      .filter((field) => !isNoiseField(field))
      .map((field) => ({
        path: `noise[${at}].match`,
        says: `expected a field of CloudTrail records, such as "eventName" or "requestParameters.bucketName"; found ${quoted(field)}${near(field, NOISE_FIELDS)}`,
      })),
  );
}

function near(word: string, candidates: readonly string[]): string {
  const closest = closestWord(word, candidates);
  return closest === null ? '' : `; did you mean ${quoted(closest)}?`;
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
