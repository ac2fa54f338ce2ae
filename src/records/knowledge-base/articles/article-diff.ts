import { formatPatch, structuredPatch } from 'diff';
import type { ArticleContent } from './article-content.js';
import type { ArticleDiffDto } from './dto/article-diff.dto.js';
import type { DiffLineDto } from './dto/diff-line.dto.js';

const CONTEXT = 3;
/** Milliseconds: two long texts of which no line is the same take for ever. */
const LONGEST = 300;

const KINDS: Readonly<Record<string, DiffLineDto['kind']>> = { '+': 'added', '-': 'removed' };

type Patch = NonNullable<ReturnType<typeof structuredPatch>>;

/** What differs between two contents of an article, its body line by line. */
export function diffOf(
  [from, to]: readonly [string, string],
  before: ArticleContent,
  after: ArticleContent,
): ArticleDiffDto {
  const found = structuredPatch(from, to, before.body, after.body, '', '', {
    context: CONTEXT,
    timeout: LONGEST,
  });
  const patch = found ?? replacement(from, to, before.body, after.body);
  const hunks = patch.hunks.map(({ oldStart, oldLines, newStart, newLines, lines }) => ({
    ...{ oldStart, oldLines, newStart, newLines },
    lines: lines
      .filter(isLine)
      .map((line) => ({ kind: KINDS[line.charAt(0)] ?? 'context', text: line.slice(1) })),
  }));
  const counted = hunks.flatMap(({ lines }) => lines);
  return {
    ...{ from, to },
    title: changeOf(before.title, after.title),
    summary: changeOf(before.summary, after.summary),
    added: counted.filter(({ kind }) => kind === 'added').length,
    removed: counted.filter(({ kind }) => kind === 'removed').length,
    isMinimal: found !== undefined,
    patch: patch.hunks.length === 0 ? '' : formatPatch(patch),
    hunks,
  };
}

/** A patch says with a backslash where a text ends without a new line: that is no line of it. */
function isLine(line: string): boolean {
  return !line.startsWith('\\');
}

function changeOf(from: string | null, to: string | null): ArticleDiffDto['title'] {
  return from === to ? null : { from, to };
}

/** All of the one for all of the other. */
function replacement(from: string, to: string, before: string, after: string): Patch {
  const [old, next] = [linesOf(before), linesOf(after)];
  const lines = [...old.map((line) => `-${line}`), ...next.map((line) => `+${line}`)];
  const hunk = { oldStart: 1, oldLines: old.length, newStart: 1, newLines: next.length, lines };
  return { ...{ oldFileName: from, newFileName: to, oldHeader: '', newHeader: '' }, hunks: [hunk] };
}

function linesOf(text: string): string[] {
  const lines = text.split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}
