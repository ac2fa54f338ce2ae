import { NestedField } from '../../../../platform/http/fields/nested.field.js';
import { OpeningIntervalDto } from './opening-interval.dto.js';

const INTERVALS = { list: true, maxItems: 12, optional: true } as const;

/** Open intervals of each day; a day without any is closed. */
export class BusinessDaysDto {
  @NestedField(() => OpeningIntervalDto, INTERVALS)
  monday?: OpeningIntervalDto[];

  @NestedField(() => OpeningIntervalDto, INTERVALS)
  tuesday?: OpeningIntervalDto[];

  @NestedField(() => OpeningIntervalDto, INTERVALS)
  wednesday?: OpeningIntervalDto[];

  @NestedField(() => OpeningIntervalDto, INTERVALS)
  thursday?: OpeningIntervalDto[];

  @NestedField(() => OpeningIntervalDto, INTERVALS)
  friday?: OpeningIntervalDto[];

  @NestedField(() => OpeningIntervalDto, INTERVALS)
  saturday?: OpeningIntervalDto[];

  @NestedField(() => OpeningIntervalDto, INTERVALS)
  sunday?: OpeningIntervalDto[];
}
