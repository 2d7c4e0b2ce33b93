import fc from 'fast-check';
import {
  isSigned,
  signatureClaim,
  type SignatureClaim,
} from '../../../lambdas/shared/slack-signature';
import { SENT, SIGNING_SECRET, signedHeaders } from '../slack-requests';

function claimOf(headers: Record<string, string | undefined>, now = SENT): SignatureClaim {
  const claim = signatureClaim(headers, now);
  if (typeof claim === 'string') throw new Error(claim);
  return claim;
}

const bytes = fc.uint8Array({ minLength: 1, maxLength: 200 });

describe("Slack's signature", () => {
  it('is the one of the example in its documentation', () => {
    const body =
      'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
    const claim = claimOf(
      {
        'x-slack-request-timestamp': '1531420618',
        'x-slack-signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
      },
      1_531_420_618_000,
    );
    expect(isSigned(claim, Buffer.from(body), '8f742231b10e8888abcd99yyyzzz85a5')).toBe(true);
  });

  it('holds for any bytes', () => {
    fc.assert(
      fc.property(bytes, (body) => {
        expect(isSigned(claimOf(signedHeaders(body)), body, SIGNING_SECRET)).toBe(true);
      }),
    );
  });

  it('does not hold when any byte of the body is another, missing or too many', () => {
    fc.assert(
      fc.property(bytes, fc.nat(), fc.integer({ min: 1, max: 255 }), (body, where, flip) => {
        const claim = claimOf(signedHeaders(body));
        const at = where % body.length;
        const changed = body.map((byte, index) => (index === at ? byte ^ flip : byte));
        expect(isSigned(claim, changed, SIGNING_SECRET)).toBe(false);
        expect(isSigned(claim, body.subarray(0, -1), SIGNING_SECRET)).toBe(false);
        expect(isSigned(claim, Uint8Array.of(...body, flip), SIGNING_SECRET)).toBe(false);
      }),
    );
  });

  it('does not hold for another digit of it, another time, or another secret', () => {
    fc.assert(
      fc.property(bytes, fc.nat(63), fc.integer({ min: 1, max: 15 }), (body, at, more) => {
        const claim = claimOf(signedHeaders(body));
        const hex = claim.signature.slice(3);
        const digit = ((parseInt(hex.charAt(at), 16) + more) % 16).toString(16);
        const signature = `v0=${hex.slice(0, at)}${digit}${hex.slice(at + 1)}`;
        expect(isSigned({ ...claim, signature }, body, SIGNING_SECRET)).toBe(false);
        const timestamp = String(Number(claim.timestamp) + more);
        expect(isSigned({ ...claim, timestamp }, body, SIGNING_SECRET)).toBe(false);
        expect(isSigned(claim, body, `${SIGNING_SECRET}${more}`)).toBe(false);
      }),
    );
  });
});

describe('what a request says of its signature', () => {
  const headers = signedHeaders('payload=x');

  it.each([-300_000, -1, 0, 300_000])('is looked at %d ms later', (late) => {
    expect(signatureClaim(headers, SENT + late)).toEqual({
      timestamp: headers['x-slack-request-timestamp'],
      signature: headers['x-slack-signature'],
    });
  });

  it.each([-300_001, 300_001, 86_400_000])('is too far away %d ms later', (late) => {
    expect(signatureClaim(headers, SENT + late)).toBe('its time is more than five minutes away');
  });

  it.each([
    ['nothing', undefined],
    ['a part of it', 'v0=a2114d57b48eac39'],
    ['another version', headers['x-slack-signature']?.replace('v0', 'v1')],
    [
      'capitals, which would be a second signature of one request',
      headers['x-slack-signature']?.toUpperCase().replace('V0', 'v0'),
    ],
    ['more than it', `${headers['x-slack-signature'] ?? ''}00`],
  ])('is none with %s', (_, signature) => {
    expect(signatureClaim({ ...headers, 'x-slack-signature': signature }, SENT)).toBe(
      'it has no signature of Slack',
    );
  });

  it.each([undefined, '', 'NaN', '-1', '1e9', '0x6b', '1795183260.5', '99999999999999999999'])(
    'has no time with %s',
    (timestamp) => {
      expect(signatureClaim({ ...headers, 'x-slack-request-timestamp': timestamp }, SENT)).toBe(
        'it has no time of Slack',
      );
    },
  );
});
