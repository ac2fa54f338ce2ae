/** Where a category stands: `parentId` is null at the top. */
export interface CategoryPlace {
  readonly id: string;
  readonly parentId: string | null;
}

/** Categories below categories, all of a knowledge base that are not deleted. */
export class CategoryForest {
  private readonly parents = new Map<string, string | null>();

  constructor(places: Iterable<CategoryPlace>) {
    for (const { id, parentId } of places) this.parents.set(id, parentId);
  }

  get size(): number {
    return this.parents.size;
  }

  has(id: string): boolean {
    return this.parents.has(id);
  }

  put(id: string, parentId: string | null): void {
    this.parents.set(id, parentId);
  }

  remove(id: string): void {
    this.parents.delete(id);
  }

  hasChildren(id: string): boolean {
    return [...this.parents.values()].includes(id);
  }

  /** Whether a category would stand below itself. */
  closesCycle(id: string, parentId: string | null): boolean {
    return parentId === id || this.pathTo(parentId).includes(id);
  }

  /** How many levels there would be from the top down to the lowest below the category. */
  depthWith(id: string, parentId: string | null): number {
    return this.pathTo(parentId).length + this.heightOf(id);
  }

  /** From the category to the top, itself first; ends where a circle closes. */
  private pathTo(id: string | null): string[] {
    const path: string[] = [];
    for (let above = id; above !== null && !path.includes(above); above = this.parents.get(above) ?? null)
      path.push(above);
    return path;
  }

  /** Of one that closes no circle: its children's, and one more. */
  private heightOf(id: string): number {
    let [height, level] = [0, [id]];
    for (; level.length > 0 && height <= this.parents.size; height += 1) {
      const above = new Set<string | null>(level);
      level = [...this.parents].flatMap(([child, parent]) => (above.has(parent) ? [child] : []));
    }
    return height;
  }

  /** Whether none stands below itself, each below one that is there, and none too deep. */
  isSound(mostLevels: number): boolean {
    return [...this.parents].every(([id, parentId]) => {
      if (parentId !== null && !this.parents.has(parentId)) return false;
      return !this.closesCycle(id, parentId) && this.pathTo(id).length <= mostLevels;
    });
  }
}
