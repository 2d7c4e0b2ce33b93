import {
  MOST_PACKED,
  packRuntimeSettings,
  readRuntimeSettings,
} from '../../../lambdas/shared/runtime-settings';
import { runtimeSettingsOf } from '../../../lib/infra/settings/runtime';
import { parseSettings } from '../../../lib/infra/settings/settings';

function settingsOf(input: object) {
  return runtimeSettingsOf(parseSettings(JSON.stringify(input), 'settings', 'eu-central-1'));
}

/** Settings with that many routes and noise entries, no two alike. */
function many(count: number): object {
  const numbers = Array.from({ length: count }, (_, at) => at);
  return {
    routes: numbers.map((at) => ({
      when: { account: String(100000000000 + at * 7919), severity: ['high', 'medium'] },
      to: ['sns'],
    })),
    noise: numbers.map((at) => ({
      id: `scanner-${at}`,
      match: { 'userIdentity.userName': `scanner-${at}`, eventName: { not: { prefix: 'Put' } } },
      treatment: 'digestOnly',
      why: `Scanner number ${at} reads everything.`,
      expires: '2027-03-31',
    })),
  };
}

describe('the settings of the Lambdas', () => {
  it('are what the settings file says', () => {
    const settings = settingsOf({
      alerts: { slack: { webhookSecret: 'hook' }, windowHours: 6, escalateAt: [5] },
      channels: {
        a: { kind: 'slackBot', tokenSecret: 'token', channel: 'C0123456789' },
        b: { kind: 'webhook', url: 'https://siem.example.com/', signingSecret: 'key' },
        c: { kind: 'teams', webhookSecret: 'cards' },
        d: { kind: 'amazonQ' },
      },
      routes: [{ when: { principalTag: { team: ['a', 'b'] } }, to: ['a'] }],
      ownerTags: ['squad'],
      diagnosis: { freshHours: 3 },
      retention: { days: 30 },
    });
    expect(settings).toEqual({
      escalateAt: [5],
      quietHours: 6,
      freshHours: 3,
      retentionDays: 30,
      storm: { newGroups: 20, minutes: 5, perCaller: 10 },
      channels: [
        { kind: 'sns', name: 'sns' },
        { kind: 'slackWebhook', name: 'slack', secret: 'hook' },
        { kind: 'slackBot', name: 'a', secret: 'token', channel: 'C0123456789' },
        { kind: 'webhook', name: 'b', secret: 'key', url: 'https://siem.example.com/' },
        { kind: 'teams', name: 'c', secret: 'cards' },
        { kind: 'amazonQ', name: 'd' },
      ],
      routes: [{ when: { principalTag: { team: ['a', 'b'] } }, to: ['a'] }],
      defaultChannels: ['sns', 'slack', 'a', 'b', 'c', 'd'],
      ownerTags: ['squad'],
      noise: [],
    });
    expect(readRuntimeSettings(packRuntimeSettings(settings))).toEqual(settings);
  });

  it('come through as they are when they are long, and then fit', () => {
    const settings = settingsOf(many(40));
    const packed = packRuntimeSettings(settings);
    expect(JSON.stringify(settings).length).toBeGreaterThan(2 * MOST_PACKED);
    expect(packed.length).toBeLessThanOrEqual(MOST_PACKED);
    expect(readRuntimeSettings(packed)).toEqual(settings);
  });

  it('are refused where they do not fit, with what to do', () => {
    const settings = settingsOf(many(200));
    expect(() => packRuntimeSettings(settings)).toThrow(
      /^the settings for channels, routes and noise are too long .* packed they are \d+ characters, and 3000 fit\. Join routes/,
    );
  });

  it('are refused where something is missing or wrong', () => {
    const settings = settingsOf({});
    expect(() => readRuntimeSettings(JSON.stringify({ ...settings, routes: 'all' }))).toThrow(
      /^cannot use RUNTIME_SETTINGS: routes: /,
    );
  });
});
