import { AGENTS, person, role, serviceRole, user, workflow } from './callers';
import { PRIVATE_IP, VENDOR_ACCOUNT } from './week';

/** Who calls in the week, by what they are. */
export const cast = {
  ordersApi: role('orders-api', {
    path: '/service/',
    session: '4f0c1d6e8b2a4c7d9e31',
    userAgent: AGENTS.js,
  }),
  ordersNode: role('orders-node', {
    session: 'i-0a1b2c3d4e5f60718',
    userAgent: AGENTS.js,
    ec2RoleDelivery: '2.0',
  }),
  ordersNodeInVpc: role('orders-node', {
    session: 'i-0a1b2c3d4e5f60718',
    sourceIp: PRIVATE_IP,
    userAgent: AGENTS.js,
    ec2RoleDelivery: '2.0',
  }),
  fulfilment: role('fulfilment-worker', {
    path: '/service/',
    session: '9b1e7a3c5d2f4e80a6c4',
    userAgent: AGENTS.go,
  }),
  fulfilmentInVpc: role('fulfilment-worker', {
    path: '/service/',
    session: '9b1e7a3c5d2f4e80a6c4',
    sourceIp: PRIVATE_IP,
    userAgent: AGENTS.go,
  }),
  imagePuller: role('ecs-pull', {
    path: '/service/',
    session: '0c9d8e7f6a5b4c3d2e1f',
    sourceIp: PRIVATE_IP,
    userAgent: 'Amazon ECS Agent - v1.99.1 (Linux; arm64)',
  }),
  returnsPortal: role('returns-portal', {
    path: '/service/',
    session: 'returns-portal',
    userAgent: AGENTS.python,
  }),
  thumbnailer: role('thumbnailer', { session: 'thumbnailer', userAgent: AGENTS.python }),
  invoiceWorker: role('invoice-worker', { session: 'invoice-worker', userAgent: AGENTS.python }),
  priceFeed: role('price-feed', { session: 'price-feed', userAgent: AGENTS.python }),
  productTexts: role('product-texts', { session: 'product-texts', userAgent: AGENTS.python }),
  storefront: role('storefront', { session: 'storefront', userAgent: AGENTS.js }),
  partnerSync: role('partner-sync', { session: 'partner-sync', userAgent: AGENTS.go }),
  nightlyEtl: role('nightly-etl', {
    session: 'GlueJobRunnerSession',
    userAgent:
      'aws-sdk-java/2.35.11 md/io#sync md/http#Apache ua/2.1 os/Linux#5.10 lang/java#17.0.16',
  }),
  reporting: role('reporting', {
    session: 'metabase',
    userAgent: AGENTS.java,
  }),
  build: role('codebuild-shop', {
    session: 'AWSCodeBuild-5b1c9e0a-7d34-4f6e-8a21-90b3c4d5e6f7',
    userAgent: AGENTS.cli,
    sourceIp: '203.0.113.140',
  }),
  terraform: role('terraform', {
    path: '/ci/',
    session: 'infra-pipeline',
    userAgent: AGENTS.terraform,
    sourceIp: '203.0.113.90',
  }),
  deploy: role('github-deploy', {
    path: '/ci/',
    session: 'GitHubActions',
    userAgent: AGENTS.github,
    sourceIp: '203.0.113.88',
  }),
  accessDesk: role('access-desk', {
    path: '/service/',
    session: 'access-desk',
    userAgent: AGENTS.go,
  }),
  auditor: role('security-audit', {
    path: '/vendor/',
    session: 'auditly-scan',
    userAgent: AGENTS.prowler,
    sourceIp: '192.0.2.61',
  }),
  sandbox: role('sandbox-jonas', {
    path: '/sandbox/',
    session: 'jonas.beck@fernwood.example',
    userAgent: AGENTS.browser,
    fromConsole: true,
    sourceIp: '203.0.113.21',
  }),
  mainWorkflow: workflow('ref:refs/heads/main'),
  branchWorkflow: workflow('ref:refs/heads/feature/wishlist'),
  mara: person('mara.lind', 'Developer'),
  maraCli: person('mara.lind', 'Developer', { userAgent: AGENTS.cli }),
  jonas: person('jonas.beck', 'Developer', { sourceIp: '203.0.113.21' }),
  jonasCli: person('jonas.beck', 'Developer', {
    sourceIp: '203.0.113.21',
    userAgent: AGENTS.cli,
  }),
  admin: person('ines.ortega', 'Administrator'),
  ines: user('ines'),
  pia: user('pia', { sourceIp: '203.0.113.177' }),
  backupNas: user('backup-nas', {
    userAgent: 'rclone/v1.71.1',
    sourceIp: '198.51.100.24',
  }),
  warehouse: user('warehouse-scanner', {
    sourceIp: '203.0.113.77',
    userAgent: AGENTS.python,
  }),
  /** The stolen key of a pipeline that nobody uses any more, from a rented server. */
  oldCi: user('old-ci', {
    sourceIp: '192.0.2.199',
    userAgent:
      'aws-cli/2.27.0 md/awscrt#0.26.1 ua/2.1 os/linux#5.15.0-kali md/arch#x86_64 lang/python#3.11.9',
  }),
  config: serviceRole('config', 'AWSServiceRoleForConfig', 'AWSConfig-Describe'),
  autoScaling: serviceRole('autoscaling', 'AWSServiceRoleForAutoScaling', 'AutoScaling'),
  ecs: serviceRole('ecs', 'AWSServiceRoleForECS', 'ecs-service-scheduler'),
} as const;

/** The vendor's root, as the trust policy of its role names it. */
export const VENDOR_ROOT = `arn:aws:iam::${VENDOR_ACCOUNT}:root`;
