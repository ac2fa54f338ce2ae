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
  private readonly schemas: ReadonlyMap<string, EventType['schema']>;
  /** Of the types that came: to compile all of them takes longer than most suites. */
  private readonly validators = new Map<string, ValidateFunction>();
  private readonly ajv = webhookAjv();
  private readonly witness = (webhook: ReceivedWebhook): void => this.check(webhook.event);

  constructor(types: readonly EventType[]) {
    this.schemas = new Map(types.map(({ name, schema }) => [name, schema]));
  }

  watch(): void {
    webhookWitnesses.add(this.witness);
  }

  end(): void {
    webhookWitnesses.delete(this.witness);
  }

  check(event: { readonly type: string }): void {
    const { type } = event;
    const validate = this.validatorOf(type);
    if (validate === undefined) this.violations.push(`${type}: is not in the catalogue`);
    else if (!validate(event)) {
      const [first] = validate.errors ?? [];
      const params = JSON.stringify(first?.params);
      this.violations.push(`${type}: ${first?.instancePath ?? ''} ${first?.message ?? ''} ${params}`);
    }
  }

  private validatorOf(type: string): ValidateFunction | undefined {
    const schema = this.schemas.get(type);
    if (schema === undefined) return undefined;
    const validate = this.validators.get(type) ?? this.ajv.compile(schema);
    this.validators.set(type, validate);
    return validate;
  }
}

export function webhookAjv(): Ajv2020 {
  const ajv = new Ajv2020({
    strict: true,
    strictTypes: false,
    strictRequired: false,
    code: { optimize: false },
  });
  ajvFormats.default(ajv);
  ajv.addFormat('idn-email', /^.+@[^@\s]+$/u);
  return ajv;
}
