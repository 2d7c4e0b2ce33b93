import { exampleId } from './random';
import { ACCOUNT, iamArn, NAT_IP, OFFICE_IP, stamp } from './week';

/** Whoever calls: what CloudTrail writes about them. */
export interface Caller {
  /** As a denial message names them. */
  readonly arn: string;
  readonly sourceIp: string;
  readonly userAgent: string;
  /** True for calls that the console makes with the caller's session. */
  readonly fromConsole?: boolean;
  /** The record's `userIdentity` for a call at the time (ms). */
  identity(ms: number): object;
}

/** User agents as the tools write them. */
export const AGENTS = {
  python:
    'Boto3/1.40.61 md/Botocore#1.40.61 ua/2.1 os/linux#5.10.245 md/arch#x86_64 lang/python#3.13.9 md/pyimpl#CPython exec-env/AWS_Lambda_python3.13 Botocore/1.40.61',
  go: 'aws-sdk-go-v2/1.39.4 ua/2.1 os/linux lang/go#1.25.3 md/GOOS#linux md/GOARCH#arm64',
  js: 'aws-sdk-js/3.901.0 ua/2.1 os/linux#6.1.155 lang/js md/nodejs#22.20.0 exec-env/AWS_ECS_FARGATE',
  github:
    'aws-sdk-js/3.901.0 ua/2.1 os/linux#6.11.0-1018-azure lang/js md/nodejs#20.19.5 api/sts#3.901.0 configure-aws-credentials-for-github-actions',
  terraform:
    'APN/1.0 HashiCorp/1.0 Terraform/1.13.4 (+https://www.terraform.io) terraform-provider-aws/6.18.0 (+https://registry.terraform.io/providers/hashicorp/aws) aws-sdk-go-v2/1.39.4 ua/2.1 os/linux lang/go#1.25.3',
  cli: 'aws-cli/2.31.18 md/awscrt#0.27.6 ua/2.1 os/macos#25.0.0 md/arch#arm64 lang/python#3.13.7 md/pyimpl#CPython m/E,b',
  browser:
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  java: 'aws-sdk-java/2.35.11 md/io#async md/http#NettyNio ua/2.1 api/Athena#2.35.x os/Linux#5.10 lang/java#21.0.8',
  prowler:
    'Boto3/1.40.61 md/Botocore#1.40.61 ua/2.1 os/linux#6.8.0 lang/python#3.12.11 md/pyimpl#CPython',
} as const;

interface SessionOptions {
  readonly path?: string;
  readonly session: string;
  readonly sourceIp?: string;
  readonly userAgent: string;
  /** Told apart from other sessions of the role by its access key. */
  readonly accessKeyId?: string;
  readonly ec2RoleDelivery?: '1.0' | '2.0';
  readonly mfa?: boolean;
  readonly invokedBy?: string;
  readonly fromConsole?: boolean;
}

/** A session of a role of the production account. It is taken to have begun within the hour. */
export function role(name: string, options: SessionOptions): Caller {
  const roleId = exampleId('AROA', name);
  const arn = `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/${options.session}`;
  return {
    arn,
    sourceIp: options.invokedBy ?? options.sourceIp ?? NAT_IP,
    userAgent: options.invokedBy ?? options.userAgent,
    ...(options.fromConsole === true ? { fromConsole: true } : {}),
    identity: (ms) => ({
      type: 'AssumedRole',
      principalId: `${roleId}:${options.session}`,
      arn,
      accountId: ACCOUNT,
      accessKeyId: options.accessKeyId ?? exampleId('ASIA', arn, 20),
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: roleId,
          arn: iamArn(`role${options.path ?? '/'}${name}`),
          accountId: ACCOUNT,
          userName: name,
        },
        attributes: {
          creationDate: stamp(ms - (ms % 3_600_000)),
          mfaAuthenticated: String(options.mfa ?? false),
        },
        ...(options.ec2RoleDelivery === undefined
          ? {}
          : { ec2RoleDelivery: options.ec2RoleDelivery }),
      },
      ...(options.invokedBy === undefined ? {} : { invokedBy: options.invokedBy }),
    }),
  };
}

/** A person who came through IAM Identity Center with a permission set. */
export function person(
  name: string,
  permissionSet: string,
  options: Partial<SessionOptions> = {},
): Caller {
  return role(`AWSReservedSSO_${permissionSet}_${SUFFIXES[permissionSet] ?? ''}`, {
    path: SSO_PATH,
    session: `${name}@fernwood.example`,
    sourceIp: OFFICE_IP,
    userAgent: AGENTS.browser,
    fromConsole: options.userAgent === undefined,
    ...options,
  });
}

export const SSO_PATH = '/aws-reserved/sso.amazonaws.com/eu-west-1/';
const SUFFIXES: Readonly<Record<string, string>> = {
  Developer: '1f2e3d4c5b6a7980',
  Administrator: '0a1b2c3d4e5f6789',
};

/** A service acting through its service-linked role. */
export function serviceRole(service: string, name: string, session: string): Caller {
  const dns = `${service}.amazonaws.com`;
  return role(name, {
    path: `/aws-service-role/${dns}/`,
    session,
    userAgent: dns,
    invokedBy: dns,
  });
}

/** An IAM user with a long-term key. */
export function user(
  name: string,
  options: { readonly sourceIp?: string; readonly userAgent?: string } = {},
): Caller {
  const arn = iamArn(`user/${name}`);
  return {
    arn,
    sourceIp: options.sourceIp ?? OFFICE_IP,
    userAgent: options.userAgent ?? AGENTS.cli,
    identity: () => ({
      type: 'IAMUser',
      principalId: exampleId('AIDA', name),
      arn,
      accountId: ACCOUNT,
      accessKeyId: exampleId('AKIA', name, 20),
      userName: name,
    }),
  };
}

/** The root user, signed in to the console. */
export const root: Caller = {
  arn: iamArn('root'),
  sourceIp: OFFICE_IP,
  userAgent: AGENTS.browser,
  fromConsole: true,
  identity: (ms) => ({
    type: 'Root',
    principalId: ACCOUNT,
    arn: iamArn('root'),
    accountId: ACCOUNT,
    accessKeyId: exampleId('ASIA', 'root', 20),
    sessionContext: {
      attributes: { creationDate: stamp(ms - 600_000), mfaAuthenticated: 'true' },
    },
  }),
};

/** An AWS service that calls as itself. */
export function service(label: string): Caller {
  const dns = `${label}.amazonaws.com`;
  return {
    arn: dns,
    sourceIp: dns,
    userAgent: dns,
    identity: () => ({ type: 'AWSService', invokedBy: dns }),
  };
}

/** A GitHub Actions workflow with the token of a ref. */
export function workflow(ref: string): Caller {
  const provider = iamArn('oidc-provider/token.actions.githubusercontent.com');
  const subject = `repo:fernwood/shop:${ref}`;
  return {
    arn: subject,
    sourceIp: '203.0.113.88',
    userAgent: AGENTS.github,
    identity: () => ({
      type: 'WebIdentityUser',
      principalId: `${provider}:sts.amazonaws.com:${subject}`,
      userName: subject,
      identityProvider: provider,
    }),
  };
}
