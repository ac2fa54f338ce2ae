import { Injectable } from '@nestjs/common';
import type { RecordEntity } from './record.entity.js';
import type { RecordOperations } from './record-operations.js';
import type { ResourceDescriptor } from './resource-descriptor.js';

export interface RegisteredResource {
  readonly descriptor: ResourceDescriptor<RecordEntity>;
  readonly service: RecordOperations;
}

/** Every record type of the running product, by name and by plural. */
@Injectable()
export class ResourceRegistry {
  private readonly resources = new Map<string, RegisteredResource>();

  add<Entity extends RecordEntity>(descriptor: ResourceDescriptor<Entity>, service: RecordOperations): void {
    if (this.resources.has(descriptor.name)) throw new Error(`Resource ${descriptor.name} is declared twice`);
    // Variance: the registry only hands out what it was given under the same name.
    this.resources.set(descriptor.name, { descriptor, service } as RegisteredResource);
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
}
