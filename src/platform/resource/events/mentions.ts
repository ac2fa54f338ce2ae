/** A text that names more users does not mean any of them. */
export const MOST_MENTIONS = 50;

const MENTION = /@\[[^\]\n]{1,200}\]\(user:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\)/gi;

/** Ids of the users whom a text mentions as `@[Ada](user:<id>)`, each once, in lower case. */
export function mentionsIn(text: string): string[] {
  return [...new Set([...text.matchAll(MENTION)].map(([, id = '']) => id.toLowerCase()))];
}
