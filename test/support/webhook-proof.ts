import type { ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import type { WebhookEventTypeDto } from '../../src/reactions/webhooks/event-types/dto/webhook-event-type.dto.js';
import { type ReceivedWebhook, webhookWitnesses } from './webhook-receiver.js';

type EventType = Pick<WebhookEventTypeDto, 'name' | 'schema'>;

/** Holds every webhook that comes while it looks against the catalogue of event types. */
export class WebhookProof {
  /** What differed, as `lead.created: what`. */
  readonly violations: string[] = [];
  private readonly validators: ReadonlyMap<string, ValidateFunction>;
  private readonly witness = (webhook: ReceivedWebhook): void => this.check(webhook.event);

  constructor(types: readonly EventType[]) {
    const ajv = webhookAjv();
    this.validators = new Map(types.map(({ name, schema }) => [name, ajv.compile(schema)]));
  }

  watch(): void {
    webhookWitnesses.add(this.witness);
  }

  end(): void {
    webhookWitnesses.delete(this.witness);
  }

  check(event: { readonly type: string }): void {
    const { type } = event;
    const validate = this.validators.get(type);
    if (validate === undefined) this.violations.push(`${type}: is not in the catalogue`);
    else if (!validate(event)) {
      const [first] = validate.errors ?? [];
      const params = JSON.stringify(first?.params);
      this.violations.push(`${type}: ${first?.instancePath ?? ''} ${first?.message ?? ''} ${params}`);
    }
  }
}

export function webhookAjv(): Ajv2020 {
  const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false });
  ajvFormats.default(ajv);
  ajv.addFormat('idn-email', /^.+@[^@\s]+$/u);
  return ajv;
}
