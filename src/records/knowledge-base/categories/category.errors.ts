import { ConflictError, ValidationError } from '../../../kernel/errors.js';

/** 422: a category cannot stand below itself, also not through others. */
export class CategoryCycleError extends ValidationError {
  constructor() {
    super([{ field: 'parentId', message: 'would put the category below itself' }]);
  }
}

/** 422 */
export class CategoryTooDeepError extends ValidationError {
  constructor(most: number) {
    super([{ field: 'parentId', message: `would put categories more than ${most} below one another` }]);
  }
}

/** 422 */
export class MissingParentError extends ValidationError {
  constructor() {
    super([{ field: 'parentId', message: 'does not exist' }]);
  }
}

/** 409: what is below it would be nowhere. */
export class CategoryInUseError extends ConflictError {
  constructor(what: 'categories' | 'articles') {
    super(`There are ${what} in this category: move or delete them first`);
  }
}

/** 409 */
export class TooManyCategoriesError extends ConflictError {
  constructor(most: number) {
    super(`A knowledge base has at most ${most} categories`);
  }
}
