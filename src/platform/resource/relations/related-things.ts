import type { RelatedSource } from './related-source.js';

/** Port: what records point at that is no record itself. Implemented by `foundation/identity/users`. */
export abstract class RelatedThings {
  /** @param resource as descriptors name it in `references`: `user` */
  abstract find(resource: string): RelatedSource | undefined;
}
