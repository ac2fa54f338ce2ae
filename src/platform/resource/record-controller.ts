import type { RecordEntity } from './record.entity.js';
import type { ResourceService } from './resource.service.js';

/** What a resource controller holds; a room's controller gives its service. */
export abstract class RecordController<Entity extends RecordEntity> {
  constructor(protected readonly service: ResourceService<Entity>) {}
}
