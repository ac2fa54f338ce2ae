import { ConflictError } from '../../../kernel/errors.js';
import { liveSecrets } from './endpoint-vault.js';
import type { PreviousSecret } from './previous-secret.js';
import type { WebhookEndpoint } from './webhook-endpoint.entity.js';
import { MOST_SECRETS } from './webhook-limits.js';

type FormerSecrets = Pick<WebhookEndpoint, 'previousSecrets' | 'previousSecretsExpireAt'>;

const HOUR = 3_600_000;

/** 409: a receiver that has to know more secrets than these knows none of them any more. */
export class TooManySecretsError extends ConflictError {
  /** @param freeAt when the first of them ends */
  constructor(freeAt: string) {
    super(
      `The webhook has ${MOST_SECRETS} secrets that sign; the first of them ends at ${freeAt}. overlapHours 0 ends all former ones at once`,
      { details: [{ field: 'previousSecretsExpireAt', message: `the first ends at ${freeAt}` }] },
      'LIMIT_REACHED',
    );
  }
}

/** @throws {TooManySecretsError} 409 */
export function rotated(
  { sealedSecret: current, previousSecrets }: WebhookEndpoint,
  sealedSecret: string,
  overlapHours: number,
  now: Date,
): FormerSecrets & Pick<WebhookEndpoint, 'sealedSecret' | 'secretRotatedAt'> {
  const live = liveSecrets(previousSecrets, now);
  const [first] = live.map(({ expiresAt }) => expiresAt).sort();
  if (overlapHours > 0 && first !== undefined && live.length >= MOST_SECRETS - 1)
    throw new TooManySecretsError(first);
  const expiresAt = new Date(now.getTime() + overlapHours * HOUR).toISOString();
  const former = overlapHours === 0 ? [] : [{ sealed: current, expiresAt }, ...live];
  return { sealedSecret, secretRotatedAt: now.toISOString(), ...secretsOf(former) };
}

/** The columns that say the same of them. */
export function secretsOf(previousSecrets: PreviousSecret[]): FormerSecrets {
  return { previousSecrets, previousSecretsExpireAt: previousSecrets.map(({ expiresAt }) => expiresAt) };
}
