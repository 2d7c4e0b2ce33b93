import type { MessageAttributeValue, PublishCommandInput } from '@aws-sdk/client-sns';
import type { SnsMessage } from '../../core/alert/sns';

/** Bytes of the message with its attributes. */
const MAX_BYTES = 262_144;
/** SNS wants fewer than 100 characters. */
const MAX_SUBJECT = 99;
/** The first half of a character that was cut in two. */
const HALF_PAIR = /[\uD800-\uDBFF]$/;
const CUT = '\n[cut: SNS takes 256 KB]';

/** The call for one message, within the limits of SNS; an empty attribute is left out, for SNS refuses it. */
export function publication(
  TopicArn: string,
  { subject, bodies, attributes }: SnsMessage,
): PublishCommandInput {
  const given = Object.entries(attributes).filter(([, value]) => value !== '');
  const room =
    MAX_BYTES - given.reduce((sum, [name, value]) => sum + attributeBytes(name, value), 0);
  return {
    TopicArn,
    Subject: subjectLine(subject),
    MessageStructure: 'json',
    Message: withinBytes(bodies, room),
    MessageAttributes: Object.fromEntries(
      given.map(([name, value]): [string, MessageAttributeValue] => [
        name,
        { DataType: 'String', StringValue: value },
      ]),
    ),
  };
}

function attributeBytes(name: string, value: string): number {
  return bytes(name) + bytes('String') + bytes(value);
}

/** All bodies where they fit; else the default one alone, cut. */
function withinBytes(bodies: SnsMessage['bodies'], room: number): string {
  const all = JSON.stringify(bodies);
  if (bytes(all) <= room) return all;
  const alone = JSON.stringify({ default: bodies.default });
  if (bytes(alone) <= room) return alone;
  // JSON writes a character in at most six bytes: this part of the text surely fits.
  const kept = bodies.default.slice(0, Math.floor((room - bytes(CUT) - 20) / 6));
  return JSON.stringify({ default: `${kept.replace(HALF_PAIR, '')}${CUT}` });
}

/** One line of ASCII that starts with a letter, a digit or punctuation. */
function subjectLine(subject: string): string {
  const ascii = subject
    .slice(0, MAX_SUBJECT * 4)
    .replace(/[^\x20-\x7e]+/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
  if (ascii === '') return 'AWS access denied';
  return ascii.length > MAX_SUBJECT ? `${ascii.slice(0, MAX_SUBJECT - 3).trimEnd()}...` : ascii;
}

function bytes(text: string): number {
  return Buffer.byteLength(text);
}
