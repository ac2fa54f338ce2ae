export { KnowledgeCategoriesModule } from './categories.module.js';
export { MOST_CATEGORIES } from './category-limits.js';
