import { Module, type OnApplicationShutdown } from '@nestjs/common';
import { WebhookConfig } from '../../config/webhook.config.js';
import { AddressGuard } from './address-guard.js';
import { createHostResolver } from './host-resolver.js';
import { OutboundHttpClient } from './outbound-http-client.js';
import { UrlAdmission } from './url-admission.js';
import { UrlPolicy } from './url-policy.js';

const resolve = createHostResolver();

function createAdmission(config: WebhookConfig): UrlAdmission {
  const guard = new AddressGuard({ allowLoopback: config.allowLoopback });
  return new UrlAdmission({ policy: new UrlPolicy({ guard }), guard, resolve });
}

function createClient(config: WebhookConfig): OutboundHttpClient {
  const guard = new AddressGuard({ allowLoopback: config.allowLoopback });
  return new OutboundHttpClient({
    policy: new UrlPolicy({ guard }),
    guard,
    resolve,
    connectTimeoutMs: config.connectMilliseconds,
    headersTimeoutMs: config.headersMilliseconds,
    totalTimeoutMs: config.totalMilliseconds,
  });
}

/** Requests to addresses that tenants name. */
@Module({
  providers: [
    { provide: UrlAdmission, useFactory: createAdmission, inject: [WebhookConfig] },
    { provide: OutboundHttpClient, useFactory: createClient, inject: [WebhookConfig] },
  ],
  exports: [UrlAdmission, OutboundHttpClient],
})
export class OutboundModule implements OnApplicationShutdown {
  constructor(private readonly client: OutboundHttpClient) {}

  onApplicationShutdown(): Promise<void> {
    return this.client.close();
  }
}
