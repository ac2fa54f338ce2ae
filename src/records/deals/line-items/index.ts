export { LineItemsModule } from './line-items.module.js';
