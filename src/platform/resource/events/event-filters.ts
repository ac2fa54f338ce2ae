import { Injectable } from '@nestjs/common';
import { DomainError } from '../../../kernel/errors.js';
import type { EventSource } from './event-source.js';
import { UnknownFieldError } from '../lists/list-filters.js';
import { ResourceRegistry } from '../resource-registry.js';
import { UnlistedSourceError } from '../lists/unlisted-source.error.js';

/** Whether a filter must be one for each of several sources, or for one of them at least. */
export type FilterScope = 'each' | 'any';

/** Filters of events: those of lists, which may be asked of records as events left them. */
@Injectable()
export class EventFilters {
  constructor(private readonly registry: ResourceRegistry) {}

  /**
   * @returns those of the sources of whose records the caller may ask the filter
   * @throws {BadRequestError} 400 as lists do · {PermissionDeniedError} 403 for records that the caller may not read
   */
  async askable(
    filter: unknown,
    sources: readonly EventSource[],
    scope: FilterScope,
  ): Promise<readonly EventSource[]> {
    const askable: EventSource[] = [];
    const faults: DomainError[] = [];
    for (const source of sources) {
      const fault = await this.refusal(filter, source.name);
      if (fault === undefined) askable.push(source);
      else if (scope === 'each') throw fault;
      else if (!(fault instanceof UnlistedSourceError)) faults.push(fault);
    }
    // That a field has another operator says more than that other records have no such field.
    const fault = faults.find((one) => !(one instanceof UnknownFieldError)) ?? faults[0];
    if (askable.length === 0 && fault !== undefined) throw fault;
    return askable;
  }

  /**
   * Why the caller may not ask a filter of the records of a resource; undefined when they may.
   *
   * @param resource `lead`
   */
  async refusal(filter: unknown, resource: string): Promise<DomainError | undefined> {
    const service = this.registry.find(resource)?.service;
    if (service === undefined) return new UnlistedSourceError(resource);
    try {
      await service.checkSearch({ filter });
      return undefined;
    } catch (error) {
      if (error instanceof DomainError && error.status < 500) return error;
      throw error;
    }
  }
}
