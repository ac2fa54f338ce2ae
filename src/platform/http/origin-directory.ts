/** Port: the origins that tenants let browsers call from. Implemented by `foundation/settings`. */
export abstract class OriginDirectory {
  /** @returns the ids of the usable tenants that list the origin. May be up to a second stale. */
  abstract tenantsOf(origin: string): Promise<ReadonlySet<string>>;
}
