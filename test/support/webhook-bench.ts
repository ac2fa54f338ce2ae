import type { ApiClient, RegisteredTenant } from './api-client.js';
import { eventually } from './eventually.js';

export interface Endpoint {
  readonly id: string;
  readonly secret: string;
}

export interface Delivery {
  readonly id: string;
  readonly webhookId: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly status: string;
  readonly attempts: number;
  readonly responseStatus: number | null;
}

/** A tenant as an integrator uses it: endpoints, leads, the delivery log. */
export class WebhookBench {
  constructor(readonly api: ApiClient & { readonly tenant: RegisteredTenant }) {}

  async endpoint(url: string, events: readonly string[] = ['*']): Promise<Endpoint> {
    const { status, body } = await this.api.post('/api/webhooks', { body: { url, events } });
    if (status !== 201) throw new Error(`webhook: ${status} ${JSON.stringify(body)}`);
    return { id: String(body['id']), secret: String(body['secret']) };
  }

  /** @returns the id of the new lead. */
  async lead(lastName = 'Doe'): Promise<string> {
    const { status, body } = await this.api.post('/api/leads', { body: { lastName } });
    if (status !== 201) throw new Error(`lead: ${status} ${JSON.stringify(body)}`);
    return String(body['id']);
  }

  leads(count: number): Promise<string[]> {
    return Promise.all(Array.from({ length: count }, (_, index) => this.lead(`Lead ${index}`)));
  }

  async deliveries(endpoint?: Endpoint): Promise<Delivery[]> {
    const path = endpoint === undefined ? 'deliveries' : `${endpoint.id}/deliveries`;
    const { body } = await this.api.get<{ data: Delivery[] }>(`/api/webhooks/${path}?pageSize=100`);
    return body.data;
  }

  /** Waits until the endpoint's deliveries have these statuses, in any order. */
  async settled(endpoint: Endpoint, statuses: readonly string[]): Promise<Delivery[]> {
    const wanted = [...statuses].sort().join();
    return eventually(`deliveries ${wanted}`, async () => {
      const deliveries = await this.deliveries(endpoint);
      const now = deliveries
        .map(({ status }) => status)
        .sort()
        .join();
      if (now !== wanted) throw new Error(`deliveries are ${now}, not ${wanted}`);
      return deliveries;
    });
  }
}
