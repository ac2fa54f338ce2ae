import type { CategoryNodeDto } from './dto/category-node.dto.js';

/** A category, and what it is below. */
export interface CategoryLeaf extends Omit<CategoryNodeDto, 'children'> {
  readonly parentId: string | null;
}

/** The tree of them: by position, then by name. One whose parent is not among them stands at the top. */
export function treeOf(leaves: readonly CategoryLeaf[]): CategoryNodeDto[] {
  const nodes = new Map(
    leaves.map(({ parentId: _parentId, ...leaf }) => [leaf.id, { ...leaf, children: [] }]),
  );
  const top: CategoryNodeDto[] = [];
  for (const { id, parentId } of leaves.toSorted(byPlace)) {
    const node = nodes.get(id);
    if (node === undefined) continue;
    const siblings: CategoryNodeDto[] =
      (parentId === null ? undefined : nodes.get(parentId)?.children) ?? top;
    siblings.push(node);
  }
  return top;
}

function byPlace(one: CategoryLeaf, other: CategoryLeaf): number {
  return one.position - other.position || one.name.localeCompare(other.name) || (one.id < other.id ? -1 : 1);
}
