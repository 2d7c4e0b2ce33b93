import { gunzipSync, gzipSync } from 'node:zlib';
import * as z from 'zod/mini';

const name = z.string().check(z.minLength(1), z.maxLength(64));
const secret = z.string().check(z.minLength(1));
const count = z.int().check(z.minimum(1));

/** A place where alerts are read, as the settings name it. Never a secret: only where one is found. */
const channelSchema = z.discriminatedUnion('kind', [
  /** The alert topic of the deployment. */
  z.object({ kind: z.literal('sns'), name }),
  z.object({ kind: z.literal('slackWebhook'), name, secret }),
  /** `channel` is Slack's own id of it, `C0123456789`. */
  z.object({ kind: z.literal('slackBot'), name, secret, channel: name }),
  z.object({ kind: z.literal('teams'), name, secret }),
  /** A topic of the deployment that Amazon Q Developer in chat applications subscribes to. */
  z.object({ kind: z.literal('amazonQ'), name }),
  /** `secret` signs what is sent to `url`. */
  z.object({ kind: z.literal('webhook'), name, url: z.string(), secret }),
]);

const runtimeSettingsSchema = z.object({
  /** Counts at which people are told again, ascending. */
  escalateAt: z.array(count),
  /** After so many hours without an occurrence, the next one is told as something that came back. */
  quietHours: count,
  /** How many hours a diagnosis holds. */
  freshHours: count,
  /** How many days denials are remembered. */
  retentionDays: count,
  storm: z.object({ newGroups: count, minutes: count, perCaller: count }),
  channels: z.array(channelSchema),
  /** Channels of what no route matches. */
  defaultChannels: z.array(name),
});

/** One channel of {@link RuntimeSettings}. */
export type ChannelSettings = z.output<typeof channelSchema>;

/** The settings that the Lambdas follow. */
export type RuntimeSettings = z.output<typeof runtimeSettingsSchema>;

/** Lambda allows 4 KB for all variables of a function together; the others take less than 1 KB. */
export const MOST_PACKED = 3_000;

/**
 * Packs the settings into the value of one environment variable.
 *
 * @throws RangeError when they do not fit
 */
export function packRuntimeSettings(settings: RuntimeSettings): string {
  const text = JSON.stringify(settings);
  // Short ones can be read by whoever looks at the function.
  if (Buffer.byteLength(text) <= MOST_PACKED) return text;
  const packed = gzipSync(text, { level: 9 }).toString('base64');
  if (packed.length <= MOST_PACKED) return packed;
  throw new RangeError(
    `the settings for channels, routes and noise are too long for the environment of a Lambda: packed they are ${packed.length} characters, and ${MOST_PACKED} fit. Join routes that lead to the same channels, and noise entries that differ in one name, by wildcards.`,
  );
}

/**
 * Reads what {@link packRuntimeSettings} made.
 *
 * @throws Error when it is something else
 */
export function readRuntimeSettings(packed: string): RuntimeSettings {
  const parsed = runtimeSettingsSchema.safeParse(JSON.parse(unpacked(packed)));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Error(`cannot use RUNTIME_SETTINGS: ${problems.join('; ')}`);
}

function unpacked(text: string): string {
  if (text.startsWith('{')) return text;
  return gunzipSync(Buffer.from(text, 'base64'), { maxOutputLength: 1_000_000 }).toString('utf8');
}
