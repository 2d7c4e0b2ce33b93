import { arn, DATA_ACCOUNT, GLOBAL, HOME, iamArn, MANAGEMENT_ACCOUNT, ORGANIZATION } from './week';

/** Resources that the calls and the policies of the sample both speak of. */
export const names = {
  ordersTable: arn('dynamodb', 'table/orders-v2'),
  catalogTable: arn('dynamodb', 'table/catalog'),
  pricesTable: arn('dynamodb', 'table/prices'),
  customersTable: arn('dynamodb', 'table/customers'),
  ordersTopic: arn('sns', 'order-events', 'eu-central-1'),
  auditTopic: arn('sns', 'audit-events'),
  fulfilmentQueue: arn('sqs', 'fulfilment'),
  returnsQueue: `arn:aws:sqs:${HOME}:${DATA_ACCOUNT}:returns`,
  smtpSecret: arn('secretsmanager', 'secret:prod/invoice/smtp-x7KpQ2'),
  paymentSecret: arn('secretsmanager', 'secret:prod/payment/stripe-Hq3vT9'),
  ordersSecret: arn('secretsmanager', 'secret:prod/orders/db-Zc8mLw'),
  datalakeKey: arn('kms', 'key/3c5e7a91-2b4d-4f60-8a7c-9d1e2f3a4b5c'),
  volumeKey: arn('kms', 'key/7f1d9c3b-5a2e-4c84-b6d0-1e3f5a7b9c2d'),
  sharedKey: `arn:aws:kms:${HOME}:${DATA_ACCOUNT}:key/e1d2c3b4-a596-4788-9bac-0d1e2f3a4b5c`,
  quoteFunction: arn('lambda', 'function:price-quote'),
  checkoutFunction: arn('lambda', 'function:checkout'),
  labelRepository: arn('ecr', 'repository/tools/label-printer'),
  shopRepository: arn('ecr', 'repository/shop/web'),
  trail: arn('cloudtrail', 'trail/fernwood'),
  exchangeRole: `arn:aws:iam::${DATA_ACCOUNT}:role/fernwood-exchange`,
  prodAdmin: iamArn('role/prod-admin'),
  breakGlass: iamArn('role/break-glass'),
  secretsEndpoint: 'vpce-0a1b2c3d4e5f60718',
  snsEndpoint: 'vpce-0b2c3d4e5f6071829',
  registryEndpoint: 'vpce-0c3d4e5f607182930',
  s3Endpoint: 'vpce-0d4e5f60718293a4b',
  dataBoundary: iamArn('policy/DataBoundary'),
  sandboxBoundary: iamArn('policy/SandboxBoundary'),
  requireMfa: iamArn('policy/RequireMfa'),
  quarantine: 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3',
  lambdaBasics: 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
  regionFence: organizationPolicy('service_control_policy', 'p-regfence'),
  protectTrail: organizationPolicy('service_control_policy', 'p-trail001'),
  workloadServices: organizationPolicy('service_control_policy', 'p-services'),
  paymentSecrets: organizationPolicy('resource_control_policy', 'p-paysecrt'),
  oidcProvider: iamArn('oidc-provider/token.actions.githubusercontent.com'),
  globalRegion: GLOBAL,
} as const;

function organizationPolicy(type: string, id: string): string {
  return `arn:aws:organizations::${MANAGEMENT_ACCOUNT}:policy/${ORGANIZATION}/${type}/${id}`;
}
