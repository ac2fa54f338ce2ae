export { EventTypesModule } from './event-types.module.js';
export { EventTypesService } from './event-types.service.js';
