export { TagsModule } from './tags.module.js';
export { TagsService } from './tags.service.js';
