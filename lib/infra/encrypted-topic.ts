import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';

/** What an {@link EncryptedTopic} needs. */
export interface EncryptedTopicProps {
  readonly displayName: string;
  readonly encryptionKey: IKey;
  /** Addresses that get each message once they have confirmed. */
  readonly emails: readonly string[];
}

/** A topic that is encrypted, takes publishers over TLS only, and has its e-mail subscriptions. */
export class EncryptedTopic extends Topic {
  constructor(scope: Construct, id: string, props: EncryptedTopicProps) {
    super(scope, id, {
      displayName: props.displayName,
      masterKey: props.encryptionKey,
      enforceSSL: true,
    });
    for (const email of props.emails) this.addSubscription(new EmailSubscription(email));
  }
}
