/** The tags with one of them under its new name, or without it; cases count as the same, and each stays once. */
export function replaceTag(tags: readonly string[], from: string, to: string | null): string[] {
  const [old, next] = [from.toLowerCase(), to?.toLowerCase()];
  const edited = tags.flatMap((tag) => {
    const lower = tag.toLowerCase();
    if (lower !== old && lower !== next) return [tag];
    return to === null ? [] : [to];
  });
  return [...new Set(edited)];
}

/** The tags without those to be removed, then those to be added that are not among them; cases count as the same. */
export function editTags(
  tags: readonly string[],
  add: readonly string[],
  remove: readonly string[],
): string[] {
  const removed = new Set(remove.map((tag) => tag.toLowerCase()));
  const edited = tags.filter((tag) => !removed.has(tag.toLowerCase()));
  const present = new Set(edited.map((tag) => tag.toLowerCase()));
  for (const tag of add) {
    if (present.has(tag.toLowerCase())) continue;
    present.add(tag.toLowerCase());
    edited.push(tag);
  }
  return edited;
}
