import { gunzipSync, gzipSync } from 'node:zlib';
import * as z from 'zod/mini';
import { NOISE_TREATMENTS } from '../../lib/core/group/noise/entry';

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

const text = z.string();
const oneOf = z.union([text, z.array(text)]);

/** See lib/core/group/routes.ts. */
const routeSchema = z.object({
  when: z.object({
    account: z.optional(oneOf),
    organizationalUnit: z.optional(oneOf),
    principal: z.optional(oneOf),
    principalTag: z.optional(z.record(text, oneOf)),
    service: z.optional(oneOf),
    layer: z.optional(oneOf),
    severity: z.optional(oneOf),
  }),
  to: z.array(name),
});

const testSchema = z.union([
  text,
  z.boolean(),
  z.strictObject({ prefix: text }),
  z.strictObject({ suffix: text }),
  z.strictObject({ wildcard: text }),
]);

/** See lib/core/group/noise/entry.ts. */
const noiseSchema = z.object({
  id: name,
  match: z.record(text, z.union([testSchema, z.strictObject({ not: testSchema })])),
  treatment: z.enum(NOISE_TREATMENTS),
  why: text,
  expires: text,
});

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
  routes: z.array(routeSchema),
  /** Channels of what no route matches. */
  defaultChannels: z.array(name),
  /** Keys of tags that name an owner. */
  ownerTags: z.array(text),
  /** The deployment's own entries; those of the catalogue come with the code. */
  noise: z.array(noiseSchema),
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
  const json = JSON.stringify(settings);
  // Short ones can be read by whoever looks at the function.
  if (Buffer.byteLength(json) <= MOST_PACKED) return json;
  const packed = gzipSync(json, { level: 9 }).toString('base64');
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

function unpacked(packed: string): string {
  if (packed.startsWith('{')) return packed;
  return gunzipSync(Buffer.from(packed, 'base64'), { maxOutputLength: 1_000_000 }).toString('utf8');
}
