import { DecodeAuthorizationMessageCommand, type STSClient } from '@aws-sdk/client-sts';
import { parseDecodedMessage } from '../core/denial/decoded-message';
import type { DecodedMessage, Looked } from '../core/evidence/evidence';
import type { MessageDecoder } from '../core/evidence/sources';
import { gapOf, isNamed } from './lookup';
import { isRegion } from './region';

/** What the decoder works with. */
export interface StsMessageDecoderDeps {
  /** The STS client of a region. */
  readonly sts: (region: string) => STSClient;
  /** Where a message of unknown region is decoded. */
  readonly homeRegion: string;
}

const WHAT = 'the encoded authorization message';
/** Longest message that the API takes. */
const MAX_LENGTH = 10_240;

/**
 * Decodes whole encoded authorization messages. Whether a message is whole, its parser knows.
 *
 * Follows: STS API Reference, DecodeAuthorizationMessage.
 */
export class StsMessageDecoder implements MessageDecoder {
  private readonly deps: StsMessageDecoderDeps;

  constructor(deps: StsMessageDecoderDeps) {
    this.deps = deps;
  }

  async decode(encodedMessage: string, region: string | null): Promise<Looked<DecodedMessage>> {
    const { sts, homeRegion } = this.deps;
    // A message that a terminal broke into lines is refused with its line breaks.
    const message = encodedMessage.replace(/\s/g, '');
    if (message === '' || message.length > MAX_LENGTH)
      return gap(`${WHAT} has ${message.length} characters: AWS decodes 1 to ${MAX_LENGTH}`);
    const where = region !== null && isRegion(region) ? region : homeRegion;
    try {
      const command = new DecodeAuthorizationMessageCommand({ EncodedMessage: message });
      const { DecodedMessage: text = '' } = await sts(where).send(command);
      const read = parseDecodedMessage(text);
      return read.ok
        ? { status: 'found', value: read.message }
        : gap(`${WHAT} was decoded, but the result is not shaped as documented`);
    } catch (error) {
      if (isNamed(error, 'InvalidAuthorizationMessageException'))
        return gap(
          `${WHAT} cannot be decoded: it has expired, is not whole, or was made for another account`,
        );
      return gap(gapOf(error, { what: WHAT, permission: 'sts:DecodeAuthorizationMessage' }));
    }
  }
}

function gap(text: string): Looked<never> {
  return { status: 'unavailable', gap: text };
}
