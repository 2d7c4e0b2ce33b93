import {
  classifyErrorCode,
  denialNeedles,
  ERROR_CODES,
  eventPatternErrorCodes,
  type EventPatternCode,
} from '../../../lib/core/denial/error-codes';

/** EventBridge's own matching of one value. Follows: EventBridge User Guide, comparison operators. */
function asked(code: string, pattern: readonly EventPatternCode[]): boolean {
  return pattern.some((value) => {
    if (typeof value === 'string') return value === code;
    return 'prefix' in value ? code.startsWith(value.prefix) : code.endsWith(value.suffix);
  });
}

describe('classifyErrorCode', () => {
  it.each([
    'AccessDenied',
    'AccessDeniedException',
    'AccessDeniedForDependencyException',
    'Client.UnauthorizedOperation',
    'UnauthorizedOperation',
    'Client.AuthFailure',
    'UnauthorizedException',
    'AuthorizationError',
    'AuthorizationErrorException',
    'VpceAccessDenied',
    'ForbiddenException',
    'KMSAccessDeniedException',
    'KMS.AccessDeniedException',
  ])('takes %s for a denial', (code) => {
    expect(classifyErrorCode(code).treatment).toBe('denial');
  });

  it.each([
    ['Client.DryRunOperation', /would have succeeded/],
    ['ExpiredToken', /authenticated/],
    ['SigninFailure', /authenticated/],
    ['CloudTrailInvalidClientTokenIdException', /authenticated/],
    ['OptInRequired', /not enabled/],
    ['OrganizationAccessDeniedException', /not enabled/],
    ['InvalidAccessException', /not enabled/],
    ['KMSInvalidStateException', /state of the key/],
    ['ThrottlingException', /too many/],
    ['NoSuchBucketPolicy', /does not exist/],
  ])('says why %s is something else', (code, reason) => {
    const found = classifyErrorCode(code);
    expect(found.treatment).toBe('other');
    expect(found.reason).toMatch(reason);
  });

  it.each(['NotAuthorized', 'NotAuthorizedException'])('lets the message decide on %s', (code) => {
    expect(classifyErrorCode(code).treatment).toBe('byMessage');
  });

  it.each(['', 'accessdenied', 'XAccessDenied', 'UnauthorizedOperationX', '__proto__', 'toString'])(
    'does not know %j',
    (code) => {
      expect(classifyErrorCode(code)).toMatchObject({ treatment: 'unlisted' });
    },
  );
});

describe('the table', () => {
  it('names no code twice and gives a reason for each', () => {
    const codes = ERROR_CODES.map(({ match, code }) => `${match} ${code}`);
    expect(new Set(codes).size).toBe(codes.length);
    expect(ERROR_CODES.filter(({ reason }) => reason.length < 10)).toEqual([]);
  });

  it('is what EventBridge is asked for: every denial, and nothing else', () => {
    const pattern = eventPatternErrorCodes();
    const denials = ERROR_CODES.filter(({ treatment }) => treatment === 'denial');
    expect(denials.filter(({ code }) => !asked(code, pattern))).toEqual([]);
    const others = ERROR_CODES.filter(({ treatment }) => treatment !== 'denial');
    expect(others.filter(({ code }) => asked(code, pattern))).toEqual([]);
    expect(pattern).toEqual(
      expect.arrayContaining([
        { prefix: 'AccessDenied' },
        { suffix: 'UnauthorizedOperation' },
        'VpceAccessDenied',
      ]),
    );
  });

  it('is small enough for an event pattern beside the rest of it', () => {
    expect(JSON.stringify(eventPatternErrorCodes()).length).toBeLessThan(600);
  });
});

describe('denialNeedles', () => {
  it('has a text that occurs in every code that may be a denial', () => {
    const needles = denialNeedles();
    const possible = ERROR_CODES.filter(({ treatment }) => treatment !== 'other');
    expect(possible.filter(({ code }) => !needles.some((text) => code.includes(text)))).toEqual([]);
    expect(needles).toContain('authorized');
  });

  it('has letters only and no text within another', () => {
    const needles = denialNeedles();
    for (const needle of needles) {
      expect(needle).toMatch(/^[A-Za-z]+$/);
      expect(needles.filter((other) => other !== needle && other.includes(needle))).toEqual([]);
    }
  });
});
