import { Injectable } from '@nestjs/common';
import { type EventSource, eventSourceOf, typesOf } from './event-source.js';
import type { RecordEntity } from './record.entity.js';
import type { RecordOperations } from './record-operations.js';
import type { ResourceDescriptor } from './resource-descriptor.js';
import type { TimelineSource } from './timeline-source.js';

export interface RegisteredResource {
  readonly descriptor: ResourceDescriptor<RecordEntity>;
  readonly service: RecordOperations;
}

/** Every record type of the running product, by name and by plural, and everything whose events leave it. */
@Injectable()
export class ResourceRegistry {
  private readonly resources = new Map<string, RegisteredResource>();
  private readonly sources = new Map<string, EventSource>();
  private readonly types = new Set<string>();
  private readonly timelines = new Map<string, TimelineSource>();

  add<Entity extends RecordEntity>(descriptor: ResourceDescriptor<Entity>, service: RecordOperations): void {
    if (this.resources.has(descriptor.name)) throw new Error(`Resource ${descriptor.name} is declared twice`);
    // Variance: the registry only hands out what it was given under the same name.
    this.resources.set(descriptor.name, { descriptor, service } as RegisteredResource);
    const source = eventSourceOf(descriptor);
    if (source !== undefined) this.announce(source);
  }

  /** For what is no record type: the events that it writes into the journal leave the product. */
  announce(source: EventSource): void {
    if (this.sources.has(source.name)) throw new Error(`The events of ${source.name} are announced twice`);
    this.sources.set(source.name, source);
    for (const type of typesOf(source)) this.types.add(type);
  }

  /** For what is no record, or no plain one: its entries stand in the timelines of records. */
  addTimelineSource(source: TimelineSource): void {
    if (this.timelines.has(source.type))
      throw new Error(`Two sources of timelines are called ${source.type}`);
    this.timelines.set(source.type, source);
  }

  timelineSources(): readonly TimelineSource[] {
    return [...this.timelines.values()];
  }

  list(): readonly RegisteredResource[] {
    return [...this.resources.values()];
  }

  find(name: string): RegisteredResource | undefined {
    return this.resources.get(name);
  }

  /** By the first part of its path: `leads`. */
  findByPath(path: string): RegisteredResource | undefined {
    return this.list().find(
      ({ descriptor: { plural, alsoAt = [] } }) => plural === path || alsoAt.includes(path),
    );
  }

  /** Everything whose events leave the product. */
  eventSources(): readonly EventSource[] {
    return [...this.sources.values()];
  }

  findEventSource(name: string): EventSource | undefined {
    return this.sources.get(name);
  }

  /** Whether events of this type (`lead.created`) leave the product. */
  announces(type: string): boolean {
    return this.types.has(type);
  }
}
