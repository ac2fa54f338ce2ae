import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { currentTenant } from '../../../platform/context/request-context.js';
import { SecretBox } from '../../../platform/crypto/index.js';
import { HEADER_MASK, headersOf, type TextMap } from './custom-headers.js';
import type { PreviousSecret } from './previous-secret.js';
import type { WebhookEndpoint } from './webhook-endpoint.entity.js';

/** The sealed secrets of an endpoint. */
export interface SealedSecrets {
  readonly endpointId: string;
  readonly sealedSecret: string;
  /** From newest to oldest. */
  readonly previousSecrets: readonly PreviousSecret[];
}

/** What of an endpoint is encrypted at rest: each text opens for this tenant's endpoint only. */
@Injectable()
export class EndpointVault {
  constructor(private readonly box: SecretBox) {}

  sealSecret(endpointId: string, secret: string): string {
    return this.box.seal(secret, secretOf(endpointId));
  }

  /** The secrets that sign at a time: the current one, then the former ones from newest to oldest. */
  openSecrets(
    { endpointId, sealedSecret, previousSecrets }: SealedSecrets,
    now: Date,
  ): readonly [string, ...string[]] {
    const open = (sealed: string): string => this.box.open(sealed, secretOf(endpointId));
    return [open(sealedSecret), ...liveSecrets(previousSecrets, now).map(({ sealed }) => open(sealed))];
  }

  openHeaders(endpointId: string, sealed: string | null): TextMap {
    return sealed === null ? {} : (JSON.parse(this.box.open(sealed, headersPlace(endpointId))) as TextMap);
  }

  /**
   * The headers that an endpoint is to have, as they are stored.
   *
   * @param wanted the values, or masks of values that it has
   * @throws {ValidationError} for a header that it may not have
   */
  sealHeaders(
    endpointId: string,
    wanted: TextMap,
    sealedBefore: string | null,
  ): Pick<WebhookEndpoint, 'headers' | 'sealedHeaders'> {
    const before = this.openHeaders(endpointId, sealedBefore);
    const after = headersOf(wanted, before);
    const headers = Object.fromEntries(Object.keys(after).map((name) => [name, HEADER_MASK]));
    if (isDeepStrictEqual(after, before)) return { headers, sealedHeaders: sealedBefore };
    const isEmpty = Object.keys(after).length === 0;
    const sealedHeaders = isEmpty ? null : this.box.seal(JSON.stringify(after), headersPlace(endpointId));
    return { headers, sealedHeaders };
  }
}

export function liveSecrets<Secret extends Pick<PreviousSecret, 'expiresAt'>>(
  secrets: readonly Secret[],
  now: Date,
): Secret[] {
  return secrets.filter(({ expiresAt }) => Date.parse(expiresAt) > now.getTime());
}

function secretOf(endpointId: string): string {
  return `webhook:${currentTenant().id}:${endpointId}`;
}

function headersPlace(endpointId: string): string {
  return `webhook-headers:${currentTenant().id}:${endpointId}`;
}
