import { IntegerField } from '../../../../platform/http/fields/integer.field.js';
import { NestedField } from '../../../../platform/http/fields/nested.field.js';
import { LONGEST_BODY } from '../article.entity.js';
import { DiffLineDto } from './diff-line.dto.js';

/** Lines that differ, with some around them; numbers of lines from 1, as `diff -u` counts them. */
export class DiffHunkDto {
  @IntegerField({ min: 0 })
  oldStart!: number;

  @IntegerField({ min: 0 })
  oldLines!: number;

  @IntegerField({ min: 0 })
  newStart!: number;

  @IntegerField({ min: 0 })
  newLines!: number;

  @NestedField(() => DiffLineDto, { list: true, maxItems: 3 * LONGEST_BODY })
  lines!: DiffLineDto[];
}
