import { Injectable } from '@nestjs/common';
import { ValidationError } from '../../../kernel/errors.js';
import { nearestText } from '../../../kernel/nearest-text.js';
import { currentAccess } from '../../../platform/context/request-context.js';
import { fieldNames } from '../../../platform/http/fields/field-names.js';
import { UrlAdmission } from '../../../platform/http/outbound/index.js';
import { EventFilters } from '../../../platform/resource/events/event-filters.js';
import { ResourceRegistry } from '../../../platform/resource/resource-registry.js';
import { subscribableEvents, subscribedSources } from './event-names.js';
import type { WebhookEndpoint } from './webhook-endpoint.entity.js';

/** What an endpoint may say, of the caller who says it. */
@Injectable()
export class EndpointRules {
  constructor(
    private readonly registry: ResourceRegistry,
    private readonly filters: EventFilters,
    private readonly admission: UrlAdmission,
  ) {}

  /** @returns the URL as it is dialled, its host in ASCII @throws {ValidationError} */
  async admittedUrl(url: string): Promise<string> {
    const verdict = await this.admission.check(url);
    if (!verdict.ok) throw new ValidationError([{ field: 'url', message: verdict.reason }]);
    return verdict.url.href;
  }

  /** @throws {ValidationError} with the nearest name there is */
  checkEvents(events: readonly string[]): void {
    if (events.length === 0)
      throw new ValidationError([{ field: 'events', message: 'must name at least one event' }]);
    const known = subscribableEvents(this.registry);
    const faults = events.flatMap((event, index) => {
      if (known.includes(event)) return [];
      const nearest = nearestText(event, known);
      const hint =
        nearest === undefined ? 'GET /api/webhooks/event-types lists them' : `did you mean ${nearest}?`;
      return [{ field: `events.${index}`, message: `is not an event; ${hint}` }];
    });
    if (faults.length > 0) throw new ValidationError(faults);
  }

  /** @throws {ValidationError} for a field that none of the records has, or that the caller may not see */
  checkFields({ fields, events }: Pick<WebhookEndpoint, 'fields' | 'events'>): void {
    if (fields === null) return;
    if (fields.length === 0)
      throw new ValidationError([{ field: 'fields', message: 'must name a field, or be null for all' }]);
    const access = currentAccess();
    const known = subscribedSources(this.registry, events).flatMap(({ dto, plural }) => {
      const hidden = access.hiddenFields(plural);
      return fieldNames(dto).filter((field) => !hidden.has(field));
    });
    const faults = fields.flatMap((field, index) => {
      if (known.includes(field)) return [];
      const nearest = nearestText(field, known);
      const hint = nearest === undefined ? '' : `; did you mean ${nearest}?`;
      return [{ field: `fields.${index}`, message: `is no field of the subscribed records${hint}` }];
    });
    if (faults.length > 0) throw new ValidationError(faults);
  }

  /**
   * The filter must be one for each record type that the events name; of `*` for one of them at least.
   *
   * @throws {BadRequestError} 400 as lists do · {PermissionDeniedError} 403 for records that the caller may not read
   */
  async checkFilter({ filter, events }: Pick<WebhookEndpoint, 'filter' | 'events'>): Promise<void> {
    if (filter === null) return;
    const sources = subscribedSources(this.registry, events);
    await this.filters.askable(filter, sources, events.includes('*') ? 'any' : 'each');
  }
}
