/** What is wrong with a whole commit message, one sentence each; empty when nothing is. */
export function commitMessageFaults(message: string): string[];
