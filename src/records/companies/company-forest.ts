/** Where a company stands: `parentId` is null at the top. */
export interface CompanyPlace {
  readonly id: string;
  readonly parentId: string | null;
}

/** Companies below companies, as far as they are known; none stands above itself. */
export class CompanyForest {
  private readonly parents = new Map<string, string | null>();

  constructor(places: Iterable<CompanyPlace>) {
    for (const { id, parentId } of places) this.parents.set(id, parentId);
  }

  /** Puts a company below another one, or at the top. False when it would stand above itself: nothing has moved then. */
  move(id: string, parentId: string | null): boolean {
    const seen = new Set([id]);
    for (let above = parentId; above !== null; above = this.parents.get(above) ?? null) {
      if (seen.has(above)) return false;
      seen.add(above);
    }
    this.parents.set(id, parentId);
    return true;
  }
}
