import { IdField } from '../../../../platform/http/fields/id.field.js';
import { DealLineDto } from './deal-line.dto.js';

export class CreateLineItemDto extends DealLineDto {
  @IdField()
  dealId!: string;
}
