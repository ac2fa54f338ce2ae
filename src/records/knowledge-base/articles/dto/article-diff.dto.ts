import { BooleanField } from '../../../../platform/http/fields/boolean.field.js';
import { IntegerField } from '../../../../platform/http/fields/integer.field.js';
import { NestedField } from '../../../../platform/http/fields/nested.field.js';
import { TextField } from '../../../../platform/http/fields/text.field.js';
import { LONGEST_BODY } from '../article.entity.js';
import { DiffHunkDto } from './diff-hunk.dto.js';
import { TextChangeDto } from './text-change.dto.js';

/** What differs between two versions of an article, or a version and the draft. */
export class ArticleDiffDto {
  @TextField({ max: 20, description: 'A number, or `draft`' })
  from!: string;

  @TextField({ max: 20, description: 'A number, or `draft`' })
  to!: string;

  @NestedField(() => TextChangeDto, { nullable: true, description: 'null: the same in both' })
  title!: TextChangeDto | null;

  @NestedField(() => TextChangeDto, { nullable: true, description: 'null: the same in both' })
  summary!: TextChangeDto | null;

  @IntegerField({ min: 0, description: 'Lines of the body' })
  added!: number;

  @IntegerField({ min: 0, description: 'Lines of the body' })
  removed!: number;

  @BooleanField({ description: 'false: they differ too much to be compared line by line' })
  isMinimal!: boolean;

  @TextField({
    min: 0,
    max: 10 * LONGEST_BODY,
    description: 'The body as `diff -u` tells it; empty: the same in both',
  })
  patch!: string;

  @NestedField(() => DiffHunkDto, { list: true, maxItems: LONGEST_BODY, description: 'The same in parts' })
  hunks!: DiffHunkDto[];
}
