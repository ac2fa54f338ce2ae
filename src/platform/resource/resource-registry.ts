import { Injectable } from '@nestjs/common';
import { type EventSource, eventSourceOf, typesOf } from './events/event-source.js';
import type { MergePart } from './merging/merge-part.js';
import type { RecordEntity } from './record.entity.js';
import type { RecordOperations } from './record-operations.js';
import type { ResourceDescriptor } from './resource-descriptor.js';
import type { TimelineSource } from './past/timeline-source.js';

export interface RegisteredResource {
  readonly descriptor: ResourceDescriptor<RecordEntity>;
  readonly service: RecordOperations;
}

/** Every record type of the running product, by name and by plural, and everything whose events leave it. */
@Injectable()
export class ResourceRegistry {
  private readonly resources = new Map<string, RegisteredResource>();
  /** Second paths, by their plurals. */
  private readonly paths = new Map<string, RegisteredResource>();
  private readonly sources = new Map<string, EventSource>();
  private readonly types = new Set<string>();
  private readonly mergeParts: MergePart[] = [];
  private readonly timelines = new Map<string, TimelineSource>();

  add<Entity extends RecordEntity>(descriptor: ResourceDescriptor<Entity>, service: RecordOperations): void {
    const { name, secondPath } = descriptor;
    const known = secondPath === undefined ? this.resources : this.paths;
    const key = secondPath?.plural ?? name;
    if (known.has(key)) throw new Error(`Resource ${key} is declared twice`);
    // Variance: the registry only hands out what it was given under the same name.
    known.set(key, { descriptor, service } as RegisteredResource);
    if (secondPath !== undefined) return;
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

  /** For what stands beside records and is none: what a merge does to it. */
  addMergePart(part: MergePart): void {
    this.mergeParts.push(part);
  }

  /** @param name of the record type that is merged: `contact` */
  mergePartsOf(name: string): readonly MergePart[] {
    return this.mergeParts.filter(({ resource }) => resource === name);
  }

  timelineSources(): readonly TimelineSource[] {
    return [...this.timelines.values()];
  }

  list(): readonly RegisteredResource[] {
    return [...this.resources.values()];
  }

  /** Every record type, and each again for a second path to its records. */
  listPaths(): readonly RegisteredResource[] {
    return [...this.resources.values(), ...this.paths.values()];
  }

  find(name: string): RegisteredResource | undefined {
    return this.resources.get(name);
  }

  /** By the first part of its path: `leads`. */
  findByPath(path: string): RegisteredResource | undefined {
    const isServedAt = ({ descriptor: { plural, alsoAt = [] } }: RegisteredResource) =>
      plural === path || alsoAt.includes(path);
    return this.paths.get(path) ?? this.list().find(isServedAt);
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
