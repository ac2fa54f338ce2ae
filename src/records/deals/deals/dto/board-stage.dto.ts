import { IntegerField } from '../../../../platform/http/fields/integer.field.js';
import { NestedField } from '../../../../platform/http/fields/nested.field.js';
import { PlainSchema } from '../../../../platform/openapi/plain-schemas.js';
import { viewSchema } from '../../../../platform/resource/record-view-schema.js';
import { StageDto } from '../../pipelines/index.js';
import { dealResource } from '../deal.policy.js';
import { CurrencySumDto } from './currency-sum.dto.js';

/** A stage with the deals in it. */
@PlainSchema()
export class BoardStageDto extends StageDto {
  @IntegerField({ min: 0, description: 'How many deals the filters find in it' })
  count!: number;

  @NestedField(() => CurrencySumDto, { list: true, description: 'One for each currency' })
  sums!: CurrencySumDto[];

  @NestedField(() => viewSchema(dealResource), { list: true, description: 'The first of them' })
  deals!: unknown[];
}
