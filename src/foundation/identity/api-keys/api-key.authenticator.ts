import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Clock } from '../../../kernel/clock.js';
import { AuthenticationError, PermissionDeniedError } from '../../../kernel/errors.js';
import { AuditTrail } from '../../../platform/audit/audit-trail.js';
import { currentContext } from '../../../platform/context/request-context.js';
import type { Authenticator, Principal } from '../authenticator.js';
import { listsAddress } from './address-list.js';
import { ApiKeyDirectory } from './api-key-directory.js';
import { ApiKeySecrets, SECRET_MARK } from './api-key-secrets.js';
import { ApiKeyUsageService } from './api-key-usage.service.js';

const BEARER = new RegExp(`^Bearer +(${SECRET_MARK}\\S*)$`, 'i');
/** Longer than any of ours. */
const LONGEST = 100;

/** An API key in `X-API-Key`, or in `Authorization: Bearer`. */
@Injectable()
export class ApiKeyAuthenticator implements Authenticator {
  constructor(
    private readonly secrets: ApiKeySecrets,
    private readonly directory: ApiKeyDirectory,
    private readonly usage: ApiKeyUsageService,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  matches(request: FastifyRequest): boolean {
    return secretOf(request) !== undefined;
  }

  async identify(request: FastifyRequest): Promise<Principal> {
    const secret = secretOf(request) ?? '';
    const holder = secret.length > LONGEST ? undefined : await this.secrets.find(secret);
    if (holder === undefined) throw invalid();
    const { apiKeyId, tenantId, userId, role } = holder;
    return { actor: { kind: 'api-key', id: userId, role, apiKeyId }, tenantId };
  }

  /** The caller is not told why an address is refused: that would tell a thief where to come from. */
  async admit({ actor: { apiKeyId = '' } }: Principal): Promise<void> {
    const context = currentContext();
    const facts = await this.directory.find(apiKeyId);
    if (facts === undefined) throw invalid();
    const { allowedAddresses, requestsPerMinute, expiresAt } = facts;
    if (expiresAt !== null && expiresAt.getTime() <= this.clock.milliseconds()) throw invalid();
    if (allowedAddresses.length > 0 && !listsAddress(allowedAddresses, context.address ?? '')) {
      await this.audit.recordRefusal({
        action: 'api-key.refused',
        subject: { resource: 'api-key', id: apiKeyId },
        details: { reason: 'The address is not on the list of the key' },
      });
      throw new PermissionDeniedError();
    }
    if (requestsPerMinute !== null) {
      context.rateLimit = { key: `api-key:${apiKeyId}`, perMinute: requestsPerMinute };
    }
    this.usage.note(apiKeyId);
  }
}

function secretOf({ headers }: FastifyRequest): string | undefined {
  const header = headers['x-api-key'];
  if (typeof header === 'string') return header;
  return BEARER.exec(headers.authorization ?? '')?.[1];
}

function invalid(): AuthenticationError {
  return new AuthenticationError('INVALID_TOKEN', 'The API key is not valid');
}
