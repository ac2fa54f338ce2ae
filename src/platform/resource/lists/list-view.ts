import { readSearchBody } from './list-search-body.js';
import type { FilterSyntax, ListSyntax } from './list-syntax.js';
import type { SavedView } from './saved-views.js';

/** A saved view as a request of its own. @throws {BadRequestError} */
export function syntaxOf({ filter, search, sort, fields, expand }: SavedView): ListSyntax {
  return readSearchBody({ filter, search, sort, expand, ...(fields.length > 0 && { fields }) });
}

/** A request seen through a view: both filters hold; order, text, fields and relations are the view's where the request has none. */
export function seenThrough(request: ListSyntax, view: ListSyntax): ListSyntax {
  const isSorted = request.sort.length > 0 || request.defaultOrder !== undefined;
  return {
    ...request,
    filter: both(request.filter, view.filter),
    search: request.search ?? view.search,
    sort: isSorted ? request.sort : view.sort,
    fields: request.fields ?? view.fields,
    expand: request.expand.length > 0 ? request.expand : view.expand,
  };
}

function both(asked: FilterSyntax | undefined, saved: FilterSyntax | undefined): FilterSyntax | undefined {
  if (saved === undefined) return asked;
  const ofView: FilterSyntax = { kind: 'saved', of: saved };
  return asked === undefined ? ofView : { kind: 'all', of: [ofView, asked] };
}
