/** Characters. */
export const LONGEST_SLUG = 80;

const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** Whether a text can stand in an address as it is: small Latin letters and digits, in words joined by hyphens. */
export function isSlug(text: string): boolean {
  return text.length <= LONGEST_SLUG && SLUG.test(text);
}

/** What an address calls a thing of this name: `Über uns!` → `uber-uns`. @param fallback for a name without Latin letters */
export function slugOf(name: string, fallback: string): string {
  const plain = name
    .slice(0, 4 * LONGEST_SLUG)
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .replaceAll('ß', 'ss')
    .toLowerCase();
  const words = plain.split(/[^a-z0-9]+/).filter((word) => word !== '');
  const slug = words.join('-').slice(0, LONGEST_SLUG).replace(/-$/, '');
  return slug === '' ? fallback : slug;
}

/** The same with an ending that tells it from others. */
export function slugWith(slug: string, ending: string): string {
  return `${slug.slice(0, LONGEST_SLUG - ending.length - 1).replace(/-$/, '')}-${ending}`;
}
