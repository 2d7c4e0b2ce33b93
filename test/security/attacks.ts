import type { Json } from '../../lib/core/record/json';

/**
 * What somebody could write into a name, a tag or a request to have it shown where alerts are read. Which
 * tests look at the rest is told in README.md beside this file.
 */
export const ATTACKS = {
  'a mention of everybody in Slack': '<!channel> <!here> <@U012AB3CD> @here',
  'a link in Slack with another text': '<https://evil.example|CloudTrail event>',
  'a mention of everybody in Teams': '<at>everyone</at>',
  'markup of Slack': '*x* _y_ ~z~ `c` ```\nd\n``` :aws: > q',
  'a link in Markdown': '[CloudTrail event](https://evil.example) ![x](https://evil.example/p.png)',
  'HTML in Markdown': '<script>alert(1)</script><img src=x onerror=alert(1)>',
  'a line of its own in Markdown': 'x\n\n# head\n\n- item\n\n| a | b |\n',
  'a header of an e-mail': 'x\r\nBcc: everybody@evil.example\r\n\r\nbody',
  'colours and a title of a terminal': '\u001b[31mred\u001b]0;title\u0007\u009b2J\u0008\u007f',
  'a link in a terminal': '\u001b]8;;https://evil.example\u0007CloudTrail event\u001b]8;;\u0007',
  'text that turns round': '\u202e\u2066gpj.exe\u2069\u200b\ufeff',
  'lines that are none': 'a\u2028b\u2029c\u0085d',
  'half a character': '\ud800 \udfff',
  'a formula of a table': '=HYPERLINK("https://evil.example";"x")',
  'a command of a shell': '$(reboot) `reboot` ; reboot \' " \\ ${IFS}',
  'a template of Terraform': '${file("/etc/passwd")} %{ if true }x%{ endif }',
  'a text without an end': 'long '.repeat(40_000),
} as const;

const SESSION = 'arn:aws:sts::111122223333:assumed-role';

/** Where it can stand: each makes a record of a denial. */
export const PLACES: Readonly<Record<string, (attack: string) => Readonly<Record<string, Json>>>> =
  {
    'the name of a user': (attack) => ({
      userIdentity: {
        type: 'IAMUser',
        principalId: attack,
        arn: `arn:aws:iam::111122223333:user/${attack}`,
        accountId: '111122223333',
        userName: attack,
      },
      errorMessage: null,
    }),
    'the name of a session': (attack) => ({
      userIdentity: {
        type: 'AssumedRole',
        principalId: `AROAEXAMPLE:${attack}`,
        arn: `${SESSION}/reader/${attack}`,
        accountId: '111122223333',
        sessionContext: {
          sessionIssuer: {
            type: 'Role',
            arn: `arn:aws:iam::111122223333:role/${attack}`,
            accountId: '111122223333',
            userName: attack,
          },
        },
      },
    }),
    'the message': (attack) => ({
      errorMessage: `User: ${SESSION}/r/${attack} is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::${attack}/${attack}" with an explicit deny in a service control policy: arn:aws:organizations::111122223333:policy/o-a/service_control_policy/${attack}`,
    }),
    'the request': (attack) => ({
      eventSource: 's3.amazonaws.com',
      eventName: 'GetObject',
      errorMessage: 'Access Denied',
      requestParameters: { bucketName: attack, key: attack, [attack]: attack },
      resources: [{ type: attack, ARN: `arn:aws:s3:::${attack}/${attack}`, accountId: attack }],
    }),
    'what is always there': (attack) => ({
      eventName: attack,
      awsRegion: attack,
      eventID: attack,
      eventTime: attack,
      errorCode: 'AccessDenied',
      errorMessage: attack,
      recipientAccountId: attack,
      sourceIPAddress: attack,
      userAgent: attack,
      vpcEndpointId: attack,
    }),
  };
