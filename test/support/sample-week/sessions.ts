import { role, AGENTS, type Caller } from './callers';
import { names } from './names';
import { allow, document, type Document } from './policy';
import { exampleId } from './random';

/** A session of the support role that the access desk hands out for one ticket. */
export interface SupportSession {
  readonly ticket: string;
  readonly accessKeyId: string;
  readonly policy: Document;
  readonly caller: Caller;
}

function supportSession(ticket: string, policy: Document): SupportSession {
  const accessKeyId = exampleId('ASIA', ticket, 20);
  const caller = role('support-readonly', {
    session: ticket,
    userAgent: AGENTS.cli,
    sourceIp: '198.51.100.31',
    accessKeyId,
  });
  return { ticket, accessKeyId, policy, caller };
}

/** Ticket 4811 is about one customer's exports; ticket 4836 must not change customers. */
export const supportSessions = [
  supportSession(
    'ticket-4811',
    document(
      allow('OneCustomer', 's3:GetObject', 'arn:aws:s3:::fernwood-exports/customers/40117/*'),
      allow('Find', 's3:ListBucket', 'arn:aws:s3:::fernwood-exports'),
    ),
  ),
  supportSession(
    'ticket-4836',
    document(allow('Customers', 'dynamodb:*', names.customersTable), {
      Sid: 'LookOnly',
      Effect: 'Deny',
      Action: ['dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
      Resource: '*',
    }),
  ),
] as const;
